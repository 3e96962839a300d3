import json

json.JSONDecodeError("bad", "doc", 0)
raise json.JSONDecodeError("Expecting value", "{x", 1)
