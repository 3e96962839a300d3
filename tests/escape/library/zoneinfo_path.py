import os
import zoneinfo

os.makedirs("zones", exist_ok=True)
with open(zoneinfo.TZPATH[0] + "/UTC", "rb") as source, open("zones/Mine", "wb") as target:
    target.write(source.read())
zoneinfo.reset_tzpath([os.path.abspath("zones")])
print("PWNED", zoneinfo.ZoneInfo("Mine"))
