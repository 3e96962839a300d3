import fileinput
import io
import linecache
import locale
import mimetypes
import os
import pprint
import queue
import reprlib
import sched
import sys
import time
import traceback

for name, text in (("one.txt", "a\nb\n"), ("two.txt", "c\n")):
    with open(name, "w") as file:
        file.write(text)
with fileinput.input(["one.txt", "two.txt"], encoding="utf-8") as lines:
    for line in lines:
        print(lines.filename(), lines.lineno(), lines.filelineno(), lines.isfirstline(), line.rstrip())
with fileinput.input(["one.txt"], inplace=True, backup=".bak", encoding="utf-8") as lines:
    for line in lines:
        print(line.upper(), end="")
for name in ("one.txt", "one.txt.bak"):
    print(os.path.exists(name), linecache.getlines(name))
print(repr(linecache.getline("two.txt", 1)), repr(linecache.getline("none.txt", 1)), linecache.getlines("one.txt"))
print(
    locale.format_string("%d", 1234567, grouping=True), locale.atof("1.5"), locale.getpreferredencoding(False).lower()
)
print(mimetypes.guess_type("a.tar.gz"), mimetypes.guess_extension("text/html"))
pprint.pprint({"b": list(range(30)), "a": {"x": 1}}, width=40)
print(reprlib.repr(list(range(100))))
items = queue.PriorityQueue()
for entry in (3, 1, 2):
    items.put(entry)
print([items.get() for _ in range(3)], items.empty())
scheduler = sched.scheduler(time.monotonic, time.sleep)
scheduler.enter(0.002, 1, print, ("second",))
scheduler.enter(0.001, 1, print, ("first",))
scheduler.run()


def inner():
    raise ValueError("inner")


try:
    try:
        inner()
    except ValueError as error:
        raise KeyError("outer") from error
except KeyError as error:
    text = traceback.format_exc()
    print([line for line in text.splitlines() if not line.startswith((" ", "~"))])
    print(traceback.format_exception_only(error), traceback.format_exception_only(type(error), error))
    out = io.StringIO()
    traceback.print_exc(file=out)
    print(out.getvalue() == text, sys.exc_info()[0].__name__)
