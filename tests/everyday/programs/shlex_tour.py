import shlex
print(shlex.split("cp -r 'my file' \"other\" a\\ b # c", comments=True), shlex.quote("it's"), shlex.join(["a b", "c"]))
try: shlex.split("'open")
except ValueError as e: print(e)
