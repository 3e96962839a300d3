"""What CPython's tests take from `test.support.script_helper`: all of it runs programs, which a script cannot."""

import unittest


def _runs_programs(*args, **kwargs):
    raise unittest.SkipTest("runs programs")


assert_python_ok = assert_python_failure = spawn_python = kill_python = run_python_until_end = _runs_programs
make_script = _runs_programs
