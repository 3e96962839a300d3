class E(Exception):
    def __init__(self, code):
        super().__init__(code, "two")


raise E(4)
