# A command's method is named by what is added to "do_"; a word that answers the addition names what it likes.
import cmd


def lure():
    pass


class Word:
    def __radd__(self, before):
        return "__getattribute__"


lure.parseline = lambda line: (Word(), "__globals__", "x")
lure.default = lure.emptyline = lambda line: None
lure.lastcmd = ""
try:
    if "lure" in cmd.Cmd.onecmd(lure, "x"):
        print("PWNED")
except Exception:
    pass
