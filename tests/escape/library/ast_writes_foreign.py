# Helpers of ast set line numbers in whatever they are given.
import ast
import json

for way in (
    lambda: ast.increment_lineno(json.dumps, 1),
    lambda: ast.copy_location(json.dumps, ast.parse("x").body[0]),
    lambda: ast.fix_missing_locations(json.dumps),
):
    try:
        json.dumps._fields = json.dumps._attributes = ("lineno",)
    except (AttributeError, TypeError):
        pass
    try:
        way()
    except Exception:
        pass
if hasattr(json.dumps, "lineno"):
    print("PWNED")
