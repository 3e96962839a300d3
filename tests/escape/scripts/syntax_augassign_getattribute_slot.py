got = []
class T:
    def __radd__(self, other):
        got.append(other)
        return other
class C:
    pass
c = C()
C.__getattribute__ += T()
print("PWNED", got)
