def close():
    raise OSError(5, "Input/output error", "/srv/x")


try:
    raise ValueError("first")
finally:
    close()
