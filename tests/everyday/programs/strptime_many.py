from datetime import datetime, timedelta, timezone
for t, f in [("2026-11-02", "%Y-%m-%d"), ("02/Nov/2026:10:00:00 +0100", "%d/%b/%Y:%H:%M:%S %z"), ("Mon Nov  2 10:00:00 2026", "%a %b %d %H:%M:%S %Y"), ("20261102T101112Z", "%Y%m%dT%H%M%SZ"), ("10:30 PM", "%I:%M %p")]:
    d = datetime.strptime(t, f); print(d.isoformat(), d.weekday())
print(datetime(2026, 11, 2, tzinfo=timezone.utc).strftime("%a, %d %b %Y %H:%M:%S GMT"), datetime(2026, 3, 1) - timedelta(days=1))
try: datetime.strptime("x", "%Y")
except ValueError as e: print(e)
