class AppError(RuntimeError):
    pass
try:
    raise ValueError("inner")
except ValueError as e:
    raise AppError("outer %s" % e) from e
