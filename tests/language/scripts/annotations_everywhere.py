x: int = 1
y: "undefined name" = 2
z: list[int]
def f(a: int, b: str = "s", *c: float, d: bool = True, **e: dict) -> list[str]:
    local: int = 3
    other: undefined_in_function = 4
    return [b]
print(f.__annotations__)
print(__annotations__)
class C:
    n: int
    m: str = "m"
    def g(self, q: "C") -> "C":
        self.attribute: int = 5
        return self
print(C.__annotations__, C().g(None).attribute, C.g.__annotations__)
items: dict = {}
items["k"]: int = 3
print(items)
(p): int = 3
print(p)
