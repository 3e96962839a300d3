class Meta(type):
    count = 0
    def __instancecheck__(cls, o):
        return True
    @property
    def __match_args__(cls):
        Meta.count += 1
        return ("__name__",) if Meta.count == 1 else ("__globals__",)
class Any(metaclass=Meta):
    pass
def f():
    pass
for _ in range(3):
    match f:
        case Any(g):
            if type(g) is dict:
                print("PWNED", g)
