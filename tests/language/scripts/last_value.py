x = 20
def f(): return x + 1
f() * 2
