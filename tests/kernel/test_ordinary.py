"""What an ordinary script needs works under the seal: a filter that kills honest code is no filter."""

import breach
import pytest

ORDINARY = {
    "sleep": "time.sleep(0.01)",
    "clocks": "say(all(f() >= 0 for f in (time.time, time.monotonic, time.process_time, time.thread_time)))",
    "clock resolution": "say(time.get_clock_info('monotonic').resolution > 0)",
    "local time": "say(len(time.localtime()))",
    "randomness": "say([len(os.urandom(8)), len(os.getrandom(8))])",
    "allocation": "for n in (1, 100, 10**4, 10**6, 10**7): bytearray(n)",
    "growing and shrinking": "b = bytearray()\nfor _ in range(200): b += bytes(10**5)\ndel b[:]",
    "a map of memory": "m = mmap.mmap(-1, 1 << 20)\nm.write(b'x')\nm.resize(1 << 21)\nm.close()",
    "garbage": "import gc\nx = [[] for _ in range(10**5)]\nfor i in x: i.append(i)\ndel x, i\ngc.collect()",
    "a big number": "say(len(str(3**8000)))",
    "decimal": "say(str(decimal.Decimal(2).sqrt()))",
    "locks": "l = threading.Lock()\nl.acquire()\nsay(l.acquire(timeout=0.01))",
    "poll on the wire": "p = select.poll()\np.register(wire)\nsay(len(p.poll(0)))",
    "select on the wire": "say(len(select.select([], [wire], [], 0)[1]))",
    "process id": "say(os.getpid() > 0)",
    "times": "say(len(os.times()))",
    "signal handlers": "signal.signal(signal.SIGUSR1, signal.SIG_IGN)",
    "a system exit": "raise SystemExit(3)",
    "an unraisable error": "class A:\n    def __del__(self): raise ValueError\nA()",
    "printing to nowhere": "print('x', file=sys.stderr)",
    "reading from nowhere": "try: sys.stdin.read()\nexcept OSError: say(1)",
    "closing what is not there": "try: os.close(40)\nexcept OSError: say(1)",
    "an isatty": "say(os.isatty(1))",
    "an exception with a traceback": "import traceback\ntry: 1/0\nexcept Exception: say(len(traceback.format_exc()))",
    "compiling": "eval(compile('1+1', 'x', 'eval'))",
    "a recursion error": "def f(): f()\ntry: f()\nexcept RecursionError: say(1)",
    "threads waiting": "e = threading.Event()\ne.wait(0.01)",
    "hashing": "import hashlib\nsay(hashlib.sha256(b'x' * 10**6).hexdigest()[:8])",
}


@pytest.mark.parametrize("code", [pytest.param(code, id=name) for name, code in ORDINARY.items()])
def test_ordinary_code_runs_under_the_seal(code: str) -> None:
    outcome = breach.run(code)
    assert outcome.violation is None
    assert outcome.survived
    assert outcome.exit.code == 0
