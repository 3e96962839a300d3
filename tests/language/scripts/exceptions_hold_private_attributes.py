"""Private attributes of objects that are not of the script's classes: errors take them, others say what CPython says."""
try:
    raise ValueError("x")
except ValueError as error:
    error._seen = 1
    error._seen += 1
    assert error._seen == 2 and getattr(error, "_seen") == 2 and hasattr(error, "_seen")
    del error._seen
    assert not hasattr(error, "_seen")
found = []
for value in (1, "text", [1], (1,), {}, {1}, None, 1.5, b"", range(2), iter, (i for i in "")):
    try:
        value._hidden
    except AttributeError as error:
        found.append(str(error))
    try:
        value._hidden += 1
    except AttributeError as error:
        found.append(str(error))
    try:
        value._hidden = 1
    except AttributeError as error:
        found.append(str(error))
    assert getattr(value, "_hidden", "none") == "none" and not hasattr(value, "_hidden")
print(*found, sep="\n")
