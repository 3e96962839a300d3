import optparse

values = optparse.Values()
values.path = None
values.read_module("os", "careful")
print("PWNED", values.path.join)
