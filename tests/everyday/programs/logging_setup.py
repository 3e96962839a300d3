"""Logging by dictConfig: rotating file, filters, custom formatter and handler classes, memory buffer."""
import logging
import logging.config
import logging.handlers
import json
from pathlib import Path


class JsonFormatter(logging.Formatter):
    def format(self, record):
        return json.dumps({"lvl": record.levelname, "msg": record.getMessage(), "name": record.name, **getattr(record, "ctx", {})})


class RedactFilter(logging.Filter):
    def __init__(self, words=(), name=""):
        super().__init__(name)
        self.words = words

    def filter(self, record):
        for w in self.words:
            record.msg = str(record.msg).replace(w, "***")
        return True


class ListHandler(logging.Handler):
    records = []

    def emit(self, record):
        self.records.append(self.format(record))


CONFIG = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "%(levelname)-8s %(name)s: %(message)s"},
        "brace": {"format": "{levelname}|{message}", "style": "{"},
        "json": {"()": "__main__.JsonFormatter"},
    },
    "filters": {"redact": {"()": "__main__.RedactFilter", "words": ["hunter2"]}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "plain", "level": "INFO", "filters": ["redact"]},
        "file": {"class": "logging.handlers.RotatingFileHandler", "filename": "logs/rot.log", "maxBytes": 120, "backupCount": 2, "formatter": "brace", "encoding": "utf-8"},
        "memory": {"class": "logging.handlers.MemoryHandler", "capacity": 2, "target": "list"},
        "list": {"()": "__main__.ListHandler", "formatter": "json"},
    },
    "loggers": {"app": {"level": "DEBUG", "handlers": ["file", "memory"], "propagate": True}, "app.quiet": {"level": "ERROR"}},
    "root": {"level": "WARNING", "handlers": ["console"]},
}
logging.config.dictConfig(CONFIG)
log = logging.getLogger("app")
for i in range(6):
    log.info("message %d for %s", i, "user", extra={"ctx": {"n": i}})
log.warning("password is hunter2")
logging.getLogger("app.quiet").info("not shown")
logging.getLogger("other").error("boom %s", {"a": 1})
try:
    1 / 0
except ZeroDivisionError as e:
    log.error("failed: %s", e)
print(len(ListHandler.records), ListHandler.records[0])
for p in sorted(Path("logs").glob("rot.log*")):
    print(p.name, p.stat().st_size <= 120 or "big", p.read_text().splitlines()[0][:30])
try:
    logging.config.dictConfig({"version": 1, "handlers": {"x": {"class": "no.such.Handler"}}})
except ValueError as e:
    print("ValueError:", e)
try:
    logging.config.dictConfig({"version": 2})
except ValueError as e:
    print("ValueError:", e)
logging.shutdown()
