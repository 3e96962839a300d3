events = [{"type": "login", "user": "ann"}, {"type": "error", "code": 500, "detail": {"path": "/x"}}, ["batch", 1, 2, 3], ("pair", 1), 42, "text", None, {"type": "other"}]
def handle(e):
    match e:
        case {"type": "login", "user": str(user)}:
            return f"{user} logged in"
        case {"type": "error", "code": int(code), **rest} if code >= 500:
            return f"server error {code} {rest}"
        case ["batch", *items]:
            return f"batch of {len(items)}"
        case (a, b):
            return f"pair {a} {b}"
        case int() | float() as n:
            return f"number {n}"
        case None:
            return "nothing"
        case str(s):
            return s.upper()
        case _:
            return "unknown"
for e in events:
    print(handle(e))
