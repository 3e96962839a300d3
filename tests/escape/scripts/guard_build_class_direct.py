print("PWNED", __build_class__(lambda: None, "X"))
