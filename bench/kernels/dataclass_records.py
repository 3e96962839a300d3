from dataclasses import dataclass


@dataclass
class Order:
    item: str
    count: int
    price: float

    def value(self):
        return self.count * self.price


def kernel(n):
    """Make records, filter and total them."""
    orders = [Order("item" + str(i % 20), i % 9 + 1, i % 13 * 1.5) for i in range(n // 8)]
    totals = {}
    for order in orders:
        if order.count > 2:
            totals[order.item] = totals.get(order.item, 0.0) + order.value()
    best = max(orders, key=lambda order: order.value())
    return round(sum(totals.values())) + best.count
