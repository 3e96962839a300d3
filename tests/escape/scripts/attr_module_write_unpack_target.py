# needs: leaky
import leaky
[leaky.number, *leaky.rest], x = [7, 8], 9
if leaky.number == 7:
    print("PWNED")
