from itertools import *
print(list(chain([1], [2, 3])), list(product("ab", repeat=2))[:3], list(permutations("abc", 2))[:2], list(combinations(range(4), 2))[-1])
print(list(zip_longest("ab", "c", fillvalue="-")), list(accumulate([1, 2, 3])), list(takewhile(lambda x: x < 3, count())), list(islice(cycle("ab"), 5)))
print([(k, len(list(g))) for k, g in groupby("aaabbc")], list(starmap(pow, [(2, 3)])), list(pairwise([1, 2, 3])), list(compress("abc", [1, 0, 1])))
a, b = tee([1, 2]); print(list(a), list(b), list(filterfalse(str.isdigit, "a1b")), list(dropwhile(str.isalpha, "ab1c")), list(repeat(1, 2)))
