class Account:
    def take(self):
        self._balance += 1


account = Account()
account.take()
