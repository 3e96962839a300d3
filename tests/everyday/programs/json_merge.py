import json, os, glob

def deep_merge(a, b):
    for k, v in b.items():
        if isinstance(v, dict) and isinstance(a.get(k), dict):
            deep_merge(a[k], v)
        elif isinstance(v, list) and isinstance(a.get(k), list):
            a[k] = a[k] + [x for x in v if x not in a[k]]
        else:
            a[k] = v
    return a

result = {}
for name in sorted(glob.glob(os.path.join("conf.d", "*.json"))):
    with open(name) as fh:
        result = deep_merge(result, json.load(fh))
    print("merged", os.path.basename(name))
with open("merged.json", "w") as fh:
    json.dump(result, fh, indent=4, sort_keys=True)
    fh.write("\n")
print(open("merged.json").read(), end="")
