class C:
    pass
s = super(C, C())
print("PWNED", super.__getattribute__(s, "__reduce_ex__")(2))
