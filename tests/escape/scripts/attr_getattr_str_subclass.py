# RestrictedPython pull 282: a subclass of str shows one text to the check, another to the access.
class Name(str):
    def startswith(self, *a):
        return False
    def __contains__(self, other):
        return False
def f():
    pass
print("PWNED", getattr(f, Name("__globals__")))
