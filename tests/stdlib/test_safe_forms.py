"""Gadgets of the standard library that reach for what the language refuses: each ends in a plain error."""

from pathlib import Path

import pytest

from tests.stdlib.running import printed

ATTACKS = {
    "wraps merges globals": """
        import functools
        def inner(): pass
        functools.update_wrapper(inner, functools.reduce, assigned=("__code__",), updated=("__globals__",))
        def outer(): pass
        functools.update_wrapper(outer, functools.singledispatch, assigned=(), updated=("__globals__", "__dict__"))
        leak("sys" in vars(outer), "SystemExit" in globals_of(outer))
    """,
    "wraps writes to a library function": """
        import functools, json
        functools.update_wrapper(json.dumps, lambda: 0)
        leak(json.dumps.__name__ != "dumps")
    """,
    "wraps writes to a facade": """
        import functools, json
        class Poison:
            pass
        p = Poison(); p.dumps = 1
        functools.update_wrapper(json, p)
        leak(json.dumps == 1)
    """,
    "attrgetter reads globals": """
        import operator
        def f(): pass
        leak(operator.attrgetter("__globals__")(f))
    """,
    "attrgetter walks": """
        import operator
        leak(operator.attrgetter("__class__.__base__.__subclasses__")(()))
    """,
    "attrgetter with a lying str": """
        import operator
        class S(str):
            def split(self, *a): return ["__globals__"]
        def f(): pass
        leak(operator.attrgetter(S("x"))(f))
    """,
    "methodcaller formats": """
        import operator
        def f(): pass
        leak("built-in" in operator.methodcaller("format", f)("{0.__globals__}"))
    """,
    "methodcaller calls a private method": """
        import operator
        leak(operator.methodcaller("__subclasses__")(object))
    """,
    "string.Formatter traverses": """
        import string
        def f(): pass
        leak(string.Formatter().format("{0.__globals__}", f))
    """,
    "string.Formatter is subclassed": """
        import string
        class F(string.Formatter):
            def get_value(self, key, args, kwargs): return key
        leak(True)
    """,
    "string.Formatter hands out fields": """
        import string
        leak(string.Formatter().get_field("0.__globals__", (leak,), {}))
    """,
    "logging formats attributes": """
        import io, logging
        def f(): pass
        out = io.StringIO()
        handler = logging.StreamHandler(out)
        handler.setFormatter(logging.Formatter("{x.__globals__}", style="{"))
        logger = logging.getLogger("a"); logger.addHandler(handler)
        logger.warning("m", extra={"x": f})
        leak("{" in out.getvalue())
    """,
    "argparse writes any attribute": """
        import argparse, json
        parser = argparse.ArgumentParser()
        parser.add_argument("--x", dest="__doc__")
        parser.parse_args(["--x", "poison"], namespace=json.dumps)
        leak(json.dumps.__doc__ == "poison")
    """,
    "argparse writes to a class": """
        import argparse, pathlib
        parser = argparse.ArgumentParser()
        parser.add_argument("--open")
        parser.parse_args(["--open", "poison"], namespace=pathlib.Path)
        leak(pathlib.Path.open == "poison")
    """,
    "argparse reads any attribute": """
        import argparse
        def f(): pass
        class Seen(argparse.Action):
            def __call__(self, parser, namespace, values, option=None): pass
        parser = argparse.ArgumentParser()
        parser.add_argument("--x", dest="__globals__", action="append")
        try:
            parser.parse_args(["--x", "1"], namespace=f)
        except AttributeError as error:
            leak(getattr(error, "obj", None))
        leak(False)
    """,
    "dataclass field is source text": """
        import dataclasses
        class Name(str):
            def isidentifier(self): return True
        class C:
            pass
        C.__annotations__ = {Name("x: __import__('posix') = 1"): int}
        dataclasses.dataclass(C)
        leak(True)
    """,
    "dataclass decorates a library class": """
        import dataclasses, pathlib
        dataclasses.dataclass(pathlib.Path)
        leak(True)
    """,
    "make_dataclass": """
        import dataclasses
        leak(dataclasses.make_dataclass)
    """,
    "copy rebuilds with a setter": """
        import copy, json
        class C:
            def __reduce_ex__(self, protocol): return (lambda: json.dumps, (), (None, {"__doc__": "poison"}))
        copy.copy(C())
        leak(json.dumps.__doc__ == "poison")
    """,
    "copy rebuilds another type": """
        import copy, json
        class C:
            made = False
            def __new__(cls):
                if cls.made: return json.dumps
                cls.made = True
                return object.__new__(cls)
            def __getstate__(self): return (None, {"poison": 1})
        copy.copy(C())
        leak(hasattr(json.dumps, "poison"))
    """,
    "singledispatch evaluates text": """
        import functools
        @functools.singledispatch
        def f(x): pass
        @f.register
        def g(x: "().__class__.__base__.__subclasses__() and leak(print('evaluated'))"): pass
        leak(True)
    """,
    "singledispatchmethod evaluates text": """
        import functools
        class C:
            @functools.singledispatchmethod
            def f(self, x): pass
            def g(self, x: "().__class__.__base__.__subclasses__() and leak(print('evaluated'))"): pass
        m = functools.singledispatchmethod(C.g)
        m.dispatcher.register(C.g)
        leak(True)
    """,
    "get_type_hints evaluates text": """
        import typing
        def g(x: "().__class__.__base__.__subclasses__() and leak(print('evaluated'))"): pass
        leak(typing.get_type_hints(g))
    """,
    "get_type_hints takes namespaces": """
        import typing
        def g(x: "leak(lie)"): pass
        leak(typing.get_type_hints(g, {"lie": 1}))
    """,
    "get_type_hints hints at an alias that lies": """
        import typing, types
        class Lie:
            __class__ = type(list[int])
            __origin__ = leak
            __args__ = ("int",)
        def g(x: Lie()): pass
        leak(type(typing.get_type_hints(g)["x"]) is type(list[int]))
    """,
    "a thread's data reads raw": """
        import json, threading
        leak(threading.local.__getattribute__(json.dumps, "__globals__"))
    """,
    "a thread's data reads raw by its dict": """
        import json, threading
        leak(threading.local.__dict__["__getattribute__"](json.dumps, "__globals__"))
    """,
    "a thread's data writes raw": """
        import json, threading
        threading.local.__setattr__(json.dumps, "poison", 1)
        leak(True)
    """,
    "a thread's data is another object's": """
        import json, threading
        class Data(threading.local):
            def __init__(self): pass
        object.__setattr__(Data(), "__di" + "ct__", vars)
        leak(True)
    """,
    "ForwardRef": "import typing\nleak(typing.ForwardRef)",
    "Annotated forwards format": "import typing\nleak(typing.Annotated[str, 0].format('{0.__globals__}', leak))",
    "GenericAlias forwards format": "import types\nleak(types.GenericAlias)",
    "code objects": "import types\nleak(types.CodeType)",
    "redirect sets any name of sys": """
        import contextlib
        class R(contextlib.redirect_stdout):
            _stream = "path"
            def _set(self, stream): leak(True)
        with R([1]): pass
        leak(True)
    """,
    "catch_warnings writes to a module": """
        import warnings, json
        with warnings.catch_warnings(module=json): leak(True)
    """,
    "raw file of the script's under a buffer": """
        import io
        class Raw:
            closed = False
            def readable(self): return True
            def seekable(self): return False
            def readinto(self, b): leak(True)
        io.BufferedReader(Raw()).read(10)
    """,
    "raw base class": """
        import io
        class Raw(io.RawIOBase):
            def readinto(self, b): return 1 << 30
        leak(Raw().read(10))
    """,
    "buffer class found through a file": """
        class Raw:
            def readable(self): return True
            def readinto(self, b): leak(True)
        with open("there", "w") as f: f.write("x")
        with open("there", "rb") as f: type(f)(Raw()).read(3)
    """,
    "text layer over the script's buffer": """
        import io
        class Buffer:
            def readable(self): return True
        leak(io.TextIOWrapper(Buffer()))
    """,
    "text class found through a file": """
        class Buffer:
            def readable(self): return True
        with open("there", "w") as f: f.write("x")
        with open("there") as f: leak(type(f)(Buffer()))
    """,
    "total_ordering changes a library class": """
        import functools, pathlib
        functools.total_ordering(pathlib.PurePath)
        leak(True)
    """,
    "ExitStack passes a traceback": """
        import contextlib
        seen = []
        try:
            with contextlib.ExitStack() as stack:
                stack.push(lambda kind, value, trace: seen.append(trace))
                1 / 0
        except ZeroDivisionError:
            pass
        leak(seen[0])
    """,
    "exc_info has a traceback": """
        import sys
        try:
            1 / 0
        except ZeroDivisionError:
            leak(sys.exc_info()[2])
    """,
    "open code": "import io\nleak(io.open_code)",
    "FileIO": "import io\nleak(io.FileIO)",
    "timeit runs text": "import timeit\nleak(timeit.timeit('print(\"evaluated\")', number=1))",
    "timeit runs a setup of text": "import timeit\nleak(timeit.repeat(lambda: 1, 'import os', number=1))",
    "a timer of text": "import timeit\nleak(timeit.Timer('1').timeit(1))",
    "enum writes into a module": "import enum\nleak(enum.global_enum)",
    "UserString formats": "import collections\nleak(collections.UserString)",
    "setlocale reads an archive": "import locale\nleak(locale.setlocale(locale.LC_ALL, 'de_DE.UTF-8'))",
    "a path object that changes its answer": """
        class Flip:
            answers = ["first", "second"]
            def __fspath__(self): return self.answers.pop(0)
        with open(Flip(), "w") as f: f.write("x")
        import os
        leak(os.path.exists("second"))
    """,
    "a path that is a lying str": """
        class Lie(str):
            def __str__(self): return "second"
            def __fspath__(self): return "second"
            def __getitem__(self, key): return "second"
        with open(Lie("first"), "w") as f: f.write("x")
        import os
        leak(os.path.exists("second"))
    """,
}
PRELUDE = """
def leak(*values):
    if any(values):
        print("LEAK", *values)
def globals_of(function):
    return []
"""


@pytest.mark.parametrize("name", ATTACKS)
def test_it_ends_in_an_error(name: str, tmp_path: Path) -> None:
    lines = ATTACKS[name].strip("\n").split("\n")
    margin = len(lines[0]) - len(lines[0].lstrip())
    body = "\n".join("    " + line[margin:] for line in lines)
    source = (
        f"{PRELUDE}\ntry:\n{body}\nexcept Exception as error:\n    print('refused', type(error).__name__)\nprint('end')"
    )
    result = rexpy_output(source, tmp_path)
    assert "LEAK" not in result
    assert "evaluated" not in result


def rexpy_output(source: str, directory: Path) -> str:
    """Return what *source* prints, or that the compiler refused it, which is as good."""
    from tests.stdlib.running import run

    result = run(source, directory)
    if result.exit_code == 3:
        assert result.error is not None
        return "refused at compile time"
    assert result.exit_code == 0, f"{result.error}\n{result.stderr}"
    assert result.stdout.endswith("end\n")
    return result.stdout


def test_the_detector_detects(tmp_path: Path) -> None:
    assert "LEAK" in printed(f"{PRELUDE}\nleak(True)", tmp_path)


def test_the_safe_forms_work(tmp_path: Path) -> None:
    source = """
import argparse, contextlib, copy, dataclasses, functools, io, operator, string, sys, traceback, warnings
@functools.wraps(len)
def size(x):
    return len(x)
print(size.__name__, size.__doc__ == len.__doc__, size("abc"))
@functools.wraps(size)
def again(x): "mine"
print(again.__name__, again.__wrapped__ is size)
print(operator.attrgetter("a", "b.c")(type("T", (), {})) if False else operator.attrgetter("real")(3), operator.methodcaller("split", ",")("a,b"))
print(string.Formatter().format("{:>4}|{x!r}", 1, x="y"), string.Template("$a-$b").substitute(a=1, b=2))
@functools.singledispatch
def kind(x): return "object"
@kind.register
def _(x: int): return "int"
@kind.register(list)
def _(x): return "list"
print(kind(1), kind([]), kind(""))
class Shapes:
    @functools.singledispatchmethod
    def area(self, x): return "?"
    @area.register
    def _(self, x: int): return x * x
    @area.register(str)
    def _(self, x): return len(x)
print(Shapes().area(3), Shapes().area("ab"), Shapes().area(None))
@dataclasses.dataclass(order=True, frozen=True)
class Point:
    x: int
    y: "int" = 2
    tags: list = dataclasses.field(default_factory=list)
print(Point(1), Point(1) < Point(2), dataclasses.asdict(Point(3)), dataclasses.replace(Point(1), x=5))
@functools.total_ordering
class Version:
    def __init__(self, n): self.n = n
    def __eq__(self, other): return self.n == other.n
    def __lt__(self, other): return self.n < other.n
print(Version(1) >= Version(0))
class Tree:
    __slots__ = ("left", "value")
    def __init__(self, value, left=None): self.value, self.left = value, left
class Plain:
    pass
t = Tree(1, Tree([2]))
c = copy.deepcopy(t)
print(c.left.value, c.left.value is t.left.value, copy.copy(t).left is t.left)
p = Plain(); p.a = [1]
print(copy.deepcopy(p).a, copy.copy(p).a is p.a, copy.deepcopy({"a": (1, [2])}), copy.deepcopy(Point(1)))
buffer = io.StringIO()
with contextlib.redirect_stdout(buffer):
    print("inside")
print(repr(buffer.getvalue()))
with contextlib.ExitStack() as stack:
    stack.callback(print, "callback")
    stack.push(lambda *details: print("pushed", details))
    f = stack.enter_context(open("x", "w"))
    f.write("y")
print(f.closed, open("x").read())
parser = argparse.ArgumentParser(prog="p")
parser.add_argument("name")
parser.add_argument("-n", "--number", type=int, default=1)
parser.add_argument("--flag", action="store_true")
parser.add_argument("--many", action="append", default=[])
print(parser.parse_args(["x", "-n", "3", "--flag", "--many", "a", "--many", "b"]))
try:
    parser.parse_args([])
except SystemExit as error:
    print("exit", error.code)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    warnings.warn("careful")
print(len(caught), caught[0].message)
def fail():
    raise KeyError("k")
try:
    fail()
except KeyError:
    print(traceback.format_exc())
print(io.TextIOWrapper(io.BytesIO("é".encode())).read(), isinstance(open("x", "rb", 0), io.RawIOBase))
sys.exit()
""".replace('operator.attrgetter("a", "b.c")(type("T", (), {})) if False else ', "")
    # From 3.13 on carets are printed below a call of a whole line as well.
    lines = [line for line in printed(source, tmp_path).splitlines() if line.strip(" ~^") or not line]
    assert lines == [
        "len True 3",
        "len True",
        "3 ['a', 'b']",
        "   1|'y' 1-2",
        "int list object",
        "9 2 ?",
        "Point(x=1, y=2, tags=[]) True {'x': 3, 'y': 2, 'tags': []} Point(x=5, y=2, tags=[])",
        "True",
        "[2] False True",
        "[1] True {'a': (1, [2])} Point(x=1, y=2, tags=[])",
        "'inside\\n'",
        "pushed (None, None, None)",
        "callback",
        "True y",
        "Namespace(name='x', number=3, flag=True, many=['a', 'b'])",
        "exit 2",
        "1 careful",
        "Traceback (most recent call last):",
        lines[18],
        "    fail()",
        lines[20],
        '    raise KeyError("k")',
        "KeyError: 'k'",
        "",
        "é True",
    ]
    assert "script.py" in lines[18]
    assert "worker" not in "".join(lines)
