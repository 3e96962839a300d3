import weakref, gc
class O: pass
o = O(); r = weakref.ref(o); print(r() is o); del o; gc.collect(); print(r() is None)
d = weakref.WeakValueDictionary(); o = O(); d["k"] = o; print(len(d), d["k"] is o)
