class Account:
    def __init__(self, owner, balance):
        self._owner = owner
        self._balance = balance
        self._history = []

    def deposit(self, amount):
        self._balance += amount
        self._history.append(amount)
        if len(self._history) > 20:
            self._history = self._history[10:]

    def balance(self):
        return self._balance


def kernel(n):
    """Keep accounts whose state is in `_private` attributes."""
    accounts = [Account(str(i), i) for i in range(20)]
    for i in range(n):
        accounts[i % 20].deposit(i % 7)
    return sum(account.balance() for account in accounts)
