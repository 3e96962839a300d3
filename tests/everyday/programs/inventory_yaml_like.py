import re
text = """
web:
  hosts: 3
  tags: [a, b]
db:
  hosts: 1
"""
def parse(text):
    root, stack = {}, [(-1, None)]
    stack[0] = (-1, root)
    for raw in text.splitlines():
        if not raw.strip(): continue
        indent = len(raw) - len(raw.lstrip())
        key, _, val = raw.strip().partition(":")
        while stack[-1][0] >= indent: stack.pop()
        parent = stack[-1][1]
        val = val.strip()
        if not val:
            parent[key] = {}; stack.append((indent, parent[key]))
        elif m := re.fullmatch(r"\[(.*)\]", val):
            parent[key] = [x.strip() for x in m[1].split(",")]
        else:
            parent[key] = int(val) if val.isdigit() else val
    return root
print(parse(text))
