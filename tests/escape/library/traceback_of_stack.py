import traceback

for frame in traceback.extract_stack():
    print("PWNED", frame)
