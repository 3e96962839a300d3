import sys
print("before")
if True:
    sys.exit("error: something is wrong")
