"""Loading a good policy loads nothing that only a bad one needs: it is in the way of every start."""

from __future__ import annotations

import subprocess
import sys


def test_a_good_policy_needs_no_diagnosis():
    code = (
        "import sys, cedarpy; before = set(sys.modules)\n"
        "from rexpy.broker.policy import Policy\n"
        "Policy.from_text('permit(principal, action, resource);').authorizer('User::\"u\"')\n"
        "print(*sorted(set(sys.modules) - before))"
    )
    run = subprocess.run([sys.executable, "-S", "-c", with_path(code)], capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    assert "rexpy.broker.policy.policy" in loaded
    assert not loaded & {
        "difflib",
        "hashlib",
        "pathlib",
        "importlib.resources",
        "rexpy.broker.policy.diagnose",
        "asyncio",
    }


def with_path(code: str) -> str:
    return f"import sys; sys.path[:] = {sys.path!r}\n{code}"
