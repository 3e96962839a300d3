import zoneinfo

print("PWNED", zoneinfo._tzpath.os)
