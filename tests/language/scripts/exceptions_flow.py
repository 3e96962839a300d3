def f(x):
    try:
        if x == 0: raise ValueError("zero")
        if x == 1: raise KeyError("one")
        if x == 2: return "returned"
        if x == 3: raise RuntimeError("three") from ValueError("cause")
    except ValueError as e:
        return f"V {e}"
    except (KeyError, IndexError) as e:
        return f"K {e!r} {type(e).__name__} {e.args}"
    else:
        return "else"
    finally:
        print("finally", x)
for i in range(5):
    try: print(f(i))
    except RuntimeError as e: print("R", e, repr(e.__cause__), e.__suppress_context__, e.__context__ is e.__cause__)
try:
    try: 1 / 0
    except ZeroDivisionError: [][1]
except IndexError as e: print(repr(e.__context__), e.__cause__)
try: raise ValueError("a") from None
except ValueError as e: print(e.__cause__, e.__suppress_context__)
try: assert 1 == 2, "message"
except AssertionError as e: print(e)
try: int("x")
except ValueError as e: print(e); e.add_note("note"); print(e.__notes__)
try:
    try: raise KeyError("k")
    except KeyError: raise
except KeyError as e: print("reraised", e)
for i in range(3):
    try:
        if i == 1: continue
        if i == 2: break
        print("body", i)
    finally: print("fin", i)
else: print("no")
try: {}["missing"]
except LookupError as e: print(type(e).__name__, e.__class__.__mro__ if False else type(e).__bases__ if False else "")
class MyErr(ValueError):
    def __str__(self): return "custom " + super().__str__()
try: raise MyErr("q")
except ValueError as e: print(e, isinstance(e, MyErr), e.__class__.__name__)
try: None.x
except AttributeError as e: print(e, e.name)
try: undefined
except NameError as e: print(e, e.name)
try: "a" + 1
except TypeError as e: print(e)
try: raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
except ExceptionGroup as g: print(g.exceptions, g.subgroup(ValueError), g.split(TypeError))
try: raise StopIteration(3)
except StopIteration as e: print(e.value)
e = OSError(2, "no", "file"); print(e.errno, e.strerror, e.filename, type(e).__name__)
ex = ValueError("x"); ex.__cause__ = KeyError("y"); print(repr(ex.__cause__))
