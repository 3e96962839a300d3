try:
    try:
        1 / 0
    except ZeroDivisionError as e:
        raise ValueError("x") from e
except ValueError as e:
    print("PWNED", e.__cause__.__traceback__.tb_frame)
