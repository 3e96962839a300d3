# needs: leaky
from leaky import Holder
Holder.public = "changed"
if Holder.public == "changed":
    print("PWNED")
