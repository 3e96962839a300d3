# unguarded: it attacks the guards themselves
# The safe form of str.format is a Python function; nothing may be read from it.
show = "{0.x}".format
print("PWNED", show.__func__, show.__self__, show.__func__.__globals__)
