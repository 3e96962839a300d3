class Thing:
    def method(self, one, *, key):
        return one


Thing().method(1, 2, other=3)
