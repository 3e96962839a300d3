"""What a script says on the record: log records, warnings, metrics, alarms; what it prints stays as in CPython."""

import json
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

import rexpy
from tests.stdlib.running import run

LOGGING = """
import logging, sys, warnings
logging.getLogger().info("not let through")
log = logging.getLogger("app.db")

def work():
    log.debug("from %s", "work")
    try:
        1 / 0
    except ZeroDivisionError:
        log.exception("failed")
    log.info("with a stack", stack_info=True)

logging.basicConfig(level=logging.DEBUG, format="%(levelname)s %(name)s %(filename)s:%(lineno)d %(funcName)s %(message)s")
work()
own = logging.StreamHandler(sys.stdout)
own.setFormatter(logging.Formatter("{levelname}|{message}", style="{"))
log.addHandler(own)
log.propagate = False
log.critical("to stdout")
log.log(35, "odd level")
log.propagate = True
logging.LoggerAdapter(log, {}).warning("adapted")
warnings.warn("shown")
warnings.warn("old", DeprecationWarning)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    warnings.warn("caught by the script")
print(len(caught), caught[0].message, caught[0].lineno)
logging.captureWarnings(True)
warnings.warn("captured")
"""

UNITTEST = """
import unittest

class Sums(unittest.TestCase):
    def setUp(self):
        self.values = [1, 2]
    def test_equal(self):
        self.assertEqual(sum(self.values), 3)
    def test_fails(self):
        self.assertEqual(self.values, [1, 3])
    def test_raises(self):
        with self.assertRaisesRegex(ValueError, "invalid") as caught:
            int("x")
        self.assertIn("literal", str(caught.exception))
    @unittest.skip("not now")
    def test_skipped(self):
        pass
    def test_parts(self):
        for number in range(3):
            with self.subTest(number=number):
                self.assertLess(number, 2)
    def test_logs(self):
        import logging
        with self.assertLogs("x", "INFO") as caught:
            logging.getLogger("x").info("hi")
        self.assertEqual(caught.output, ["INFO:x:hi"])
    def test_warns(self):
        import warnings
        with self.assertWarns(UserWarning):
            warnings.warn("w")
    def test_breaks(self):
        {}["k"]
    @unittest.expectedFailure
    def test_expected(self):
        self.fail("no")

def setUpModule():
    print("module set up")

class Others(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        print("class set up", cls.__name__)
    def runTest(self):
        self.assertTrue(True)

suite = unittest.TestSuite([Sums("test_equal"), Others()])
print(unittest.TextTestRunner(verbosity=0).run(suite))
print(unittest.TestLoader().loadTestsFromName("__main__.Sums.test_equal"), unittest.TestLoader().getTestCaseNames(Sums))
unittest.main(verbosity=2)
"""


def shown(text: str, directory: Path) -> list[str]:
    """Return the lines of a standard error, without what differs in telling: places, carets, times."""
    lines = text.replace(f"{directory}/script.py", "script.py").splitlines()
    return [re.sub(r"\d+\.\d+s", "S", line) for line in lines if not re.fullmatch(r"\s*[~^]+\s*", line)]


@pytest.mark.parametrize("source", [LOGGING, UNITTEST], ids=["logging", "unittest"])
def test_both_streams_are_as_in_cpython(source: str, tmp_path: Path) -> None:
    (tmp_path / "script.py").write_text(source)
    theirs = subprocess.run(
        [sys.executable, "-X", "utf8", "script.py"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    ours = run(source, tmp_path)
    assert ours.exit_code == theirs.returncode
    assert ours.stdout == theirs.stdout
    assert len(shown(theirs.stderr, tmp_path)) > 15
    assert shown(ours.stderr, tmp_path) == shown(theirs.stderr, tmp_path)


def test_what_a_logger_lets_through_is_on_the_record(tmp_path: Path) -> None:
    logs = run(LOGGING, tmp_path).logs
    told = [(record.level, record.message.splitlines()[0], record.line) for record in logs]
    assert told == [
        ("debug", "from work", 7),
        ("error", "failed", 11),
        ("info", "with a stack", 12),
        ("critical", "to stdout", 20),
        ("warning", "odd level", 21),
        ("warning", "adapted", 23),
        ("warning", "UserWarning: shown", 24),
        ("warning", "DeprecationWarning: old", 25),
        ("warning", "script.py:31: UserWarning: captured", 31),
    ]
    assert logs[1].message.splitlines()[-1] == "ZeroDivisionError: division by zero"


def test_a_record_that_cannot_be_formatted_is_told_by_the_scripts_lines(tmp_path: Path) -> None:
    result = run("import logging\ndef work():\n    logging.warning('bad %d', 'x')\nwork()", tmp_path)
    assert result.exit_code == 0
    assert result.logs == ()
    assert result.stderr.splitlines() == [
        "--- Logging error ---",
        "TypeError: %d format: a real number is required, not str",
        "Call stack:",
        '  File "script.py", line 4, in <module>',
        "    work()",
        '  File "script.py", line 3, in work',
        "    logging.warning('bad %d', 'x')",
        "Message: 'bad %d'",
        "Arguments: ('x',)",
    ]


def test_logs_are_bounded(tmp_path: Path) -> None:
    source = "import logging\nfor n in range(5000):\n    logging.warning('x%d', n)"
    result = run(source, tmp_path)
    assert (len(result.logs), result.truncated) == (1000, True)
    long = run("import logging\nlogging.warning('ü' * 100_000)\nlogging.warning('\\ud800\\x1b[31m')", tmp_path)
    assert len(long.logs[0].message.encode()) <= 2048
    assert set(long.logs[0].message) == {"ü"}
    assert long.logs[1].message == "\\ud800\x1b[31m"


def test_a_handler_gets_no_traceback(tmp_path: Path) -> None:
    source = """
import logging
seen = []
class Handler(logging.Handler):
    def emit(self, record):
        seen.append((record.exc_info[0].__name__, str(record.exc_info[1]), record.exc_info[2]))
class Filter(logging.Filter):
    def filter(self, record):
        seen.append(record.exc_info[2])
        return True
log = logging.getLogger("x")
log.addHandler(Handler())
log.addFilter(Filter())
try:
    1 / 0
except ZeroDivisionError:
    log.exception("no")
    log.error("no", exc_info=True)
print(seen)
"""
    assert (
        run(source, tmp_path).stdout
        == "[" + ", ".join(2 * ["None, ('ZeroDivisionError', 'division by zero', None)"]) + "]\n"
    )


def test_metrics_and_alarms_are_in_the_result(tmp_path: Path) -> None:
    source = """
from rexpy import metric, alarm
metric("files.checked", 12)
metric("time", 1.5e9, unit="TIME", dimensions={"host": "a", "disk": "ü"})
alarm("DiskFull", "95 % of /var")
def late():
    alarm("NoDetails")
late()
"""
    before = time.time()
    result = run(source, tmp_path)
    assert result.exit_code == 0, result.error
    assert [(m.name, m.value, m.unit, dict(m.dimensions), m.line) for m in result.metrics] == [
        ("files.checked", 12.0, "COUNT", {}, 3),
        ("time", 1.5e9, "TIME", {"host": "a", "disk": "ü"}, 4),
    ]
    assert [(a.type, a.details, a.line) for a in result.alarms] == [
        ("DiskFull", "95 % of /var", 5),
        ("NoDetails", "", 7),
    ]
    assert before - 1 < result.metrics[0].time < time.time() + 1
    said = json.loads(json.dumps(result.to_json()))
    assert said["metrics"][1] == {**said["metrics"][1], "dimensions": {"host": "a", "disk": "ü"}, "unit": "TIME"}
    assert set(said["alarms"][0]) == {"type", "details", "time", "line"}


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("metric('rexThing', 1)", "ValueError.*'rexThing' cannot be the name of a metric: names that begin with 'rex'"),
        ("metric('REX', 1)", "ValueError.*the runner's own"),
        ("alarm('RexAlarm')", "ValueError.*the runner's own"),
        ("metric('', 1)", "ValueError.*from 1 to 256"),
        ("metric('a' * 257, 1)", "ValueError.*from 1 to 256"),
        ("metric('a\\x1b', 1)", "ValueError.*cannot be printed"),
        ("metric(1, 1)", "TypeError"),
        ("metric('a', 'much')", "ValueError"),
        ("metric('a', float('nan'))", "ValueError.*finite"),
        ("metric('a', 10 ** 400)", "OverflowError"),
        ("metric('a', 1, unit='BYTES')", "ValueError.*one of COUNT, MEGABYTES"),
        ("metric('a', 1, dimensions={'rex': 'x'})", "ValueError.*the runner's own"),
        ("metric('a', 1, dimensions={'k': 1})", "TypeError"),
        ("metric('a', 1, dimensions={'k': 'v' * 257})", "ValueError.*256"),
        ("metric('a', 1, dimensions={f'k{n}': 'v' for n in range(31)})", "ValueError.*at most 30"),
        ("alarm('a', 1)", "TypeError"),
        ("alarm(None)", "TypeError"),
    ],
)
def test_what_cannot_be_published_is_refused_in_the_script(statement: str, said: str, tmp_path: Path) -> None:
    source = f"from rexpy import metric, alarm\ntry:\n    {statement}\nexcept Exception as error:\n    print(type(error).__name__, error)"
    result = run(source, tmp_path)
    assert result.exit_code == 0, result.error
    assert re.match(said, result.stdout), result.stdout
    assert (result.metrics, result.alarms) == ((), ())


def test_metrics_and_alarms_are_bounded(tmp_path: Path) -> None:
    source = "from rexpy import metric, alarm\nfor n in range(3000):\n    metric('m', n)\n    alarm('a', 'x' * 10000)"
    result = run(source, tmp_path)
    assert (len(result.metrics), len(result.alarms), result.truncated) == (1000, 100, True)
    assert all(len(each.details) <= 2048 for each in result.alarms)


def test_nothing_else_of_rexpy_is_there(tmp_path: Path) -> None:
    source = "import rexpy\nprint(dir(rexpy), rexpy.__name__)\ntry:\n    from rexpy import run\nexcept ImportError as error:\n    print(error)"
    assert run(source, tmp_path).stdout.splitlines() == [
        "['alarm', 'metric'] rexpy",
        "cannot import name 'run' from 'rexpy': it is not available to scripts",
    ]


def test_a_run_that_is_stopped_keeps_what_was_said() -> None:
    source = "import logging\nfrom rexpy import metric\nlogging.warning('begun')\nmetric('a', 1)\nwhile True: pass"
    result = rexpy.run(source, policy="", limits=rexpy.Limits(wall_s=1.0))
    assert result.exit_code == 124
    assert [record.message for record in result.logs] == ["begun"]
    assert [metric.name for metric in result.metrics] == ["a"]
