class C:
    __add__ = eval
C() + "print('PWNED')"
