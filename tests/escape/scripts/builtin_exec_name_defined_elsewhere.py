# The name is bound somewhere, so compiling lets it through; running does not find a builtin.
def unrelated():
    exec = 1
    return exec
exec("print('PWNED')")
