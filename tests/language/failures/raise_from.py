class ConfigError(Exception):
    """Says what is wrong."""


def load(text):
    try:
        return int(text)
    except ValueError as error:
        raise ConfigError(f"bad number: {text!r}") from error


load("twelve")
