import logging


class Handler(logging.Handler):
    def emit(self, record):
        if record.exc_info[2] is not None:
            print("PWNED", record.exc_info[2])


log = logging.getLogger("x")
log.addHandler(Handler())
log.propagate = False
try:
    1 / 0
except ZeroDivisionError:
    log.exception("no")
