import sys, atexit
def main():
    print("work")
    return 3
if __name__ == "__main__":
    sys.exit(main())
