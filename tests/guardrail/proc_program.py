"""Run in a mount namespace of its own: what a gate answers where parts of /proc and of the policy are mounted elsewhere."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.broker.doors import door
from tests.guardrail.changes import CHANGES, seen, tried


def bind(source: Path | str, target: Path) -> str:
    """Mount `source` at `target` as well."""
    if os.path.isdir(source):
        target.mkdir()
    else:
        target.touch()
    subprocess.run(["mount", "--bind", source, target], check=True)
    return str(target)


def main(base: Path) -> None:
    """Print what the gate answers, as JSON."""
    answers: dict[str, object] = {}
    own = str(os.getpid())
    held = door(pids=lambda: {os.getpid()})
    process = bind(f"/proc/{own}", base / "process")
    environ = bind(f"/proc/{own}/environ", base / "environ")
    tasks = bind(f"/proc/{own}/task", base / "tasks")
    answers["a bound process"] = [
        held.answer("fs.open_read", f"{process}/environ")[:3],
        held.answer("fs.list", process)[:3],
    ]
    answers["a bound file"] = [held.answer("fs.open_read", environ)[:3], held.answer("fs.stat", environ, True)[:3]]
    answers["bound tasks"] = [
        held.answer("fs.list", tasks)[:3],
        held.answer("fs.open_read", f"{tasks}/{own}/environ")[:3],
    ]
    whole = base / "proc"
    whole.mkdir()
    subprocess.run(["mount", "-t", "proc", "proc", whole], check=True)
    answers["a second proc"] = [
        held.answer("fs.open_read", f"{whole}/{own}/environ")[:3],
        held.answer("fs.stat", f"{whole}/self/environ", True)[:3],
    ]
    answers["a second proc's figures"] = [
        held.answer("fs.open_read", f"{whole}/meminfo")[0],
        held.answer("fs.open_read", f"{whole}/1/stat")[0],
    ]

    policies = base / "policies"
    policies.mkdir()
    (policies / "p.cedar").write_text("permit(principal, action, resource);")
    other = bind(policies, base / "other")
    alone = bind(policies / "p.cedar", base / "alone")
    before = seen(policies)
    reached = [
        name
        for name, change in CHANGES.items()
        for path in (f"{other}/p.cedar", f"{other}/new.cedar", alone)
        if tried(change, door(governing=[policies, policies / "p.cedar"]), path) is None and seen(policies) != before
    ]
    answers["policies changed through a mount"] = reached
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
