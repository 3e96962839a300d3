import collections
import typing

typing.Counter.most_common = lambda self: "PWNED"
print(collections.Counter().most_common())
