def f(x):
    match x:
        case 0:
            return "zero"
        case -1 | 1:
            return "unit"
        case 2.5 | 3j | -3 + 4j:
            return "odd number"
        case "a" | b"b":
            return "text"
        case None | True | False:
            return "singleton"
        case int() as n if n > 100:
            return f"big {n}"
        case int(n):
            return f"int {n}"
        case str(s) if s.startswith("x"):
            return f"x-text {s}"
        case [a]:
            return f"one {a}"
        case [a, b]:
            return f"two {a} {b}"
        case [first, *rest] if len(rest) > 3:
            return f"many {first} {rest}"
        case [1, *_, 9]:
            return "from one to nine"
        case {"kind": "circle", "r": r}:
            return f"circle {r}"
        case {"kind": kind, **rest}:
            return f"{kind} {sorted(rest.items())}"
        case {}:
            return "mapping"
        case (1 | 2 as q, _), *_:
            return f"or {q}"
        case _:
            return "other"
for value in [0, 1, -1, 2.5, 3j, -3 + 4j, "a", b"b", None, True, 101, 7, "xyz", "q", [5], [5, 6], [1, 2, 3, 4, 5],
              [1, 2, 9], {"kind": "circle", "r": 2}, {"kind": "sq", "b": 1, "a": 2}, {}, {"z": 1}, (), [[2, 3], 1, 2],
              range(3), object]:
    print(repr(value)[:30], "->", f(value))
