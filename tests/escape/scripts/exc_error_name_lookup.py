try:
    undefined_name
except NameError as e:
    print("PWNED", e.__traceback__)
