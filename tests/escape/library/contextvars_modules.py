import contextvars

print("PWNED", contextvars.__loader__)
