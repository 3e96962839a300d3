import timeit

timeit.timeit("print('PWNED')", number=1)
