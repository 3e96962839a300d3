"""What a person sees: the script's output as it comes, then a report only where one is due."""

import re
import subprocess
import time

import pytest

from .command import PATIENCE_S, command, environment, on_terminal, rexpy
from .conftest import Put

pytestmark = pytest.mark.usefixtures("sealed")

EVIL = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202egnp\u2028\x00\x08over\rwritten"


def test_each_stream_goes_where_it_belongs(put: Put, nothing: str) -> None:
    source = "import sys\nprint('to out')\nprint('to err', file=sys.stderr)\n"
    ended = rexpy("run", "-p", nothing, str(put("s.py", source)))
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "to out\n", "to err\n")


def test_output_comes_while_the_script_runs(put: Put, nothing: str) -> None:
    source = "import time\nprint('first', flush=True)\ntime.sleep(30)\n"
    started = time.monotonic()
    running = subprocess.Popen(
        command("run", "-p", nothing, str(put("s.py", source))), stdout=subprocess.PIPE, env=environment()
    )
    assert running.stdout is not None
    try:
        assert running.stdout.readline() == b"first\n"
        assert time.monotonic() - started < 25
    finally:
        running.terminate()
        running.wait(PATIENCE_S)
        running.stdout.close()


def test_verbose_reports_a_run_that_went_well(put: Put, nothing: str) -> None:
    ended = rexpy("run", "-v", "-p", nothing, str(put("s.py", "print('out')\n6 * 7")))
    assert (ended.returncode, ended.stdout) == (0, "out\n")
    for piece in ("value: 42", "containment", "seccomp", "usage", "policy sha256 ", "exit 0;"):
        assert piece in ended.stderr


@pytest.mark.parametrize("stream", ["sys.stdout", "sys.stderr"])
def test_control_characters_reach_no_pipe_raw(put: Put, nothing: str, stream: str) -> None:
    script = put("s.py", f"import sys\nprint({EVIL!r}, 'tab\\tdos\\r\\n', file={stream}, end='')\n")
    ended = rexpy("run", "-p", nothing, str(script))
    assert ended.returncode == 0
    shown = ended.stdout + ended.stderr
    assert shown == "\\x1b]0;owned\\x07\\x1b[2J\\x9b31m\\u202egnp\\u2028\\x00\\x08over\\rwritten tab\tdos\r\n"


def test_control_characters_reach_no_terminal_raw(put: Put, nothing: str) -> None:
    source = f"print({EVIL!r})\nraise ValueError({EVIL!r})\n"
    code, sent = on_terminal("run", "-v", "-p", nothing, str(put("s.py", source)), env={"NO_COLOR": "1"})
    assert code == 1
    assert sent.count("owned") >= 2
    assert not set(sent) & set("\x1b\x07\x9b\u202e\u2028\x00\x08\r")


def test_a_path_with_control_characters_is_shown_escaped(put: Put, nothing: str) -> None:
    script = put("s\x1b[31m.py", "open('/nowhere')")
    code, sent = on_terminal("run", "-p", nothing, str(script), env={"NO_COLOR": "1"})
    assert code == 2
    assert "\x1b" not in sent
    ended = rexpy("run", "-p", str(script) + "\n.cedar", str(script))
    assert ended.returncode == 3
    assert "\x1b" not in ended.stderr
    assert "s\\x1b[31m.py\\n.cedar: cannot be read" in ended.stderr


def test_colour_is_for_terminals(put: Put, nothing: str) -> None:
    script = str(put("s.py", "raise ValueError('bad')"))
    assert "\x1b" not in rexpy("run", "-p", nothing, script, env={"FORCE_COLOR": "1", "TERM": "xterm-256color"}).stderr
    assert "\x1b[" in on_terminal("run", "-p", nothing, script)[1]
    assert "\x1b" not in on_terminal("run", "-p", nothing, script, env={"NO_COLOR": "1"})[1]
    assert "\x1b" not in on_terminal("run", "-p", nothing, script, env={"TERM": "dumb"})[1]


@pytest.mark.parametrize("columns", [40, 60])
def test_a_narrow_terminal(put: Put, nothing: str, columns: int) -> None:
    script = put("s.py", "x = 1\nraise ValueError('a message of many words that does not fit into one line')\n")
    code, sent = on_terminal("run", "-v", "-p", nothing, str(script), columns=columns)
    assert code == 1
    lines = [re.sub(r"\x1b\[[0-9;]*m", "", line).rstrip() for line in sent.splitlines()]
    # The script's own line is shown as it is; the terminal breaks it.
    prose = [line for line in lines if "raise ValueError" not in line]
    assert len(prose) > 10
    assert max(map(len, prose)) <= columns


def test_the_report_begins_on_a_line_of_its_own(put: Put, nothing: str) -> None:
    script = put("s.py", "print('no line end', end='')\nraise ValueError('bad')\n")
    _, sent = on_terminal("run", "-p", nothing, str(script), env={"NO_COLOR": "1"})
    assert "no line end\nthe script failed: ValueError: bad\n" in sent


def test_markup_in_a_message_is_text(put: Put, nothing: str) -> None:
    script = put("s.py", "raise ValueError('[link=http://evil]click[/link] [/] :bomb:')")
    _, sent = on_terminal("run", "-p", nothing, str(script), columns=200)
    assert "[link=http://evil]click[/link] [/] :bomb:" in sent


def test_denials_are_grouped_and_the_caught_ones_told(put: Put, nothing: str) -> None:
    source = "for _ in range(3):\n    try:\n        open('/nowhere/x')\n    except PermissionError:\n        pass\nraise ValueError('after')\n"
    ended = rexpy("run", "-p", nothing, str(put("s.py", source)))
    assert ended.returncode == 1
    assert ended.stderr.count("denied: ") == 1
    assert "3 times, by fs.load, script line 3" in ended.stderr
    assert "3 denied" in ended.stderr


def test_the_permit_that_is_proposed_is_enough(put: Put, nothing: str) -> None:
    secret = put("secret", "content")
    script = str(put("s.py", f"print(open({str(secret)!r}).read())"))
    ended = rexpy("run", "-p", nothing, script)
    assert ended.returncode == 2
    permits = re.findall(r"^ {4}permit\(\n(?: {4}.*\n)*?^ {4}\);\n", ended.stderr, re.MULTILINE)
    assert len(permits) == 2, "one for the directory, one for the file"
    ended = rexpy("run", "-p", str(put("grown.cedar", "".join(permits))), script)
    assert (ended.returncode, ended.stdout) == (0, "content\n")


def test_what_a_shadow_would_have_refused_is_told_also_of_a_run_that_goes_well(put: Put) -> None:
    policy = put(
        "p.cedar",
        'permit(principal, action, resource);\n@id("try") @shadow\nforbid(principal, action == file_system::Action::"stat", resource);',
    )
    ended = rexpy(
        "run",
        "--insecure-policy-permissions",
        "-p",
        str(policy),
        str(put("s.py", "import os\nfor n in range(2):\n    os.stat('/proc/version')")),
    )
    assert ended.returncode == 0
    assert "shadow: try (" in ended.stderr
    assert "would have refused 2 requests" in ended.stderr
    assert 'file_system::Action::"stat" on file_system::File::"/proc/version"' in ended.stderr
