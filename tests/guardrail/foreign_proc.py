"""Run with the /proc of the PID namespace above: what a gate answers for processes whose numbers it cannot tell apart."""

import json
import os
import sys

from tests.broker.doors import door


def main() -> None:
    """Print what the gate answers, as JSON."""
    held = door(pids=lambda: {os.getpid()})
    known = sorted((name for name in os.listdir("/proc") if name.isdigit()), key=int)
    opened = [name for name in known if held.answer("fs.open_read", f"/proc/{name}/environ")[0] == "done"]
    listed = [name for name in known if held.answer("fs.list", f"/proc/{name}")[0] == "done"]
    json.dump(
        {
            "self": os.readlink("/proc/self") if os.path.exists("/proc/self") else None,
            "pid": os.getpid(),
            "known": len(known),
            "opened": opened,
            "listed": listed,
            "figures": held.answer("fs.open_read", "/proc/meminfo")[0],
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
