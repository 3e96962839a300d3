import tomllib, sys
with open("etc/app.toml", "rb") as f:
    cfg = tomllib.load(f)
def walk(d, prefix=()):
    for k, v in d.items():
        if isinstance(v, dict):
            yield from walk(v, prefix + (k,))
        else:
            yield ".".join(prefix + (k,)), v
for k, v in walk(cfg):
    print(f"{k} = {v!r} ({type(v).__name__})")
try:
    tomllib.loads("a = ")
except tomllib.TOMLDecodeError as e:
    print(e)
