"""A command interpreter on cmd.Cmd, fed from a script of commands."""
import cmd
import io
import shlex


class Shell(cmd.Cmd):
    intro, prompt = "Welcome.", "> "

    def __init__(self, **kw):
        super().__init__(**kw)
        self.use_rawinput = False
        self.store = {}

    def do_set(self, arg):
        """set NAME VALUE: remember a value"""
        try:
            name, value = shlex.split(arg)
        except ValueError as e:
            print(f"usage error: {e}", file=self.stdout)
        else:
            self.store[name] = value

    def do_get(self, arg):
        "get NAME"
        print(self.store.get(arg, "?"), file=self.stdout)

    def complete_get(self, text, line, begidx, endidx):
        return sorted(k for k in self.store if k.startswith(text))

    def do_quit(self, _):
        return True

    def default(self, line):
        print(f"*** unknown: {line}", file=self.stdout)

    def emptyline(self):
        pass

    def precmd(self, line):
        return line.lower() if line.startswith("SET") else line


out = io.StringIO()
sh = Shell(stdin=io.StringIO("set a 'one two'\nget a\nfoo\n\nSET b x\nget b\nset c\nhelp get\nhelp\nquit\nget a\n"), stdout=out)
sh.cmdloop()
print(out.getvalue())
print(sh.store, sh.completenames("ge"), sh.complete_get("", "", 0, 0), sh.onecmd("quit"))
