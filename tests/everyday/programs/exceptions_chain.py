import traceback, sys
class ConfigError(Exception):
    def __init__(self, key, msg="missing"):
        super().__init__(f"{key}: {msg}")
        self.key = key
def load(d, k):
    try:
        return d[k]
    except KeyError as e:
        raise ConfigError(k) from e
try:
    load({}, "port")
except ConfigError as e:
    print(e, e.key, repr(e.__cause__), e.args)
    tb = traceback.format_exc()
    print("ConfigError" in tb, "KeyError" in tb, "direct cause" in tb)
try:
    try:
        1 / 0
    finally:
        print("finally")
except ArithmeticError as e:
    print(type(e).__mro__[1].__name__ if False else type(e).__name__)
else:
    print("never")
try:
    raise ExceptionGroup("many", [ValueError("a"), TypeError("b")])
except Exception as eg:
    print(eg.message, [type(x).__name__ for x in eg.exceptions])
print(sys.exc_info()[0])
