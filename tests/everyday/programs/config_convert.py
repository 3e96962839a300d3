"""Convert settings between INI, TOML, JSON, CSV and .env; round-trip and compare."""
import configparser
import csv
import io
import json
import shlex
import sys
import tomllib
from pathlib import Path


def from_ini(text):
    cp = configparser.ConfigParser(interpolation=configparser.ExtendedInterpolation() if "${" in text else configparser.BasicInterpolation())
    cp.read_string(text)
    return {s: {k: guess(v) for k, v in cp[s].items() if k not in cp.defaults() or s == "DEFAULT"} for s in cp.sections()}


def guess(v):
    for conv in (int, float):
        try:
            return conv(v)
        except ValueError:
            pass
    return {"yes": True, "true": True, "no": False, "false": False}.get(v.lower(), v)


def to_toml(data, prefix=()):
    lines, tables = [], []
    for k, v in data.items():
        if isinstance(v, dict):
            tables.append((k, v))
        else:
            lines.append(f"{k} = {json.dumps(v, ensure_ascii=False)}")
    out = ([f"[{'.'.join(prefix)}]"] if prefix else []) + lines
    for k, v in tables:
        out += [""] * bool(out) + to_toml(v, (*prefix, k))
    return out


def to_env(data, prefix=""):
    for k, v in data.items():
        name = f"{prefix}{k}".upper().replace("-", "_")
        if isinstance(v, dict):
            yield from to_env(v, name + "_")
        else:
            yield f"{name}={shlex.quote(str(v))}"


def to_csv(data):
    buf = io.StringIO()
    w = csv.writer(buf, delimiter=";", quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    w.writerow(["section", "key", "value"])
    for s, kv in data.items():
        w.writerows([s, k, v] for k, v in kv.items())
    return buf.getvalue()


ini = from_ini(Path("etc/app.ini").read_text())
print(json.dumps(ini, indent=2))
toml = "\n".join(to_toml(ini))
print(toml)
print(tomllib.loads(toml) == ini)
print("\n".join(to_env(ini)))
print(to_csv(ini), end="")
with open("etc/app.toml", "rb") as f:
    t = tomllib.load(f)
print({k: (type(v).__name__, v) for k, v in t["owner"].items()}, t["db"])
cp = configparser.ConfigParser()
cp.read_dict({"a": {"x": "1", "y": "%(x)s2"}, "b": {}})
cp.set("b", "z", "3")
cp.write(sys.stdout)
print(cp.getint("a", "y"), cp.has_option("b", "q"), cp.get("b", "q", fallback="none"))
try:
    cp.get("nope", "x")
except configparser.NoSectionError as e:
    print(e)
try:
    tomllib.loads("a = [1,, 2]")
except tomllib.TOMLDecodeError as e:
    print("TOMLDecodeError", e)
