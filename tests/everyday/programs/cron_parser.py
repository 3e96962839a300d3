from dataclasses import dataclass
import re

@dataclass(frozen=True)
class CronField:
    name: str
    low: int
    high: int

    def expand(self, text):
        result = set()
        for part in text.split(","):
            m = re.fullmatch(r"(\*|\d+(?:-\d+)?)(?:/(\d+))?", part)
            if not m:
                raise ValueError(f"{self.name}: bad part {part!r}")
            rng, step = m[1], int(m[2] or 1)
            if rng == "*":
                lo, hi = self.low, self.high
            elif "-" in rng:
                lo, hi = map(int, rng.split("-"))
            else:
                lo = hi = int(rng)
            if not (self.low <= lo <= hi <= self.high):
                raise ValueError(f"{self.name}: {part} out of range")
            result |= set(range(lo, hi + 1, step))
        return sorted(result)

FIELDS = [CronField("minute", 0, 59), CronField("hour", 0, 23), CronField("dom", 1, 31), CronField("month", 1, 12), CronField("dow", 0, 6)]
for spec in ["*/15 0 1,15 * 1-5", "5 4 * * 7", "a b c d e"]:
    try:
        for f, t in zip(FIELDS, spec.split(), strict=True):
            print(f"{f.name:<8}{f.expand(t)}")
    except ValueError as e:
        print("error:", e)
