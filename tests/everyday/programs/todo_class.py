import json
from pathlib import Path

class TodoStore:
    _instance = None

    def __new__(cls, *a, **k):
        if cls._instance is None:
            cls._instance = super().__new__(cls)
        return cls._instance

    def __init__(self, path="todo.json"):
        self._path = Path(path)
        self._items = json.loads(self._path.read_text()) if self._path.exists() else []

    def add(self, title, *, priority=0, **extra):
        self._items.append({"title": title, "priority": priority, **extra})
        self._save()
        return self

    def _save(self):
        tmp = self._path.with_suffix(".tmp")
        tmp.write_text(json.dumps(self._items))
        tmp.replace(self._path)

    def __iter__(self):
        yield from sorted(self._items, key=lambda i: (-i["priority"], i["title"]))

    def __len__(self):
        return len(self._items)

    def __contains__(self, title):
        return any(i["title"] == title for i in self._items)

    def __getitem__(self, i):
        return self._items[i]

    def __repr__(self):
        return f"<{type(self).__name__} {len(self)} items>"

s = TodoStore().add("patch", priority=2, due="mon").add("reboot")
print(s, TodoStore() is s, "patch" in s, s[-1], [i["title"] for i in s])
print(Path("todo.json").read_text(), s.__class__.__name__, hasattr(s, "_path"), getattr(s, "nope", None))
