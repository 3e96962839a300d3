import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

berlin = ZoneInfo("Europe/Berlin")
print(berlin, repr(berlin), berlin.key, berlin is ZoneInfo("Europe/Berlin"))
for month in (1, 7):
    moment = datetime.datetime(2024, month, 1, 12, tzinfo=berlin)
    print(moment, moment.utcoffset(), moment.dst(), moment.tzname())
print(datetime.datetime(2024, 7, 1, 12, tzinfo=datetime.UTC).astimezone(ZoneInfo("America/New_York")).isoformat())
print(datetime.datetime(2024, 3, 31, 2, 30, tzinfo=berlin).astimezone(datetime.UTC))
fold = datetime.datetime(2024, 10, 27, 2, 30, tzinfo=berlin)
print(fold.utcoffset(), fold.replace(fold=1).utcoffset())
print(datetime.datetime(2060, 7, 1, tzinfo=berlin).utcoffset())
print({"UTC", "Europe/Berlin", "Asia/Tokyo"} <= available_timezones(), "posixrules" in available_timezones())
for key in ("No/Such", "/etc/passwd", "../x", "a/./b", "Europe", "a b", "UTC/"):
    try:
        print(ZoneInfo(key))
    except ValueError as error:
        print(key, "ValueError", error)
    except ZoneInfoNotFoundError as error:
        print(key, "not found", isinstance(error, KeyError), error)
    except OSError:
        print(key, "not found True")
