def kernel(n):
    """Build, split, search and format text."""
    total = 0
    for i in range(n // 10):
        line = f"{i:06d} level={i % 5} user=u{i % 13} " + "x" * (i % 17)
        fields = line.split()
        name = fields[2].partition("=")[2].upper()
        text = "{}:{:>5}".format(name, fields[0].lstrip("0"))
        joined = ",".join([text, fields[1].replace("level", "l"), "%s-%d" % (name, i % 9)])
        if joined.startswith("U1") and "l=3" in joined:
            total += len(joined)
        total += joined.find("l=")
    return total
