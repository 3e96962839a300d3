"""Hosts that lack a mechanism, and hosts where one is there and fails: the kernel refuses for real, by a filter."""

import errno
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
ATTACK = "os.open('/etc/passwd', 0)\nsay('alive')"


def _on_host(
    *,
    refuse: dict[str, int] | None = None,
    no_listener: bool = False,
    code: str = ATTACK,
    waive: tuple[str, ...] = (),
    require: tuple[str, ...] = (),
) -> dict[str, Any]:
    wanted = {
        "refuse": refuse or {},
        "no_listener": no_listener,
        "code": code,
        "waive": waive,
        "require": require,
    }
    path = os.pathsep.join([str(HERE.parents[1]), str(HERE), *filter(None, sys.path)])
    done = subprocess.run(
        [sys.executable, str(HERE / "reduced_host.py")],
        input=json.dumps(wanted),
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _ended_by_openat(answer: dict[str, Any]) -> bool:
    return answer["said"] == [] and answer["violation"] is not None and answer["violation"][1] in ("openat", "unknown")


@pytest.mark.parametrize("number", [errno.EPERM, errno.ENOSYS, errno.EINVAL, errno.ENOSPC, errno.EUSERS])
def test_without_namespaces_a_run_is_still_sealed(number: int) -> None:
    answer = _on_host(refuse={"unshare": number})
    for name in ("user", "network", "ipc", "pid", "mount"):
        enforcement, detail = answer["report"][f"{name}_namespace"]
        assert enforcement == "none"
        assert os.strerror(number) in detail
    assert answer["report"]["seccomp"][0] == "full"
    assert _ended_by_openat(answer)


def test_a_namespace_that_is_required_and_missing_refuses_the_run() -> None:
    answer = _on_host(refuse={"unshare": errno.EPERM}, require=("pid_namespace",))
    (missing,) = answer["missing"]
    assert missing.startswith("pid_namespace is required but not in force")
    assert "said" not in answer


def test_a_namespace_that_fails_oddly_stops_the_run() -> None:
    answer = _on_host(refuse={"unshare": errno.ENOMEM})
    assert answer["report"] is None
    assert answer["code"] == 125
    mechanism, reason = answer["failure"]
    assert mechanism.endswith("_namespace")
    assert os.strerror(errno.ENOMEM) in reason


@pytest.mark.parametrize("number", [errno.ENOSYS, errno.EOPNOTSUPP])
def test_a_kernel_without_landlock_is_enough_and_says_so(number: int) -> None:
    answer = _on_host(refuse={"landlock_create_ruleset": number})
    assert answer["report"]["landlock"][0] == "none"
    assert os.strerror(number) in answer["report"]["landlock"][1]
    assert answer["missing"] == []
    assert _ended_by_openat(answer)
    required = _on_host(refuse={"landlock_create_ruleset": number}, require=("landlock",))
    assert len(required["missing"]) == 1


@pytest.mark.parametrize(
    ("mechanism", "refuse"),
    [
        ("landlock", {"landlock_restrict_self": errno.EPERM}),
        ("landlock", {"landlock_create_ruleset": errno.EPERM}),
        ("seccomp", {"seccomp": errno.ENOSYS}),
        ("seccomp", {"seccomp": errno.EPERM}),
        ("rlimits", {"prlimit64": errno.EPERM, "setrlimit": errno.EPERM}),
        ("identity", {"capset": errno.EPERM}),
    ],
)
def test_a_mechanism_that_is_there_and_fails_stops_the_run_until_it_is_waived(
    mechanism: str, refuse: dict[str, int]
) -> None:
    if mechanism == "rlimits" and os.uname().machine != "x86_64":
        refuse = {"prlimit64": errno.EPERM}
    answer = _on_host(refuse=refuse)
    assert answer["report"] is None
    assert answer["code"] == 125
    assert answer["failure"][0] == mechanism
    waived = _on_host(refuse=refuse, waive=(mechanism,), code="say('alive')")
    assert waived["report"][mechanism] == ["none", "waived"]
    assert waived["missing"] == []
    assert waived["said"] == ["alive"]


@pytest.mark.skipif(os.getuid() != 0, reason="only root has an identity to drop")
@pytest.mark.parametrize("call", ["setresuid", "setresgid", "setgroups"])
def test_root_that_cannot_be_dropped_stops_the_run(call: str) -> None:
    answer = _on_host(refuse={call: errno.EPERM})
    assert answer["report"] is None
    assert answer["failure"][0] == "identity"


@pytest.mark.skipif(os.getuid() != 0, reason="only root has an identity to drop")
def test_root_of_few_users_becomes_nobody() -> None:
    """A per-run id that does not exist here is EINVAL; with no id at all the run is refused."""
    answer = _on_host(refuse={"setresgid": errno.EINVAL})
    assert answer["failure"][0] == "identity"


def test_a_mount_that_is_refused_is_reported_and_the_rest_holds() -> None:
    answer = _on_host(refuse={"mount": errno.EACCES})
    enforcement, detail = answer["report"]["mount_namespace"]
    if "does not allow" in detail:
        pytest.skip(detail)
    assert enforcement == "partial"
    assert os.strerror(errno.EACCES) in detail
    assert _ended_by_openat(answer)


@pytest.mark.parametrize("call", ["pivot_root", "umount2"])
def test_a_root_that_is_changed_by_half_stops_the_run(call: str) -> None:
    answer = _on_host(refuse={call: errno.EPERM})
    if answer["report"] is not None and "does not allow" in answer["report"]["mount_namespace"][1]:
        pytest.skip(answer["report"]["mount_namespace"][1])
    assert answer["report"] is None
    assert answer["failure"][0] == "mount_namespace"


def test_where_the_root_cannot_be_pivoted_it_is_changed_otherwise() -> None:
    answer = _on_host(refuse={"pivot_root": errno.EINVAL}, code="say(os.listdir('/'))", waive=("seccomp", "landlock"))
    enforcement, detail = answer["report"]["mount_namespace"]
    if "does not allow" in detail:
        pytest.skip(detail)
    assert (enforcement, "chroot" in detail) == ("partial", True)
    assert answer["said"] == [[]]


def test_without_a_listener_the_kernel_kills_and_the_number_is_unknown() -> None:
    answer = _on_host(no_listener=True)
    assert "not recorded" in answer["report"]["seccomp"][1]
    assert answer["report"]["seccomp"][0] == "full"
    assert answer["said"] == []
    assert answer["violation"] == [-1, "unknown"]


@pytest.mark.parametrize("call", ["close_range", "pidfd_open"])
def test_an_older_kernel_is_enough(call: str) -> None:
    answer = _on_host(refuse={call: errno.ENOSYS})
    assert answer["missing"] == []
    assert answer["report"]["descriptors"][0] == "full"
    assert _ended_by_openat(answer)


def test_a_call_that_the_host_refuses_itself_is_refused_and_no_violation() -> None:
    """The kernel takes the strongest of two verdicts: an errno outside outranks the report of a call inside."""
    answer = _on_host(refuse={"ptrace": errno.EPERM}, code="say(raw('ptrace', 0, 0, 0, 0))")
    assert answer["said"] == [-errno.EPERM]
    assert answer["violation"] is None
