import logging
from logging.handlers import RotatingFileHandler
import sys
logger = logging.getLogger("app")
logger.setLevel(logging.DEBUG)
fh = RotatingFileHandler("app.log", maxBytes=200, backupCount=2)
fh.setFormatter(logging.Formatter("%(levelname)s:%(name)s:%(message)s"))
logger.addHandler(fh)
ch = logging.StreamHandler(sys.stdout)
ch.setLevel(logging.WARNING)
logger.addHandler(ch)
for i in range(12):
    logger.debug("line %d", i)
logger.warning("disk %s at %d%%", "sda", 91)
child = logging.getLogger("app.child")
child.error("from child", extra={"x": 1})
try:
    int("x")
except ValueError as e:
    logger.error("oops: %s", e)
logging.shutdown()
import os
for n in sorted(os.listdir(".")):
    if n.startswith("app.log"):
        print(n, open(n).read().count("\n"))
