# unguarded: interactive
breakpoint()
print("PWNED")
