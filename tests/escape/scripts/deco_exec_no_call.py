@exec
@lambda f: "print('PWNED')"
def f():
    pass
