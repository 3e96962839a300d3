import platform

if platform.node() or platform.release() or platform.version():
    print("PWNED", platform.uname())
