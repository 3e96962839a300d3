# commentprint("PWNED", (lambda: 0).__globals__)
