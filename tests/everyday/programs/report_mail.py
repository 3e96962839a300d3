from string import Template
from textwrap import dedent, indent
from datetime import date
body = dedent("""\
    Hello $who,

    $count files were deleted on $day:
    $files
    Regards
""")
print(Template(body).substitute(who="Ann", count=2, day=date(2026, 11, 2), files=indent("- a\n- b", "    ")))
try: Template("$x").substitute()
except KeyError as e: print("missing", e)
print(Template("$x ${y}z $$").safe_substitute(y=1))
