import io, sys, contextlib
buf = io.StringIO()
with contextlib.redirect_stdout(buf):
    print("captured")
old = sys.stdout
sys.stdout = io.StringIO()
print("second")
text = sys.stdout.getvalue()
sys.stdout = old
print(repr(buf.getvalue()), repr(text), file=sys.stdout)
print("to stderr", file=sys.stderr)
sys.stderr.write("more\n")
sys.stdout.write("no newline")
print(end="\n")
print("a", "b", sep="", flush=True)
