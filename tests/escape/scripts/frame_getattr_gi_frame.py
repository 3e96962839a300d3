# The same name, built when running.
def f():
    yield 1
g = f()
frame = getattr(g, "gi_" + "frame")
print("PWNED", getattr(frame, "f_" + "globals"))
