import time, datetime
t = time.gmtime(0)
print(time.strftime("%Y-%m-%d %H:%M:%S", t), t.tm_year, time.strptime("02 Nov 26", "%d %b %y").tm_yday, time.mktime(time.localtime(1000)) == 1000)
a = time.monotonic(); time.sleep(0.01); print(time.monotonic() > a, time.time() > 1.6e9, type(time.perf_counter_ns()).__name__)
print(datetime.datetime.fromtimestamp(0, datetime.timezone.utc), datetime.datetime.now().year >= 2024, datetime.date.today() == datetime.datetime.today().date())
print(datetime.timezone(datetime.timedelta(hours=5, minutes=30)), datetime.datetime.max, datetime.date(2026, 11, 2).isocalendar(), datetime.time(1, 2).isoformat())
print(time.ctime(0)[-4:], time.asctime(time.gmtime(0)))
