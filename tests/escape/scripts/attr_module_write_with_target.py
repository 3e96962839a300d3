# needs: leaky
import leaky
class C:
    def __enter__(self):
        return 7
    def __exit__(self, *a):
        pass
with C() as leaky.number:
    pass
if leaky.number == 7:
    print("PWNED")
