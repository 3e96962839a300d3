print(2 ** 200, 10 ** 20 // 7, -7 // 2, -7 % 3, 7.0 // 2, int("ff", 16), int("0b11", 0), 1_000_000, 0.1 + 0.2, round(0.5), round(1.5), 1e308 * 10, float("nan") != float("nan"), 3 .bit_length(), (5).__class__.__name__)
import math; print(math.gcd(12, 18), math.isqrt(17), math.comb(5, 2), math.prod([2, 3]), math.log2(8), math.hypot(3, 4), math.pi)
