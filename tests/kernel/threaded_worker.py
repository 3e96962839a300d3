"""A worker that starts a thread while it is prepared: it must not be sealed."""

import os
import sys
import threading
import time

sys.path.append(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))

from rexpy.worker import __main__ as worker


def prepare() -> None:
    """Leave a thread behind."""
    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()


def serve(wire: object, report: object) -> None:
    """Say something that the test would see."""
    os.write(3, b"served")


if __name__ == "__main__":
    worker.launch(sys.argv[1:], prepare=prepare, serve=serve)
