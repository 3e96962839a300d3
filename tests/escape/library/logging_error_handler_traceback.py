import logging


class Handler(logging.Handler):
    def emit(self, record):
        self.format(record)

    def formatException(self, info):
        print("PWNED" if info[2] is not None else "", info)
        return ""

    def format(self, record):
        if record.exc_info and record.exc_info[2] is not None:
            print("PWNED", record.exc_info)


logging.basicConfig(handlers=[Handler()])
try:
    {}["x"]
except KeyError as error:
    logging.error("no", exc_info=error)
