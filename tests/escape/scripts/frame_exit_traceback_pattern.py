class C:
    def __enter__(self):
        return self
    def __exit__(self, kind, value, tb):
        match tb:
            case object(tb_frame=frame):
                print("PWNED", frame)
        return True
with C():
    1 / 0
