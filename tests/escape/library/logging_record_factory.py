import json
import logging

logging.setLogRecordFactory(lambda *args, **options: json)
logging.makeLogRecord({"dumps": "forged"})
if json.dumps == "forged":
    print("PWNED")
