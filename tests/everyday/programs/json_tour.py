import json, datetime, decimal, pathlib, dataclasses, enum, uuid
class Enc(json.JSONEncoder):
    def default(self, o):
        if isinstance(o, (datetime.datetime, datetime.date)): return o.isoformat()
        if isinstance(o, decimal.Decimal): return str(o)
        if isinstance(o, set): return sorted(o)
        if isinstance(o, pathlib.PurePath): return str(o)
        if dataclasses.is_dataclass(o): return dataclasses.asdict(o)
        return super().default(o)
@dataclasses.dataclass
class D: a: int = 1; b: list = dataclasses.field(default_factory=list)
print(json.dumps({"d": datetime.datetime(2026, 1, 2), "m": decimal.Decimal("1.5"), "s": {3, 1}, "p": pathlib.Path("a/b"), "x": D()}, cls=Enc))
try:
    json.dumps({"x": object()}, cls=Enc)
except TypeError as e:
    print(e)
print(json.loads('{"a": [1, 2.5, null, true, "\\u00e9"]}'), json.dumps("é"), json.dumps("é", ensure_ascii=False), json.dumps([1, 2], separators=(",", ":")), json.dumps({1: 2, None: 3}))
try:
    json.loads('{"a": 1,}')
except json.JSONDecodeError as e:
    print(e.msg, e.lineno, e.colno, e.pos)
print(json.loads("[1.1]", parse_float=decimal.Decimal), json.loads('{"a":1}', object_hook=lambda d: tuple(d.items())), json.loads('{"b":1,"a":2}', object_pairs_hook=list))
with open("data/users.json", encoding="utf-8") as f:
    users = json.load(f)
print([u["address"]["city"] for u in users], json.dumps(users, indent=2, ensure_ascii=False, sort_keys=True))
bad = 0
for line in open("data/events.jsonl"):
    try: print(json.loads(line)["ms"])
    except ValueError: bad += 1
print(bad, json.dumps(float("nan")), str(uuid.UUID(int=5)), len(str(uuid.uuid4())))
