def f(a, b):
    raise ValueError("over lines")


f(
    1,
    b=[
        2,
    ],
)
