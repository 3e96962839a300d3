import os
if hasattr(os, "system"):
    print("PWNED")
