raise RuntimeError("first line\nsecond line\n\n  indented")
