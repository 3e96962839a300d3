try:
    1 / 0
except ZeroDivisionError as e:
    tb = getattr(e, "__trace" + "back__")
    print("PWNED", getattr(tb, "tb_frame"))
