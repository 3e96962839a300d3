"""Seal reports and options: what crosses the wire and the command line, and the judgement of a report."""

import json
from dataclasses import replace

import pytest

from rexpy.seal.options import MECHANISMS, SealOptions, SealOptionsInvalid
from rexpy.seal.report import (
    Enforcement,
    MechanismReport,
    ReportInvalid,
    SealError,
    SealReport,
    check,
)

FULL = SealReport(tuple(MechanismReport(name, Enforcement.FULL, "in force") for name in MECHANISMS))
NEEDED = ("no_new_privs", "seccomp", "rlimits", "descriptors", "identity")
OPTIONAL = tuple(name for name in MECHANISMS if name not in NEEDED)


def _with(mechanism: str, enforcement: Enforcement) -> SealReport:
    changed = [
        replace(each, enforcement=enforcement, detail="why") if each.mechanism == mechanism else each
        for each in FULL.mechanisms
    ]
    return SealReport(tuple(changed))


def test_a_report_survives_the_wire() -> None:
    assert SealReport.from_wire(json.loads(json.dumps(FULL.to_wire()))) == FULL


GOOD = FULL.to_wire()


@pytest.mark.parametrize(
    "value",
    [
        None,
        {},
        [],
        "report",
        GOOD[:-1],
        [*GOOD, GOOD[0]],
        [GOOD[0], *GOOD[:-1]],
        list(reversed(GOOD)),
        [["no_new_privs", "full"], *GOOD[1:]],
        [["no_new_privs", "full", "x", "y"], *GOOD[1:]],
        [["no_new_privs", "FULL", "x"], *GOOD[1:]],
        [["no_new_privs", True, "x"], *GOOD[1:]],
        [["no_new_privs", "full", None], *GOOD[1:]],
        [["no_new_privs", "full", "x" * 401], *GOOD[1:]],
        [["unheard_of", "full", "x"], *GOOD[1:]],
        [("no_new_privs", "full", "x"), *GOOD[1:]],
        tuple(GOOD),
    ],
)
def test_anything_else_is_no_report(value: object) -> None:
    with pytest.raises(ReportInvalid):
        SealReport.from_wire(value)


def test_a_full_report_is_enough() -> None:
    assert check(FULL, SealOptions()) == ()
    assert check(FULL, SealOptions(require=frozenset(MECHANISMS))) == ()


@pytest.mark.parametrize("mechanism", NEEDED)
@pytest.mark.parametrize("enforcement", [Enforcement.NONE, Enforcement.PARTIAL])
def test_what_a_run_needs_is_refused_by_the_option_that_waives_it(mechanism: str, enforcement: Enforcement) -> None:
    report = _with(mechanism, enforcement)
    (missing,) = check(report, SealOptions())
    assert missing.startswith(mechanism)
    assert "why" in missing
    assert f"--waive {mechanism} " in missing
    assert check(report, SealOptions(waive=frozenset({mechanism}))) == ()
    others = frozenset(MECHANISMS) - {mechanism}
    assert check(report, SealOptions(waive=others)) == (missing,)


@pytest.mark.parametrize("mechanism", OPTIONAL)
def test_what_is_optional_is_refused_only_when_it_is_required(mechanism: str) -> None:
    for enforcement in (Enforcement.NONE, Enforcement.PARTIAL):
        report = _with(mechanism, enforcement)
        assert check(report, SealOptions()) == ()
        (missing,) = check(report, SealOptions(require=frozenset({mechanism})))
        assert mechanism in missing
        assert "why" in missing


@pytest.mark.parametrize(
    "options",
    [
        SealOptions(),
        SealOptions(address_space_bytes=1, cpu_s=1),
        SealOptions(waive=frozenset(MECHANISMS)),
        SealOptions(waive=frozenset({"seccomp"}), require=frozenset({"landlock", "pid_namespace"})),
    ],
)
def test_options_survive_the_command_line(options: SealOptions) -> None:
    text = options.to_argument()
    assert SealOptions.from_argument(text) == options
    assert " " not in text


@pytest.mark.parametrize(
    "text",
    ["", ":::", "1:1", "1:1::x", "-1:1::", "1:1:seccomp:seccomp", "0:1::", "1:1:a+b:", "1:1:::", "x:1::"],
)
def test_other_arguments_are_no_options(text: str) -> None:
    with pytest.raises(SealOptionsInvalid):
        SealOptions.from_argument(text)


def test_a_misspelt_mechanism_is_an_error_that_lists_them() -> None:
    with pytest.raises(SealOptionsInvalid, match=r"--waive secomp: no such mechanism; there are no_new_privs, seccomp"):
        SealOptions(waive=frozenset({"secomp"}))
    with pytest.raises(SealOptionsInvalid, match="--require all: no such mechanism"):
        SealOptions(require=frozenset({"all"}))
    with pytest.raises(SealOptionsInvalid, match="both waived and required"):
        SealOptions(waive=frozenset({"seccomp"}), require=frozenset({"seccomp"}))


def test_a_seal_error_names_the_option_that_waives_its_mechanism() -> None:
    assert "--waive landlock " in str(SealError("landlock", "no such device"))
    assert "--waive" not in str(SealError("", "two threads"))
