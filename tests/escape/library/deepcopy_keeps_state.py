import copy
import fractions
import queue
import decimal
import sched

memo = {}
copy.deepcopy(sched.scheduler(len, len) if False else fractions.Fraction, memo)


class Part:
    def __deepcopy__(self, memo):
        seen.append(memo)
        return self


import logging

seen = []
handler = logging.Filter("x")
handler.part = Part()
copy.deepcopy(handler, memo)
for found in list(memo.values()):
    if type(found) is list:
        for entry in found:
            if type(entry) is dict and entry.get("part") is handler.part:
                print("PWNED", entry)
