# A method type made by hand around str's own format.
class C:
    def m(self):
        pass
Method = type(C().m)
def f():
    pass
print("PWNED", Method(str.format, "{0.__globals__}")(f))
