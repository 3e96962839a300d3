import logging
class JsonFormatter(logging.Formatter):
    def format(self, record):
        import json
        return json.dumps({"level": record.levelname, "msg": record.getMessage(), "name": record.name, "line": record.lineno > 0})
class Skip(logging.Filter):
    def filter(self, record):
        return "secret" not in record.getMessage()
h = logging.StreamHandler()
h.setFormatter(JsonFormatter())
root = logging.getLogger()
root.addHandler(h)
root.setLevel("INFO")
root.addFilter(Skip())
logging.info("hello %s", "world")
logging.info("secret stuff")
logging.getLogger("x").warning("w")
print(logging.getLevelName(30), root.isEnabledFor(10))
