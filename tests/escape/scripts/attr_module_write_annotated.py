# needs: leaky
import leaky
leaky.number: int = 7
if leaky.number == 7:
    print("PWNED")
