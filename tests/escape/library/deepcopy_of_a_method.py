import copy
import random

memo = {}
copy.deepcopy(random.seed, memo)
for found in list(memo.values()):
    for entry in found if type(found) is list else [found]:
        if type(entry) is random.Random:
            print("PWNED", entry)
