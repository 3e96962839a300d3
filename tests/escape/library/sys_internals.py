# What sys shows of frames, modules and tracing.
import sys

for name in ("_getframe", "modules", "settrace", "setprofile", "_current_frames", "exc_info", "last_traceback", "meta_path"):
    try:
        found = getattr(sys, name)
        if name == "modules":
            found = found["builtins"]
    except (AttributeError, KeyError):
        continue
    if name == "exc_info":
        try:
            1 / 0
        except ZeroDivisionError:
            if sys.exc_info()[2] is not None:
                print("PWNED", sys.exc_info())
        continue
    print("PWNED", name, found)
