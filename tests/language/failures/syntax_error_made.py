raise SyntaxError("made by hand", ("config.ini", 3, 7, "  key = = value\n", 3, 10))
