# The script's class defines the name, and its base answers with another object's all the same.
# needs: leaky
from leaky import Holder
class Alias(type(list[int])):
    _os = 1
alias = Alias(Holder, ())
if alias._os != 1:
    print("PWNED", alias._os)
