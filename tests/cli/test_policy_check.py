"""`rexpy policy check` as a user sees it: exit codes, both forms, one set or each by itself."""

import json

from .command import on_terminal, rexpy

GOOD = '@id("good") permit(principal, action in [file_system::Action::"open", file_system::Action::"read"], resource in file_system::Dir::"/srv");\n'
WIDE = '@id("wide") permit(principal, action, resource);\n'


def test_a_good_policy(put):
    ended = rexpy("policy", "check", str(put("p.cedar", GOOD)))
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "1 policy checked: ok\n", "")


def test_a_warning_ends_with_0_unless_it_is_denied(put):
    file = str(put("p.cedar", WIDE))
    ended = rexpy("policy", "check", file)
    assert ended.returncode == 0
    assert f"{file}:1:13: warning[grants-everything]: this grants every user every action on everything" in ended.stdout
    assert "\n      |             ^\n" in ended.stdout
    assert rexpy("policy", "check", "--deny-warnings", file).returncode == 1
    note = str(put("n.cedar", GOOD.replace('@id("good") ', "")))
    assert rexpy("policy", "check", "--deny-warnings", note).returncode == 0


def test_an_error_ends_with_3(put):
    file = str(put("p.cedar", GOOD.replace('"read"', '"raed"')))
    ended = rexpy("policy", "check", file)
    assert ended.returncode == 3
    assert "error[invalid]" in ended.stdout
    assert 'did you mean file_system::Action::"read"?' in ended.stdout
    assert rexpy("policy", "check", file + "x").returncode == 3


def test_json(put):
    ended = rexpy("policy", "check", "-o", "json", "--deny-warnings", str(put("p.cedar", GOOD + WIDE)))
    said = json.loads(ended.stdout)
    assert ended.returncode == 1
    assert (said["ok"], said["policies"], said["counts"]) == (False, 2, {"error": 0, "warning": 2, "note": 0})
    assert [one["code"] for one in said["findings"]] == ["covered", "grants-everything"]
    assert said["findings"][1]["line"] == 2
    assert set(said["findings"][0]) == {
        *("code", "severity", "policy", "file", "line", "column", "message", "instead", "excerpt")
    }


def test_files_are_one_set_or_each_by_itself(put):
    files = [str(put(name, WIDE)) for name in ("a.cedar", "b.cedar")]
    assert "is that of the policy at" in rexpy("policy", "check", *files).stdout
    ended = rexpy("policy", "check", "--each", *files)
    assert ended.returncode == 0
    assert ended.stdout.count("grants-everything") == 2


def test_a_narrow_terminal_breaks_no_code(put):
    code, sent = on_terminal("policy", "check", str(put("p.cedar", WIDE)), columns=40, env={"NO_COLOR": "1"})
    assert code == 0
    assert '1 | @id("wide") permit(principal, action, resource);' in sent
    assert "\x1b[3" not in sent
