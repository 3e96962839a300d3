from decimal import Decimal, ROUND_HALF_UP, getcontext, localcontext, InvalidOperation
getcontext().prec = 28
prices = ["19.99", "5.005", "0.1", "bad"]
total = Decimal("0")
for p in prices:
    try:
        d = Decimal(p)
    except InvalidOperation:
        print("invalid", p)
        continue
    total += d
    print(d.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))
print(total, total * 3, f"{total:,.3f}")
with localcontext() as ctx:
    ctx.prec = 5
    print(Decimal(1) / Decimal(7))
from fractions import Fraction
print(Fraction(1, 3) + Fraction("0.25"), float(Fraction(7, 8)))
