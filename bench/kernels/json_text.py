import json


def kernel(n):
    """Write and read JSON, and walk what was read."""
    records = [{"id": i, "name": "host-%d" % i, "tags": ["a", "b"], "load": i / 7} for i in range(50)]
    total = 0
    for _ in range(n // 200):
        text = json.dumps(records)
        for record in json.loads(text):
            total += record["id"] + len(record["name"]) + len(record["tags"])
    return total
