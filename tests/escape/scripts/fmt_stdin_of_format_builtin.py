# format() calls __format__ only; a str's takes no fields.
def f():
    pass
class C:
    def __format__(self, spec):
        return spec.format(f)
print("PWNED", format(C(), "{0.__globals__}"))
