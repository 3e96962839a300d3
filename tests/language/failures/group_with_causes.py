def made():
    try:
        try:
            1 / 0
        except ZeroDivisionError as error:
            raise ValueError("from division") from error
    except ValueError as error:
        error.add_note("noted")
        return error


try:
    raise KeyError("before")
except KeyError:
    raise BaseExceptionGroup("mixed", [made(), KeyboardInterrupt("stop")])
