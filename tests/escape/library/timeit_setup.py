import timeit

timeit.Timer(lambda: 0, setup="print('PWNED')").timeit(1)
