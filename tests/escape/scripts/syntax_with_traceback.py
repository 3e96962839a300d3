try:
    1 / 0
except ZeroDivisionError as e:
    print("PWNED", getattr(e.with_traceback(None).with_traceback, "__self__").__traceback__)
