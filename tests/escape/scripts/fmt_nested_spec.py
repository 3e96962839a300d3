# The attribute is in the format's specification.
def f():
    pass
text = "{0:{1.__class__.__init__.__globals__}}".format
class C:
    def __format__(self, spec):
        return spec
    def method(self):
        pass
class D:
    def __init__(self):
        pass
template = "{0:{1.__init__.__globals__}}"
print("PWNED", template.format(C(), D()))
