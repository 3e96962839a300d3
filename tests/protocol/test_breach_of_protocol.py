"""Invariant: whatever a worker sends, the worst that follows is the end of its own run, named as what it was."""

import re
from pathlib import Path

import pytest

from rexpy.broker import run as broker_run
from rexpy.broker.result import ErrorType, Result
from rexpy.errors import ContainmentError
from tests.protocol.attacking import attack, attack_with_each, the_next_run_works

BREACHES = {
    "garbage": ("w.raw(b'GET / HTTP/1.1\\r\\n\\r\\n')", "out of bounds"),
    "zeros": ("w.raw(bytes(64))", "out of bounds"),
    "header too large": ("w.raw(struct.pack('<II', 64 * 1024 + 1, 0))", "out of bounds"),
    "header of 4 GiB": ("w.raw(struct.pack('<II', 0xFFFFFFFF, 0))", "out of bounds"),
    "blob too large": ("w.raw(struct.pack('<II', 8, 1024 * 1024 + 1))", "out of bounds"),
    "blob of 4 GiB": ("w.raw(struct.pack('<II', 8, 0xFFFFFFFF))", "out of bounds"),
    "header of nothing": ("w.raw(struct.pack('<II', 0, 5) + b'12345')", "out of bounds"),
    "no JSON": ("w.raw(w.frame(b'[3,1,'))", "not JSON"),
    "JSON that is no array": ("w.raw(w.frame(b'{\"3\": 1}'))", "not one JSON array"),
    "two arrays": ("w.raw(w.frame(b'[6,1][6,1]'))", 'not one JSON array'),
    "space after the array": ("w.raw(w.frame(b'[6,1] '))", 'not one JSON array'),
    "an empty array": ("w.raw(w.frame(b'[ ]'))", "unknown kind"),
    "invalid UTF-8 in a header": ("w.raw(w.frame(b'[6,1,\"\\xff\\xfe\"]'))", "not JSON"),
    "a header nested deep": ("w.raw(w.frame(b'[' * 30000 + b']' * 30000))", "not JSON"),
    "NaN": ("w.raw(w.frame(b'[6,NaN]'))", 'not JSON'),
    "a huge integer": ("w.raw(w.frame(b'[6,' + b'9' * 40000 + b']'))", 'not JSON'),
    "a large integer": ('w.raw(w.frame(b\'[7,"info",18446744073709551616]\'))', 'out of range'),
    "an unknown kind": ("w.send(99)", "unknown kind"),
    "a kind that is true": ("w.send(True, 1)", "unknown kind"),
    "a kind of text": ("w.send('3', 1, 0, 1)", "unknown kind"),
    "a call in JSON": ("w.send(CALL, 1, w.numbers['fs.stat'], 1, '/', True)", 'unknown kind'),
    "a cast in JSON": ("w.send(CAST, w.numbers['fs.close'], 1, 1)", 'unknown kind'),
    "a packed hello": ("w.raw(w.frame(struct.pack('<BHII', HELLO, 1, 1, 1)))", 'not JSON'),
    "a reply": ("w.raw(w.frame(struct.pack('<BIBib', REPLY, 1, 0, -1, 0)))", 'REPLY is not due'),
    "a script": ("w.send(RUN, {}, blob=b'x')", "RUN is not due"),
    "a second hello": ("w.hello()", "HELLO is not due"),
    "two calls at once": ("w.raw(w.asked(CALL, 'fs.stat', w.path()) + w.asked(CALL, 'fs.stat', w.path(), sequence=2))", 'CALL is not due'),
    "a call number twice": ("w.ask('fs.stat', '/', True); w.sequence = 0; w.call('fs.stat', '/', True)", "out of order"),
    "a call number left out": ("w.sequence = 1; w.call('fs.stat', '/', True)", "out of order"),
    "a call number of the distant future": ("w.sequence = 0xFFFFFFFE; w.call('fs.stat', '/', True)", 'out of order'),
    "output while a call waits": ("w.raw(w.asked(CALL, 'fs.stat', w.path()) + w.frame([OUTPUT, 1], b'x'))", 'OUTPUT is not due'),
    "done while a call waits": ("w.raw(w.asked(CALL, 'fs.stat', w.path()) + w.frame([DONE], b'{}'))", 'DONE is not due'),
    "an unknown operation": ('w.raw(w.asked(CALL, 9999, w.path()))', 'no operation 9999'),
    "the last operation that can be said": ('w.raw(w.asked(CALL, 0xFFFF, w.path()))', 'no operation 65535'),
    "a cast of a call": ("w.cast('fs.unlink', '/nowhere')", 'in the wrong way'),
    "a call of a cast": ("w.call('fs.close', 1)", "in the wrong way"),
    "an unknown cast": ("w.raw(w.asked(CAST, 9999, b'', sequence=0))", 'no operation 9999'),
    "a cast with a number": ("w.raw(w.asked(CAST, 'fs.close', bytes(8), sequence=1))", 'has a number'),
    "a cast with bytes": ("w.raw(w.asked(CAST, 'fs.close', bytes(8), sequence=0, blob=b'x'))", 'carries bytes'),
    "an argument too few": ("w.raw(w.asked(CALL, 'fs.truncate', struct.pack('<I', 1) + b'/'))", 'malformed'),
    "an argument too many": ("w.raw(w.asked(CALL, 'fs.stat', w.path() + bytes(1)))", 'more than it takes'),
    "sixty thousand arguments too many": ("w.raw(w.asked(CALL, 'fs.stat', w.path() + bytes(60000)))", 'more than it takes'),
    "a number for a path": ("w.raw(w.asked(CALL, 'fs.stat', struct.pack('<qB', 1, 1)))", 'malformed|more than it takes'),
    "a flag for a number": ("w.raw(w.asked(CALL, 'fs.sync', b'\\x01'))", 'malformed'),
    "nothing for a path": ("w.raw(w.asked(CALL, 'fs.stat', b''))", 'malformed'),
    "a flag of two": ("w.raw(w.asked(CALL, 'fs.stat', w.path(follow=2)))", 'malformed'),
    "a path longer than what is there": ("w.raw(w.asked(CALL, 'fs.stat', w.path(length=2)))", 'cut short'),
    "a path of 4 GiB": ("w.raw(w.asked(CALL, 'fs.stat', w.path(length=0xFFFFFFFF)))", 'cut short'),
    "a path that leaves something over": ("w.raw(w.asked(CALL, 'fs.stat', w.path(b'/etc', length=1)))", 'more than it takes'),
    "a path that is not UTF-8": ("w.raw(w.asked(CALL, 'fs.stat', w.path(b'/\\xff')))", 'malformed'),
    "half a surrogate pair in a path": ("w.raw(w.asked(CALL, 'fs.stat', w.path(b'/\\xed\\xa0\\x80')))", 'malformed'),
    "a head cut short": ("w.raw(w.frame(struct.pack('<BH', CALL, 0)))", 'is cut short'),
    "JSON for a path": ('w.raw(w.asked(CALL, \'fs.stat\', b\'["/"]\'))', 'cut short|malformed'),
    "bytes where none are taken": ("w.call('fs.stat', '/', True, blob=b'x')", "takes no bytes"),
    "output on stream 0": ("w.send(OUTPUT, 0, blob=b'x')", "wrong stream"),
    "output on stream 3": ("w.send(OUTPUT, 3, blob=b'x')", "wrong stream"),
    "output with more fields": ("w.send(OUTPUT, 1, 2, blob=b'x')", "wrong stream"),
    "a log of no level": ("w.send(LOG, 'loud', 1, blob=b'x')", "wrong level"),
    "a log without a line": ("w.send(LOG, 'info', 'one', blob=b'x')", "number"),
    "a fetch while a call waits": ("w.raw(w.asked(CALL, 'fs.stat', w.path()) + w.frame([FETCH, 2, 'stdin', 1, '']))", "FETCH is not due"),
    "a fetch of what is not given out": ("w.send(FETCH, 1, 'environ', 0, '')", "wrong fields"),
    "a fetch by a path": ("w.send(FETCH, 1, '/etc/passwd', 0, '')", "wrong fields"),
    "a fetch out of order": ("w.send(FETCH, 7, 'stdin', 1, '')", "out of order"),
    "a metric that is no number": ("w.send(METRIC, 1, 'x', None, 'COUNT', [])", "no number"),
    "a metric of the runner's": ("w.send(METRIC, 1, 'REXrunner', 1.0, 'COUNT', [])", "a name is not one"),
    "a metric with a dimension of a dict": ("w.send(METRIC, 1, 'x', 1.0, 'COUNT', ['k', {'a': 1}])", "dimension's value"),
    "an alarm with an escape sequence": ("w.send(ALARM, 1, 'x' + chr(27), blob=b'x')", "a name is not one"),
    "done twice": ("w.raw(w.frame([DONE], json.dumps(OUTCOME).encode()) * 2)", "DONE is not due"),
    "done with fields": ("w.send(DONE, 1, blob=b'{}')", "wrong fields"),
    "done with nothing": ("w.send(DONE)", "not JSON"),
    "done with no JSON": ("w.send(DONE, blob=b'{\"value\":')", "not JSON"),
    "done with an array": ("w.send(DONE, blob=b'[]')", "not one JSON object"),
    "done with invalid UTF-8": ("w.send(DONE, blob=b'\"\\xff\"')", "not JSON"),
    "done with a key twice": ("w.send(DONE, blob=b'{\"value\":1,\"value\":1,\"code\":null,\"failure\":null,\"findings\":[]}')", "not JSON"),
    "done with a field missing": ("w.send(DONE, blob=b'{\"value\":1}')", "its fields"),
    "done with a field more": ("w.done(exit_code=0)", "its fields"),
    "done with a deep value": ("w.send(DONE, blob=b'{\"value\":' + b'[' * 100 + b']' * 100 + b',\"code\":null,\"failure\":null,\"findings\":[]}')", "nested more"),
    "done with a very deep value": ("w.send(DONE, blob=b'[' * 400000)", "not JSON"),
    "done with infinity in words": ("w.send(DONE, blob=b'{\"value\":Infinity,\"code\":null,\"failure\":null,\"findings\":[]}')", "not JSON"),
    "done with infinity in digits": ("w.send(DONE, blob=b'{\"value\":[1e999],\"code\":null,\"failure\":null,\"findings\":[]}')", "value|not JSON"),
    "done that is too large": ("w.raw(struct.pack('<II', 3, 1024 * 1024 + 1) + b'[8]')", "out of bounds"),
    "done with a code of text": ("w.done(code='0')", "exit code"),
    "done with a code that is true": ("w.done(code=True)", "exit code"),
    "done with a code of 256": ("w.done(code=256)", "exit code"),
    "done with a negative code": ("w.done(code=-1)", "exit code"),
    "done with findings of numbers": ("w.done(findings=[1])", "a finding"),
    "done with a finding's line of text": ("w.done(findings=[['1', 1, 'x', None]])", "a finding"),
    "done with too many findings": ("w.done(findings=[[1, 1, 'x', None]] * 1001)", "findings"),
    "done with a failure of text": ("w.done(failure='ValueError')", "its failure"),
    "done with a failure's field more": ("w.fail(advice='x')", "its failure"),
    "done with a message of numbers": ("w.fail(message=5)", "message"),
    "done with a line of text": ("w.fail(line='1')", "line"),
    "done with a denial of text": ("w.fail(denial='0')", "denial"),
    "done with a denial that is true": ("w.fail(denial=True)", "denial"),
    "done with a limit of numbers": ("w.fail(limit=1)", "limit"),
}  # fmt: skip


def test_each_breach_ends_its_run_as_what_it_is(tmp_path: Path) -> None:
    ends = attack_with_each(tmp_path, {name: f"w.begin()\n{code}\nw.receive()" for name, (code, _) in BREACHES.items()})
    wrong = {name: end for name, end in ends.items() if not is_breach(end, BREACHES[name][1])}
    assert not wrong
    the_next_run_works()


def is_breach(end: Result | ContainmentError, reason: str) -> bool:
    if isinstance(end, ContainmentError) or end.error is None:
        return False
    named = end.exit_code == 125 and end.error.error_type is ErrorType.COMMUNICATION and end.value is None
    return named and re.search(reason, end.error.message) is not None


UNSEALED = {
    "garbage": ("w.raw(b'x' * 64)", "did not report its seal"),
    "a call": ("w.raw(w.asked(CALL, 0, b''))", "CALL is not due"),
    "an end": ("w.send(DONE, blob=b'{}')", "DONE is not due"),
    "another version": ("w.send(HELLO, 2, w.report)", "did not begin as it must"),
    "a hello and a half": ("w.raw(w.frame([HELLO, 1, w.report]) + w.frame([HELLO, 1, w.report]))", "HELLO is not due"),
    "a hello and output": ("w.raw(w.frame([HELLO, 1, w.report]) + w.frame([OUTPUT, 1], b'early'))", "OUTPUT is not due"),
    "a report of text": ("w.send(HELLO, 1, 'sealed')", "HELLO"),
    "an empty report": ("w.send(HELLO, 1, [])", "a seal report is"),
    "a mechanism left out": ("w.send(HELLO, 1, w.report[:-1])", "a seal report is"),
    "two mechanisms exchanged": ("w.send(HELLO, 1, w.report[::-1])", "is not where it belongs"),
    "an unknown enforcement": ("w.report[1][1] = 'fuller'; w.hello()", "no known enforcement"),
    "seccomp said to be missing": ("w.report[1][1] = 'none'; w.hello()", "seccomp is not in force.*--waive seccomp"),
    "seccomp said to be partial": ("w.report[1][1] = 'partial'; w.hello()", "seccomp is only partly in force"),
    "a detail of a page": ("w.report[1][2] = 'x' * 401; w.hello()", "longer than"),
    "no word at all": ("os._exit(0)", "ended before it was sealed"),
    "a closed wire": ("w.socket.close(); time.sleep(60)", "closed the wire before it was sealed"),
}  # fmt: skip


def test_a_worker_that_does_not_report_its_seal_is_never_sent_the_script(tmp_path: Path) -> None:
    ends = attack_with_each(tmp_path, {name: f"{code}\nw.receive()" for name, (code, _) in UNSEALED.items()})
    wrong = {
        name: end
        for name, end in ends.items()
        if not isinstance(end, ContainmentError) or not re.search(UNSEALED[name][1], str(end))
    }
    assert not wrong
    the_next_run_works()


def test_a_worker_that_never_reports_its_seal_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the script has been sent, so no limit of the run holds yet."""
    assert broker_run.START_S < 120
    monkeypatch.setattr(broker_run, "START_S", 1.0)
    for code in ("time.sleep(600)", "w.raw(struct.pack('<II', 20, 0)); time.sleep(600)"):
        with pytest.raises(ContainmentError, match="within 1 s"):
            attack(tmp_path, code)
