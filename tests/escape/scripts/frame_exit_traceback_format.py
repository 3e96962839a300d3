class C:
    def __enter__(self):
        return self
    def __exit__(self, kind, value, tb):
        text = "{0.tb_frame.f_globals}".format(tb)
        print("PWNED", text)
        return True
with C():
    1 / 0
