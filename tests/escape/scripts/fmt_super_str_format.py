# A super object is no str, so a check of the receiver's type passes it.
class S(str):
    def show(self, o):
        return super().format(o)
def f():
    pass
print("PWNED", S("{0.__globals__}").show(f))
