from datetime import datetime, timedelta, date, timezone
import calendar

start = date(2026, 1, 31)
for n in range(1, 5):
    month = (start.month - 1 + n) % 12 + 1
    year = start.year + (start.month - 1 + n) // 12
    day = min(start.day, calendar.monthrange(year, month)[1])
    print(date(year, month, day).isoformat(), end=" ")
print()
dt = datetime.strptime("2026-11-02T10:20:30+0100", "%Y-%m-%dT%H:%M:%S%z")
print(dt, dt.astimezone(timezone.utc).isoformat(), dt.timestamp())
print((dt - datetime(2026, 1, 1, tzinfo=timezone.utc)).total_seconds() // 86400)
print(f"{dt:%A %d. %B %Y}", dt.strftime("%j %U %p"))
print(timedelta(days=1, hours=2, seconds=3), str(timedelta(seconds=-5)))
print(datetime.fromisoformat("2026-11-02 10:00").replace(minute=5))
print([d.strftime("%a") for d in (date(2026, 11, 2) + timedelta(days=i) for i in range(7))])
