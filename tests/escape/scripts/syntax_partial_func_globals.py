# needs: leaky
from leaky import bound
print("PWNED", bound.__func__, bound.__self__)
