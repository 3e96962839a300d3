error = ValueError("with notes")
error.add_note("first note\nover two lines")
error.add_note("second note")
raise error
