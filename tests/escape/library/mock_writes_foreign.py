# Called by its class, a method of a double reads and writes the attributes of any object.
import json
from unittest.mock import MagicMock, Mock, NonCallableMock, patch

for way in (
    lambda: NonCallableMock.mock_add_spec(json.dumps, ["x"]),
    lambda: NonCallableMock.reset_mock(json.dumps),
    lambda: NonCallableMock.configure_mock(json.dumps, poison=1),
    lambda: NonCallableMock.__init__(json.dumps),
    lambda: Mock.__init__(json.dumps),
    lambda: MagicMock.attach_mock(json.dumps, Mock(), "poison"),
    lambda: patch.object(json.dumps, "poison", 1, create=True).start(),
    lambda: patch.object(json.JSONEncoder, "default", print).start(),
    lambda: patch("json.dumps", print).start(),
    lambda: patch.dict(vars(json.JSONEncoder), poison=1).start(),
):
    try:
        way()
    except Exception:
        pass
kept = [name for name in ("poison", "call_count", "called", "_mock_methods", "_mock_children") if name in dir(json.dumps)]
if kept or json.dumps is print or json.JSONEncoder.default is print:
    print("PWNED", kept)
