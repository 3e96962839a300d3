# __getattribute__ found through the class's own dictionary.
class C:
    pass
print("PWNED", vars(C).get("__getattribute__") or object.__dict__["__getattribute__"])
