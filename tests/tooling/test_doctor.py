import pytest

from rexpy.errors import RunnerError
from rexpy.seal import abi
from rexpy.seal.options import MECHANISMS, SealOptions
from rexpy.tooling import doctor

sealed = pytest.mark.skipif(abi.current() is None, reason="the seal is that of Linux on x86-64 or aarch64")


def test_every_mechanism_has_its_purpose() -> None:
    assert tuple(doctor.PURPOSES) == MECHANISMS


@sealed
def test_a_worker_is_asked() -> None:
    found = doctor.diagnose(SealOptions())
    assert found.ok
    assert [layer.mechanism for layer in found.mechanisms] == list(MECHANISMS)
    assert {layer.mechanism for layer in found.mechanisms if layer.needed} >= {"no_new_privs", "seccomp", "rlimits"}


@sealed
def test_what_is_waived_is_not_needed() -> None:
    found = doctor.diagnose(SealOptions(waive=frozenset({"seccomp"})))
    (seccomp,) = (layer for layer in found.mechanisms if layer.mechanism == "seccomp")
    assert (seccomp.enforcement, seccomp.needed, found.ok) == ("none", False, True)


@sealed
def test_what_is_required_is_needed() -> None:
    found = doctor.diagnose(SealOptions(require=frozenset({"network_namespace"})))
    (network,) = (layer for layer in found.mechanisms if layer.mechanism == "network_namespace")
    assert network.needed
    assert found.ok is (network.enforcement == "full")


def test_a_worker_that_cannot_be_started_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(options: SealOptions) -> None:
        raise RunnerError("RestrictedPython is not installed")

    monkeypatch.setattr(doctor, "start_worker", fail)
    found = doctor.diagnose(SealOptions())
    assert (found.ok, found.missing, found.mechanisms) == (False, ("RestrictedPython is not installed",), ())
    assert found.to_json()["missing"] == ["RestrictedPython is not installed"]
