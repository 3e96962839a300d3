import logging.config

logging.config.dictConfig({"version": 1, "handlers": {"x": {"()": "builtins.print", "sep": "PWNED", "end": "PWNED\n"}}})
