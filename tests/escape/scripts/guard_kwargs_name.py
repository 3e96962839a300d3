# unguarded: it attacks the guards themselves
# Names in ** are text; they stay a dict's keys.
def f(**kwargs):
    template = "{0.real}"
    return template.format(1)
f(**{"guard read": lambda *a: print("PWNED")})
