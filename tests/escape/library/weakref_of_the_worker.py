# Weak references and the collector list objects, those of others too.
import gc
import weakref

for way in (
    lambda: gc.get_objects(),
    lambda: gc.get_referrers(len),
    lambda: gc.get_referents(weakref),
    lambda: weakref.finalize._registry if hasattr(weakref.finalize, "_registry") else None,
):
    try:
        found = way()
    except Exception:
        continue
    if found is not None:
        print("PWNED", type(found))
