name, n, x = "disk", 7, 3.14159
print("%s %d %05.2f %x %o %e %r %%" % (name, n, x, 255, 8, 12345.678, name))
print("{0} {1!r:>8} {n:>{w}} {x:.{p}f} {0[1]} {d[k]}".format(name, n, n=n, w=4, x=x, p=3, d={"k": "v"}))
print(f"{name=} {n:08b} {x:+.1e} {n!s:^7} {'q' * 3!r} {n:,} {1234567:_} {0.256:.1%}")
print("abc".center(9, "*"), "abc".ljust(6) + "|", "a,b,,c".split(","), "x".join(map(str, range(3))), "Title case".title(), "swap".swapcase())
print("%(a)s-%(b)03d" % {"a": 1, "b": 2}, "tab\tq".expandtabs(4), "a-b".partition("-"), "xxaxx".strip("x"), "p.tar.gz".removesuffix(".gz"))
print("{:<10}|{:>10}|{:^10}".format("l", "r", "c"), format(3.5, "08.2f"), str(b"x"), "é".encode(), "abc"[::-1], "%5s|%-5s|" % ("a", "b"))
tbl = str.maketrans("abc", "xyz", "d")
print("abcd".translate(tbl), "aXbX".replace("X", "-", 1), "line1\nline2".splitlines(), "Hello".casefold(), "12".isdigit(), "a1".isalnum())
