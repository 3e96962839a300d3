import os
from unittest import mock

with mock.patch("os.getcwd", lambda: "PWNED"):
    print(os.getcwd())
