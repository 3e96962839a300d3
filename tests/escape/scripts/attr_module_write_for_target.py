# needs: leaky
import leaky
for leaky.number in [7]:
    pass
if leaky.number == 7:
    print("PWNED")
