class Account:
    def __init__(self):
        self._balance = 5

    def take(self, amount):
        self._balance -= amount
        return self._balance / self._nothing


Account().take(1)
