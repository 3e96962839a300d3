"""try in all shapes, raise from, context, suppress, notes, groups, custom classes, nested handlers, line of errors."""
trace = []


def run(kind):
    try:
        trace.append("try")
        if kind == "value":
            raise ValueError(kind)
        if kind == "key":
            {}[kind]
        if kind == "return":
            return "returned"
    except ValueError:
        trace.append("value")
        return "handled"
    except (KeyError, IndexError) as error:
        trace.append(error.args)
        raise LookupError("converted") from error
    else:
        trace.append("else")
    finally:
        trace.append("finally")
    return "end"


assert run("none") == "end" and run("value") == "handled" and run("return") == "returned"
try:
    run("key")
except LookupError as error:
    assert type(error.__cause__) is KeyError and error.__suppress_context__
    assert error.__context__ is error.__cause__
print(trace)
try:
    error
except NameError as missing:
    print(missing)


class AppError(Exception):
    code = 1

    def __init__(self, message, *, detail=None):
        super().__init__(message)
        self.detail, self._count = detail, 3


class Nested(AppError):
    code = 2

    def __str__(self):
        return f"nested {self.args[0]} {self._count}"


try:
    try:
        raise Nested("inner", detail={"a": 1})
    except AppError as first:
        first.add_note("noted")
        raise RuntimeError("outer")
except RuntimeError as second:
    assert type(second.__context__) is Nested and second.__cause__ is None
    assert second.__context__.__notes__ == ["noted"] and second.__context__.detail == {"a": 1}
    print(second.__context__, second.__context__.code, repr(second.__context__))
try:
    raise ValueError from None
except ValueError as error:
    assert error.args == () and error.__suppress_context__ and error.__cause__ is None
for bad in (lambda: (_ for _ in ()).throw(5), lambda: exec_like(), lambda: int("x"), lambda: [].pop(), lambda: 1 / 0):
    try:
        bad()
    except (TypeError, NameError, ValueError, IndexError, ZeroDivisionError) as error:
        print(type(error).__name__, error)
try:
    raise 5
except TypeError as error:
    print(error)
try:
    raise ValueError("a") from 5
except TypeError as error:
    print(error)


def reraise():
    try:
        1 / 0
    except ZeroDivisionError:
        raise


try:
    reraise()
except ZeroDivisionError as error:
    assert error.__context__ is None
try:
    raise
except RuntimeError as error:
    print(error)


def swallow():
    try:
        raise ValueError
    finally:
        return "swallowed"


assert swallow() == "swallowed"


def order():
    for name in ("a", "b"):
        try:
            yield name
        except KeyError:
            yield "caught"
        else:
            yield "else"
        finally:
            trace.append(name)


assert list(order()) == ["a", "else", "b", "else"]
group = ExceptionGroup("g", [ValueError(1), ExceptionGroup("h", [TypeError(2), ValueError(3)])])
match, rest = group.split(ValueError)
assert [str(e) for e in match.exceptions] == ["1", "h (1 sub-exception)"] and len(rest.exceptions) == 1
assert group.subgroup(lambda e: isinstance(e, TypeError)).message == "g"
assert str(group) == "g (2 sub-exceptions)" and group.derive([OSError()]).exceptions[0].args == ()
e = OSError(2, "No such file", "/srv/a")
assert type(e) is FileNotFoundError and (e.errno, e.strerror, e.filename) == (2, "No such file", "/srv/a")
assert isinstance(KeyError(), LookupError) and issubclass(AppError, Exception)
own = ValueError("x")
own.extra, own._seen = 1, True
assert (own.extra, own._seen) == (1, True)
assert UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad").reason == "bad"
try:
    assert 1 == 2, ("tuple", 3)
except AssertionError as error:
    print(error, error.args)
print("exceptions", len(trace))
