try:
    from zoneinfo import ZoneInfo
    from datetime import datetime
    print(datetime(2026, 7, 1, tzinfo=ZoneInfo("Europe/Berlin")).isoformat(), datetime(2026, 1, 1, tzinfo=ZoneInfo("UTC")).utcoffset())
except Exception as e:
    print(type(e).__name__, e)
