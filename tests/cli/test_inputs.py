"""What a run is given: the script, its arguments, its directory; and what is wrong is told before anything happens."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from .command import PATIENCE_S, environment, rexpy
from .conftest import Put

pytestmark = pytest.mark.usefixtures("sealed")

RAN = "print('ran')"


def refused(*arguments: str, said: str, code: int = 3, stdin: bytes = b"") -> str:
    """Run, expecting a clear error and nothing else; return what was said."""
    ended = rexpy("run", *arguments, stdin=stdin)
    assert (ended.returncode, ended.stdout) == (code, "")
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr
    return ended.stderr


def test_a_script_from_standard_input(nothing: str) -> None:
    ended = rexpy("run", "-p", nothing, "-", stdin=b"print('from stdin')\nraise ValueError\n")
    assert (ended.returncode, ended.stdout) == (1, "from stdin\n")
    assert "2 | raise ValueError" in ended.stderr


def test_words_after_the_dashes_are_the_scripts(put: Put, nothing: str) -> None:
    script = put("s.py", "import sys\nprint(sys.argv[1:])")
    ended = rexpy("run", "-p", nothing, str(script), "--", "--days", "3", "-p", "--", "é", "")
    assert ended.stdout == "['--days', '3', '-p', '--', 'é', '']\n"


def test_arguments_of_both_kinds(put: Put, nothing: str) -> None:
    file = put("args.json", '{"days": 3, "host": "a", "deep": {"x": [1, null]}}')
    script = put("s.py", "import json\nprint(json.dumps(args, sort_keys=True))")
    ended = rexpy(
        "run", "-p", nothing, "--args-file", str(file), "--arg", "host=b", "--arg", "n:=4", "--arg", "t=4", str(script)
    )
    assert json.loads(ended.stdout) == {"days": 3, "deep": {"x": [1, None]}, "host": "b", "n": 4, "t": "4"}


def test_the_working_directory(put: Put, everything: str, tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "data").write_text("here")
    script = put("s.py", "print(open('data').read())")
    assert rexpy("run", "-p", everything, "--cwd", str(tmp_path / "below"), str(script)).stdout == "here\n"
    assert rexpy("run", "-p", everything, str(script), cwd=tmp_path / "below").stdout == "here\n"


def test_a_directory_of_policies_and_several(put: Put, tmp_path: Path) -> None:
    policies = tmp_path / "policies"
    policies.mkdir()
    data = put("data", "read")
    (policies / "a.cedar").write_text(f'permit(principal, action, resource == file_system::Dir::"{tmp_path}");')
    (policies / "ignored.txt").write_text("permit(")
    more = put("b.cedar", f'permit(principal, action, resource == file_system::File::"{data}");')
    script = str(put("s.py", f"print(open({str(data)!r}).read())"))
    assert rexpy("run", "-p", str(policies), script).returncode == 2
    assert rexpy("run", "-p", str(policies), "-p", str(more), script).stdout == "read\n"


def test_entities_make_groups(put: Put, tmp_path: Path) -> None:
    policy = put(
        "p.cedar", f'permit(principal in Group::"readers", action, resource in file_system::Dir::"{tmp_path}");'
    )
    entities = put(
        "e.json",
        json.dumps(
            [{"uid": {"type": "User", "id": "ann"}, "attrs": {}, "parents": [{"type": "Group", "id": "readers"}]}]
        ),
    )
    script = str(put("s.py", f"print(open({str(policy)!r}).read()[:6])"))
    given = ["run", "--insecure-policy-permissions", "-p", str(policy), "-e", str(entities), "--principal"]
    assert rexpy(*given, 'User::"ann"', script).stdout == "permit\n"
    assert rexpy(*given, 'User::"bob"', script).returncode == 2


def test_audit_lines(put: Put, nothing: str, tmp_path: Path) -> None:
    audit = tmp_path / "audit.jsonl"
    assert rexpy("run", "-p", nothing, "--audit", str(audit), str(put("s.py", "\nopen('/nowhere/x')"))).returncode == 2
    records = [json.loads(line)["unmapped"] for line in audit.read_text().splitlines()]
    assert [record["kind"] for record in records[:3]] == ["policy", "start", "seal"]
    assert (records[3]["effect"], records[3]["operation"], records[3]["line"]) == ("no_permit", "fs.load", 2)
    assert records[-1]["kind"] == "end"


def test_a_policy_that_is_not_there(put: Put, tmp_path: Path) -> None:
    refused("-p", str(tmp_path / "none.cedar"), str(put("s.py", RAN)), said="No such file or directory")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_policy_that_may_not_be_read(put: Put, nothing: str) -> None:
    os.chmod(nothing, 0)
    refused("-p", nothing, str(put("s.py", RAN)), said="Permission denied")


def test_a_policy_that_is_a_fifo(put: Put, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "p.cedar")
    refused("-p", str(tmp_path / "p.cedar"), str(put("s.py", RAN)), said="not a regular file")


def test_a_directory_without_policies(put: Put, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    refused("-p", str(tmp_path / "empty"), str(put("s.py", RAN)), said="no *.cedar file")


def test_a_policy_that_is_too_large(put: Put, nothing: str) -> None:
    large = put(
        "large.cedar", "// " + "x" * (1 << 20) + '\npermit(principal, action == sysinfo::Action::"list", resource);'
    )
    script = str(put("s.py", RAN))
    refused("-p", str(large), script, said="too large")
    assert rexpy("run", "-p", str(large), "--max-policy", "2M", script).stdout == "ran\n"
    refused("-p", nothing, "--max-policy", "10", script, said="too large")


def test_a_policy_that_is_not_utf8(put: Put, tmp_path: Path) -> None:
    (tmp_path / "p.cedar").write_bytes(b"// caf\xe9\npermit(principal, action, resource);")
    refused("-p", str(tmp_path / "p.cedar"), str(put("s.py", RAN)), said="p.cedar:1:7: not UTF-8: byte 0xe9")


def test_a_policy_that_does_not_parse(put: Put) -> None:
    policy = put("p.cedar", "permit(principal, action, resource);\npermit(principal, action resource);\n")
    said = refused("-p", str(policy), str(put("s.py", RAN)), said=f"{policy}:2:26: ")
    assert "2 | permit(principal, action resource);\n      |                          ^" in said


def test_a_policy_that_does_not_validate(put: Put) -> None:
    policy = put("p.cedar", 'permit(principal,\n  action == file_system::Action::"raed",\n  resource);\n')
    said = refused("-p", str(policy), str(put("s.py", RAN)), said=f"{policy}:2:")
    assert 'did you mean file_system::Action::"read"?' in said


def test_entities_that_contradict_the_schema(put: Put, nothing: str) -> None:
    entities = put("e.json", '[{"uid": {"type": "Robot", "id": "r"}, "attrs": {}, "parents": []}]')
    refused("-p", nothing, "-e", str(entities), str(put("s.py", RAN)), said="the entities are not valid")
    assert "Robot" in refused("-p", nothing, "-e", str(entities), str(put("s.py", RAN)), said=str(entities))


def test_entities_that_are_no_json(put: Put, nothing: str) -> None:
    refused("-p", nothing, "-e", str(put("e.json", "[\n{,}]")), str(put("s.py", RAN)), said="e.json:2:2: not JSON")


@pytest.mark.parametrize("principal", ["root", 'User::"a', 'Group::"a"', 'User::""', 'User::"a\x1b"'])
def test_a_principal_that_is_none(put: Put, nothing: str, principal: str) -> None:
    said = refused("-p", nothing, "--principal", principal, str(put("s.py", RAN)), said="--principal: ")
    assert "\x1b" not in said


def test_a_script_that_is_not_there(nothing: str, tmp_path: Path) -> None:
    refused(
        "-p", nothing, str(tmp_path / "none.py"), said="none.py: the script cannot be read: No such file or directory"
    )
    refused("-p", nothing, str(tmp_path), said="Is a directory")


def test_a_script_that_is_too_large(put: Put, nothing: str) -> None:
    refused("-p", nothing, "--max-script", "10", str(put("s.py", "#" * 100)), said="--max-script")
    refused("-p", nothing, "--max-script", "10", "-", stdin=b"#" * 100, said="--max-script")


def test_a_script_that_is_not_utf8(nothing: str) -> None:
    refused("-p", nothing, "-", stdin=b"x = 1\ns = '\xff'\n", said="<stdin>:2:6: ")


def test_a_script_that_does_not_compile(put: Put, nothing: str) -> None:
    script = put("s.py", "print('ran')\neval('1')\nexec('2')\n")
    said = refused("-p", nothing, str(script), said=f"{script}:2:1: ")
    assert f"{script}:3:1: " in said
    assert "2 | eval('1')\n      | ^\n    instead: " in said


def test_arguments_that_do_not_validate(put: Put, nothing: str) -> None:
    script = str(put("s.py", RAN))
    refused("-p", nothing, "--arg", "a:=nope", script, said="--arg a:1:1: not JSON")
    refused("-p", nothing, "--args-file", str(put("args.json", "[]")), script, said="a JSON object, not an array")


def test_a_directory_that_is_none(put: Put, nothing: str) -> None:
    refused("-p", nothing, "--cwd", "/nowhere", str(put("s.py", RAN)), said="not a directory")


def test_a_layer_that_is_waived(put: Put, nothing: str) -> None:
    ended = rexpy("run", "-o", "json", "-p", nothing, "--waive", "landlock", str(put("s.py", RAN)))
    assert ended.returncode == 0
    landlock = next(each for each in json.loads(ended.stdout)["containment"] if each["mechanism"] == "landlock")
    assert (landlock["enforcement"], landlock["detail"]) == ("none", "waived")


@pytest.mark.parametrize("closed", ["0<&-", "2>&-", "0<&- 2>&-"])
def test_standard_streams_that_are_closed(put: Put, everything: str, closed: str) -> None:
    target = put("target", "old")
    script = put("s.py", f"open({str(target)!r}, 'w').write('new')\nprint('ran')")
    line = f"exec {sys.executable} -m rexpy run -p {everything} {script} {closed}"
    ended = subprocess.run(["sh", "-c", line], stdout=subprocess.PIPE, env=environment(), timeout=PATIENCE_S)
    assert (ended.returncode, ended.stdout, target.read_text()) == (0, b"ran\n", "new")


def test_standard_output_that_is_closed(put: Put, everything: str) -> None:
    target = put("target", "old")
    script = put("s.py", f"open({str(target)!r}, 'w').write('new')\nprint('ran')")
    line = f"exec {sys.executable} -m rexpy run -p {everything} {script} >&-"
    ended = subprocess.run(["sh", "-c", line], stderr=subprocess.PIPE, env=environment(), timeout=PATIENCE_S)
    assert ended.returncode == 125
    assert b"the output cannot be written: Bad file descriptor" in ended.stderr
    assert target.read_text() in ("old", "new")


def test_links_fill_templates(put, sealed):
    policy = put(
        "t.cedar", '@id("t") permit(principal == ?principal, action, resource in file_system::Dir::"/proc/sys");'
    )
    script = put("s.py", 'print(open("/proc/sys/kernel/ostype").read())')
    links = put("l.json", '[{"template_id": "t", "link_id": "me", "args": {"?principal": "User::\\"me\\""}}]')
    assert rexpy("run", "-p", str(policy), str(script)).returncode == 3
    arguments = ("run", "-p", str(policy), "--links", str(links), "--principal")
    assert rexpy(*arguments, 'User::"me"', str(script)).stdout.strip() == "Linux"
    assert rexpy(*arguments, 'User::"you"', str(script)).returncode == 2
