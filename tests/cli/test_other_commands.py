"""`rexpy check`, `doctor` and `api` as a user meets them."""

import json

import pytest

from hostapi.registry import OPERATIONS
from rexpy.seal.options import MECHANISMS

from .command import on_terminal, rexpy
from .conftest import Put


@pytest.mark.usefixtures("sealed")
def test_check_runs_nothing(put: Put) -> None:
    ended = rexpy("check", str(put("s.py", "print('ran')")))
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.endswith("s.py: ok\n  it cannot be seen to use any operation\n")


@pytest.mark.usefixtures("sealed")
def test_check_says_what_a_script_can_be_seen_to_use(put: Put) -> None:
    script = put(
        "s.py", "import os, shutil\n\nfor name in os.listdir('/srv'):\n    shutil.rmtree(name)\nopen('x', 'w')\n"
    )
    said = rexpy("check", str(script)).stdout
    assert "    fs.list         lines 3, 4  by os.listdir, shutil.rmtree\n" in said
    assert "    fs.open_replace line 5  by open\n" in said
    uses = json.loads(rexpy("check", "-o", "json", str(script)).stdout)["scripts"][0]["uses"]
    assert {"operation": "fs.rmdir", "line": 4, "by": "shutil.rmtree"} in uses
    assert [use for use in uses if use["line"] == 5] == [{"operation": "fs.open_replace", "line": 5, "by": "open"}]


@pytest.mark.usefixtures("sealed")
def test_check_says_what_a_script_imports_in_vain(put: Put) -> None:
    script = put("s.py", "import json\nimport requests\nprint(json, requests)\n")
    ended = rexpy("check", str(script))
    assert ended.returncode == 0
    assert "    requests        line 2  no operation connects to the network" in ended.stdout
    (found,) = json.loads(rexpy("check", "-o", "json", str(script)).stdout)["scripts"]
    (missing,) = found["missing"]
    assert (missing["module"], missing["line"], found["ok"]) == ("requests", 2, True)


@pytest.mark.usefixtures("sealed")
def test_check_names_everything_at_once(put: Put) -> None:
    good, bad = put("good.py", "x = 1"), put("bad.py", "eval('1')\nx = 2\nexec('2')\n")
    ended = rexpy("check", str(good), str(bad), "/nowhere/s.py")
    assert ended.returncode == 3
    for piece in (
        "good.py: ok",
        "bad.py:1:1: ",
        "1 | eval('1')",
        "bad.py:3:1: ",
        "/nowhere/s.py: the script cannot be read",
    ):
        assert piece in ended.stdout


@pytest.mark.usefixtures("sealed")
def test_check_as_json() -> None:
    ended = rexpy("check", "-o", "json", "-", stdin=b"import os\neval('1')\n")
    found = json.loads(ended.stdout)
    assert ended.returncode == 3
    assert found.keys() == {"schema_version", "ok", "scripts"}
    (script,) = found["scripts"]
    assert (found["ok"], script["ok"], script["file"]) == (False, False, "<stdin>")
    (finding,) = script["findings"]
    assert finding.keys() == {"line", "column", "message", "instead"}
    assert finding["line"] == 2


@pytest.mark.usefixtures("sealed")
def test_check_of_bad_syntax_and_size(put: Put) -> None:
    ended = rexpy("check", str(put("s.py", "if:\n")), str(put("large.py", "#" * (2 << 20))))
    assert ended.returncode == 3
    assert "s.py:1" in ended.stdout
    assert "larger than" in ended.stdout


@pytest.mark.usefixtures("sealed")
def test_doctor_shows_every_mechanism() -> None:
    ended = rexpy("doctor")
    assert ended.returncode == 0
    assert "Scripts can run here." in ended.stdout
    for name in (*MECHANISMS, "CPython", "landlock: "):
        assert name in ended.stdout


@pytest.mark.usefixtures("sealed")
def test_doctor_as_json() -> None:
    ended = rexpy("doctor", "-o", "json")
    found = json.loads(ended.stdout)
    assert found.keys() == {"schema_version", "ok", "host", "mechanisms", "missing"}
    assert [each["mechanism"] for each in found["mechanisms"]] == list(MECHANISMS)
    assert all(each["purpose"] and each["enforcement"] in ("full", "partial", "none") for each in found["mechanisms"])
    assert (found["ok"], found["missing"], ended.returncode) == (True, [], 0)


@pytest.mark.usefixtures("sealed")
def test_doctor_on_a_narrow_terminal() -> None:
    code, sent = on_terminal("doctor", columns=40, env={"NO_COLOR": "1"})
    assert code == 0
    assert max(map(len, sent.splitlines())) <= 40


def test_api_lists_every_operation() -> None:
    ended = rexpy("api")
    assert ended.returncode == 0
    for operation in OPERATIONS:
        assert f"  {operation.name} " in ended.stdout


def test_api_of_one_family() -> None:
    ended = rexpy("api", "dns")
    assert "dns.resolve" in ended.stdout
    assert "fs." not in ended.stdout


@pytest.mark.parametrize("operation", [operation.name for operation in OPERATIONS])
def test_api_of_one_operation(operation: str, capsys: pytest.CaptureFixture[str]) -> None:
    from rexpy.cli.main import run

    assert run(["api", operation]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"{operation}(")
    for heading in ("arguments", "asked of the policy", "returns"):
        assert f"\n{heading}\n" in said


def test_api_as_json() -> None:
    found = json.loads(rexpy("api", "-o", "json").stdout)
    assert [each["name"] for each in found["operations"]] == sorted(operation.name for operation in OPERATIONS)
    (rename,) = json.loads(rexpy("api", "fs.rename", "-o", "json").stdout)["operations"]
    assert {"action": 'file_system::Action::"move"', "resource": "file_system::File"}.items() <= rename["asks"][
        1
    ].items()


def test_the_schema() -> None:
    ended = rexpy("api", "--schema")
    assert "namespace file_system {" in ended.stdout
    assert "file_system" in json.loads(rexpy("api", "--schema", "-o", "json").stdout)
