# needs: leaky
import leaky
print("PWNED", leaky.__dict__, vars(leaky))
