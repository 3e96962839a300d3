# needs: leaky
import leaky
leaky.number += 1
print("PWNED", leaky.number)
