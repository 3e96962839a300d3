from pathlib import Path
import os, sys
HERE = Path(__file__).resolve().parent
print(HERE.name in ("one", "two"), (HERE / "data").is_dir(), os.path.basename(os.path.abspath(sys.argv[0])))
BASE = os.path.dirname(os.path.realpath(__file__))
print(sorted(os.listdir(os.path.join(BASE, "conf.d"))))
