import json
import typing

typing.Annotated[json.JSONEncoder, 0].encode = lambda self, value: "PWNED"
print(json.JSONEncoder().encode(1))
