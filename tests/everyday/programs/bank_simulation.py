#!/usr/bin/env python
# Python written by someone who learnt Python 2: %-formatting, no type hints, module-level state.
import random, sys, os, string, time, copy
from operator import attrgetter

random.seed(7)
ACCOUNTS = {}
ERRORS = []

class InsufficientFunds(Exception): pass

class Account(object):
    count = 0
    def __init__(self, owner, balance=0):
        self.owner = owner
        self.balance = balance
        self.history = []
        Account.count += 1
    def deposit(self, amount):
        if amount <= 0: raise ValueError("bad amount: %r" % amount)
        self.balance += amount
        self.history.append(('+', amount))
    def withdraw(self, amount):
        if amount > self.balance:
            raise InsufficientFunds('%s has only %d, wanted %d' % (self.owner, self.balance, amount))
        self.balance -= amount
        self.history.append(('-', amount))
    def __cmp__(self, other): return 0
    def __lt__(self, other): return self.balance < other.balance
    def __repr__(self): return '<%s: %d>' % (self.owner, self.balance)

class Savings(Account):
    rate = 0.05
    def interest(self):
        gain = int(self.balance * self.rate)
        super(Savings, self).deposit(gain)
        return gain

def transfer(src, dst, amount):
    snapshot = copy.copy(src.__dict__), copy.copy(dst.__dict__)
    try:
        src.withdraw(amount)
        dst.deposit(amount)
    except (InsufficientFunds, ValueError) as e:
        src.__dict__.update(snapshot[0]); dst.__dict__.update(snapshot[1])
        ERRORS.append(str(e))
        return False
    else:
        return True
    finally:
        global LAST
        LAST = (src.owner, dst.owner)

for i in range(5):
    name = ''.join(random.choice(string.ascii_lowercase) for _ in range(4))
    kls = [Account, Savings][i % 2]
    ACCOUNTS[name] = kls(name, random.randint(0, 100))
names = sorted(ACCOUNTS.keys())
ok = 0
for _ in range(20):
    a, b = random.sample(names, 2)
    ok += transfer(ACCOUNTS[a], ACCOUNTS[b], random.randint(0, 60))
print(ok, len(ERRORS), LAST)
for e in ERRORS[:3]: print('  ' + e)
for acc in sorted(ACCOUNTS.values(), key=attrgetter('balance'), reverse=True):
    print('%-6s %5d %s' % (acc.owner, acc.balance, ''.join(s for s, _ in acc.history)))
print(max(ACCOUNTS.values()), min(ACCOUNTS.values()), Account.count)
print([a.interest() for a in ACCOUNTS.values() if isinstance(a, Savings)])
print(sum(a.balance for a in ACCOUNTS.values()))
assert all(map(lambda a: a.balance >= 0, ACCOUNTS.values())), 'negative'
sys.stdout.write('done\n')
