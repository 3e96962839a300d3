inner = ExceptionGroup("inner", [TypeError("a"), KeyError("b")])
other = ExceptionGroup("other", [OSError(2, "No such file"), ExceptionGroup("deep", [ValueError("c")])])
raise ExceptionGroup("outer", [inner, ValueError("between"), other])
