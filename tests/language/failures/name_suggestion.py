def f(value):
    velocity = 3
    return value * velocit


f(1)
