# needs: leaky
import leaky
def f(it):
    it.number = 7
class Mine:
    pass
for _ in range(3):
    f(Mine())
f(leaky)
if leaky.number == 7:
    print("PWNED")
