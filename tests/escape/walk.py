"""A random walk over what a guarded script can get hold of, in a worker's library without any seal; see its test.

    python -I -S -B walk.py ROOT PACKAGES SEED EXPLORATIONS WALKS

A walk is some thousand steps from a random choice. It reads attributes as the guards let a script, calls what can be called, derives classes, calls methods by their class
with any `self`, sets attributes, and hands out objects of the script's own that note all that they are told. It prints
a line for each of them that no script may hold, with the way to it, and the number of objects that a walk has seen.
"""

import builtins
import resource
import signal
import sys
import types

sys.path.append(sys.argv[1])
sys.path += sys.argv[2].split(":")

import _io
import posix
from importlib import machinery
from random import Random

import rexpy.worker.serve  # noqa: F401
from rexpy.broker.library import read
from rexpy.worker.language import compile_script, execute, new_namespace
from rexpy.worker.language.formatting import reads_attributes
from rexpy.worker.language.guards import read_attribute, write_attribute
from rexpy.worker.language.names import HIDDEN, REFUSED_ATTRIBUTES
from rexpy.worker.stdlib import modules
from rexpy.worker.stdlib.closure import LATE
from rexpy.worker.stdlib.library import Library
from rexpy.worker.stdlib.state import WORKER

SPIES = """
class Spy:
    def __init__(self, *args, **options):
        tell("init", args, options)
    def __getattr__(self, name):
        return Spy()
    def __call__(self, *args, **options):
        tell("call", args, options)
        return args[0] if args else self
    def __eq__(self, other):
        tell("eq", other)
        return True
    def __lt__(self, other):
        tell("lt", other)
        return True
    def __hash__(self):
        return 1
    def __mod__(self, other):
        tell("mod", other)
        return "x"
    def __or__(self, other):
        tell("or", other)
        return other
    def __add__(self, other):
        tell("add", other)
        return "__glo" + "bals__"
    __radd__ = __ror__ = __rmod__ = __add__
    def __getitem__(self, key):
        tell("getitem", key)
        if key == 3:
            raise IndexError(key)
        return self
    def __setitem__(self, key, value):
        tell("setitem", key, value)
    def __contains__(self, key):
        tell("contains", key)
        return True
    def __iter__(self):
        return iter((self,))
    def __len__(self):
        return 1
    def __enter__(self):
        return self
    def __exit__(self, *details):
        return True
    def __get__(self, *details):
        tell("get", details)
        return self
    def __set__(self, *details):
        tell("set", details)
    def __str__(self):
        return "__glo" + "bals__"
    __repr__ = __fspath__ = __str__
    def __format__(self, spec):
        return ""
    def __index__(self):
        return 1
    def __copy__(self):
        return self
    def __deepcopy__(self, memo):
        tell("memo", memo)
        return self

def derived(base, options):
    class Derived(base, **options):
        def __setattr__(self, name, value):
            tell("set", value)
            object.__setattr__(self, name, value)
        def __missing__(self, key):
            tell("missing", key)
            return self
        def __init_subclass__(cls, **more):
            pass
    return Derived

def function(*args, **options):
    tell("function", args, options)
    return args[0] if args else None

def generator():
    yield function
    yield 1

def failed():
    try:
        None.missing
    except AttributeError as error:
        return error

async def coroutine():
    return 1

def seeds():
    return [Spy(), Spy, function, generator(), failed(), coroutine, derived, object, type, super, property, str, int,
            list, dict, tuple, "{0}", "__glo" + "bals__", "gi_fra" + "me", "__di" + "ct__", "x", b"x", 0, 1, -1, None,
            True, (), [], {}, {"x": 1}, ["x"], ("x", 1), 1.5, AttributeError, "%s", "a.b", "[a]\\nb = 1\\n", "<a>b</a>"]
"""


def fail(*error):
    """Tell of an error of the walk's own: by now standard error is the script's."""
    import traceback

    write(2, "".join(traceback.TracebackException(*error).format()).encode())
    leave(1)


write, leave = posix.write, posix._exit
sys.excepthook = fail
files = {}
for _name in LATE:
    for _number in (0, 1):
        try:
            files[_name, _number] = read(_name, _number)
        except OSError:
            continue


class Silent:
    """A channel on which nothing is ever there."""

    def ask(self, name, *arguments):
        raise OSError(2, "nothing there")

    def ask_into(self, buffer, name, *arguments):
        raise OSError(2, "nothing there")

    def cast(self, name, *arguments):
        pass

    def output(self, stream, text):
        pass

    def fetch(self, what, number=0, name=""):
        if what != "library" or (name, number) not in files:
            raise OSError(2, "nothing there")
        fields, content = files[name, number]
        return [*fields, content]


resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
seed, explorations, walks = map(int, sys.argv[3:6])

# Held before anything is replaced.
PRIMITIVES = {
    id(value): f"posix.{name}"
    for name, value in vars(posix).items()
    if type(value) is types.BuiltinFunctionType
    and not name.startswith(("W", "_path"))
    and name
    not in [
        "fspath",
        "strerror",
        "major",
        "minor",
        "makedev",
        "urandom",
        "getrandom",
        "ctermid",
        "waitstatus_to_exitcode",
    ]
}
PRIMITIVES |= {id(_io.open): "_io.open", id(_io.open_code): "_io.open_code", id(_io.FileIO): "_io.FileIO"}
BUILTINS = {
    id(getattr(builtins, name)): name
    for name in [
        "eval",
        "exec",
        "compile",
        "__import__",
        "globals",
        "locals",
        "vars",
        "getattr",
        "setattr",
        "delattr",
        "breakpoint",
        "input",
    ]
}
RAW = ("__getattribute__", "__setattr__", "__delattr__")
DESCRIPTORS = REFUSED_ATTRIBUTES | {"obj", "__dict__"}
MACHINERY = tuple(
    id(value)
    for value in (
        machinery.BuiltinImporter, machinery.FrozenImporter, machinery.SourceFileLoader, machinery.PathFinder,
        _io._RawIOBase, _io._BufferedIOBase, types.CodeType, types.FrameType,
    )
)  # fmt: skip
HELD = {id(WORKER): "the worker's state"}


def danger(thing):
    """Return what makes *thing* one that no script may hold, or None."""
    kind = type(thing)
    if issubclass(kind, types.ModuleType):
        return f"the module {thing.__name__}"
    if kind in (types.FrameType, types.CodeType, types.CellType):
        return f"a {kind.__name__}"
    found = PRIMITIVES.get(id(thing)) or BUILTINS.get(id(thing)) or HELD.get(id(thing))
    if found is not None:
        return found
    if id(thing) in MACHINERY:
        return f"{thing!r}"
    if kind in (types.WrapperDescriptorType, types.MethodWrapperType) and thing.__name__ in RAW:
        return f"{thing!r}"
    if kind in (types.GetSetDescriptorType, types.MemberDescriptorType) and thing.__name__ in DESCRIPTORS:
        # A slot or a `__dict__` of the script's own classes is its own.
        own = thing.__objclass__.__module__ == "__main__" or thing.__objclass__ is memoryview
        return None if own else f"the descriptor {thing!r}"
    if kind is types.MethodDescriptorType and (
        (thing.__objclass__ is str and thing.__name__ in ("format", "format_map"))
        or (thing.__objclass__ is type and thing.__name__ in ("mro", "__subclasses__"))
    ):
        return f"{thing!r}"
    if kind is types.BuiltinFunctionType and isinstance(thing.__self__, str) and thing.__name__ == "format":
        return None if type(thing.__self__) is str and not reads_attributes(thing.__self__) else f"{thing!r}"
    if kind is dict and id(thing) in VARIABLES:
        return f"the variables of {VARIABLES[id(thing)]}"
    if kind is list and len(thing) > 40 and all(isinstance(entry, type) for entry in thing):
        return "a list of classes"
    return None


VARIABLES = {}
DULL = (str, int, float, complex, bytes, bool, type(None), types.MethodWrapperType, types.WrapperDescriptorType)
pool, ways, seen, keep, found = [], [], set(), [], []


def is_one_of(thing, *kinds):
    """Tell whether *thing* is of exactly one of the classes *kinds*; a metaclass of the script's says anything."""
    return any(type(thing) is kind for kind in kinds)


def add(thing, way):
    """Put *thing* into the pool, once; note it where no script may hold it."""
    if id(thing) in seen:
        return
    seen.add(id(thing))
    keep.append(thing)
    what = danger(thing)
    if what is not None:
        if what not in found:
            found.append(what)
            write(1, f"found {way}: {what}\n".encode("utf-8", "replace"))
        return
    # Texts, numbers and the slots of special methods lead nowhere that is not reached from elsewhere.
    if not is_one_of(thing, *DULL) and way.count(" ") < 12:
        pool.append(thing)
        ways.append(way)


def add_all(thing, way):
    """Put *thing* into the pool, and what it holds where it is a container."""
    add(thing, way)
    if is_one_of(thing, list, tuple, set, frozenset, dict, types.MappingProxyType):
        values = thing.values() if is_one_of(thing, dict, types.MappingProxyType) else ()
        for entry in [*thing, *values][:200]:
            add(entry, f"{way} []")


step_now, told = "", []


def tell(how, *values):
    """Take what an object of the script's was told; end what goes on telling."""
    told.append(how)
    if len(told) > 100:
        raise RuntimeError("told often enough")
    for value in values:
        add(value, f"{step_now} told by {how}")
        add_all(value, f"{step_now} told by {how}")


Library.preload()
library = Library(Silent(), cwd="/", argv=["script.py"], environ={})
namespace = new_namespace(importer=library.importer, builtins={**library.builtins(), "tell": tell})
library.run_in(namespace)
execute(compile_script(SPIES, "spies.py"), namespace)
derive = namespace["derived"]
for name in modules.available():
    try:
        facade = library.importer(name, ("*",), 0)
    except ImportError:
        continue
    for key, value in vars(facade).items():
        if not key.startswith("__"):
            add(value, f"{name}.{key}")
VARIABLES |= {id(vars(module)): name for name, module in sys.modules.items() if isinstance(module, types.ModuleType)}
VARIABLES |= {id(namespace): "the script", id(namespace["__builtins__"]): "the script's builtins"}
for name, value in namespace["__builtins__"].items():
    if name not in (*HIDDEN, "__build_class__", "tell"):
        add(value, name)
mine = namespace["seeds"]()
mine.append(namespace["Spy"]())
HELD |= {id(library._modules): "the importer", id(library): "the library", id(WORKER.ask): "the channel"}
WAITING = {
    "sleep",
    "get",
    "acquire",
    "wait",
    "wait_for",
    "join",
    "put",
    "run",
    "repeat",
    "timeit",
    "copyfileobj",
    "count",
}
STEPS = 4000


def names_of(thing):
    """Return every name that *thing* and its classes know."""
    result = set()
    for source in (type(thing), thing if isinstance(thing, type) else None):
        if source is not None:
            for cls in type.__dict__["__mro__"].__get__(source):
                result |= set(type.__dict__["__dict__"].__get__(cls))
    try:
        result |= set(object.__getattribute__(thing, "__dict__"))
    except Exception:
        pass
    return sorted(name for name in result if type(name) is str)


def anything():
    """Return an argument: mostly of the script's own, else what was met."""
    return dice.choice(mine) if dice.random() < 0.6 else dice.choice(pool)


def step():
    """Take one step from a random object."""
    global step_now
    index = int(len(pool) * dice.random() ** dice.choice((1, 2, 4)))
    thing, way = pool[index], ways[index]
    choice = dice.random()
    if choice < 0.45:
        names = names_of(thing)
        name = dice.choice(names) if names else "x"
        step_now = f"{way} .{name}"
        add(read_attribute(thing, name), step_now)
    elif choice < 0.85 and callable(thing):
        if getattr(thing, "__name__", "") in WAITING:
            return
        args = [anything() for _ in range(dice.choice((0, 1, 1, 1, 2, 2, 3, 4)))]
        step_now = f"{way} ({', '.join(type(arg).__name__ for arg in args)})"
        add(thing(*args), step_now)
    elif choice < 0.90 and isinstance(thing, type):
        step_now = f"{way} derived"
        add(derive(thing, dice.choice(({}, {}, {"_root": True}))), step_now)
    elif choice < 0.93:
        names = [name for name in names_of(thing) if not name.startswith("__")]
        step_now = f"{way} set"
        write_attribute(thing, dice.choice(names) if names else "x", anything())
    elif is_one_of(thing, list, tuple, set, frozenset, dict, types.MappingProxyType):
        add_all(thing, way)
    elif hasattr(type(thing), "__iter__"):
        step_now = f"{way} iterated"
        for _, entry in zip(range(20), thing, strict=False):
            add(entry, step_now)


def look(thing, way, names=None):
    """Read every name of *thing* that a script may; return what was found that can be called."""
    global step_now
    result = []
    for name in names or names_of(thing):
        step_now = f"{way} .{name}"
        try:
            value = read_attribute(thing, name)
        except BaseException:
            continue
        add_all(value, step_now)
        if callable(value) and name not in WAITING and not is_one_of(value, *DULL):
            result.append((value, step_now))
    return result


def attempt(function, way, *args):
    """Call *function*, and return what it returns."""
    global step_now
    step_now = f"{way} ({', '.join(type(arg).__name__ for arg in args)})"
    told.clear()
    try:
        result = function(*args)
    except BaseException as error:
        add(error, f"{step_now} raised")
        return None
    add_all(result, step_now)
    return result


def explore(thing, way):
    """Do to *thing*, a class above all, what scripts do: derive, make, read all, call all, with any `self`."""
    spy = namespace["Spy"]()
    foreign = [spy, namespace["function"], int, namespace["generator"](), modules_seen, namespace["failed"]()]
    shapes = [(), (spy,), ("x",), (spy, spy), ("x", spy), (namespace["function"],), ([],), (int, "x"), (spy, spy, spy)]
    classes = [(thing, way)]
    if isinstance(thing, type):
        for options in ({}, {"_root": True}):
            made = attempt(derive, f"{way} derived", thing, options)
            if made is not None:
                classes.append((made, f"{way} derived"))
                break
    for cls, place in classes:
        for function, path in look(cls, place):
            for subject in foreign:
                for more in ((), (spy,), ("__globals__",), (spy, spy)):
                    attempt(function, path, subject, *more)
        if not callable(cls):
            continue
        for shape in shapes:
            instance = attempt(cls, place, *shape)
            if is_one_of(instance, *DULL):
                continue
            above = attempt(super, f"{place} super", thing, instance) if cls is not thing else None
            called = look(instance, f"{place} ({len(shape)})")
            if above is not None:
                called += look(above, f"{place} super", names_of(instance))
            for function, path in called:
                for more in ((), (spy,), ("__globals__",), (spy, spy)):
                    attempt(function, path, *more)


def forked(run, *args):
    """Have a process of its own *run*: what it breaks, or waits for in vain, ends with it."""
    child = posix.fork()
    if child:
        posix.waitpid(child, 0)
        return
    # The library sends held output by this signal.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, 1)
    run(*args)
    write(1, f"objects {len(keep)}\n".encode())
    leave(0)


def wander(number):
    """Take some thousand random steps."""
    global dice
    dice = Random(f"{seed} {number}")
    for _ in range(STEPS):
        told.clear()
        try:
            step()
        except BaseException:
            continue


modules_seen = library.importer("json", (), 0)
starts = list(zip(pool, ways, strict=True))
Random(seed).shuffle(starts)
for start in starts[:explorations]:
    forked(explore, *start)
for number in range(walks):
    forked(wander, number)
leave(0)
