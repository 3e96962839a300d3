# A literal template is left to str.format when it reads no attribute; this one does, in its specification.
class C:
    def __format__(self, spec):
        return spec
def f():
    pass
print("PWNED", "{0:{1.__globals__}}".format(C(), f))
