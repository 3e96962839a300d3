import sys, time
for i in range(0, 101, 25):
    sys.stdout.write(f"\r[{'#' * (i // 10):<10}] {i}%")
    sys.stdout.flush()
print()
print("%-20s|%10.3f|" % ("total", 1 / 3), file=sys.stderr)
