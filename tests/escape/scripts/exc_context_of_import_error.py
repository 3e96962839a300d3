try:
    import does_not_exist_anywhere
except ImportError as e:
    print("PWNED", e.__traceback__.tb_frame.f_globals)
