# A frame leads to globals, locals and the callers' frames.
import inspect

for way in (
    lambda: inspect.currentframe(),
    lambda: inspect.stack()[0].frame,
    lambda: inspect.stack()[0][0],
    lambda: inspect.trace()[0].frame,
    lambda: inspect.getmembers(inspect.stack()[0], inspect.isframe)[0],
):
    try:
        if way() is not None:
            print("PWNED", way())
    except Exception:
        pass
