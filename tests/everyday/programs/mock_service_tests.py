"""A service tested with doubles: patch.object, side effects, call assertions, mock_open, async doubles."""
import asyncio
import io
import json
import os
import unittest
from unittest import mock
from unittest.mock import ANY, AsyncMock, MagicMock, Mock, call, mock_open, patch, sentinel


class Gateway:
    def charge(self, account, cents):
        raise ConnectionError("no network")

    def refund(self, account, cents):
        raise ConnectionError("no network")


class Service:
    def __init__(self, gateway, clock=lambda: 0, notify=None):
        self.gateway, self.clock, self.notify = gateway, clock, notify or (lambda *a: None)

    def pay(self, account, amount):
        for attempt in range(3):
            try:
                receipt = self.gateway.charge(account, round(amount * 100))
                break
            except TimeoutError:
                self.notify("retry", attempt)
        else:
            raise RuntimeError("gave up")
        self.notify("paid", account)
        return {"receipt": receipt, "at": self.clock()}


def load(path):
    with open(path) as f:
        return json.load(f)


def home():
    return os.environ.get("APP_HOME", "none")


class ServiceTest(unittest.TestCase):
    def setUp(self):
        self.gateway = Mock(spec=Gateway)
        self.notify = Mock()
        self.service = Service(self.gateway, clock=Mock(return_value=42), notify=self.notify)

    def test_pays(self):
        self.gateway.charge.return_value = sentinel.receipt
        self.assertEqual(self.service.pay("ann", 1.5), {"receipt": sentinel.receipt, "at": 42})
        self.gateway.charge.assert_called_once_with("ann", 150)
        self.notify.assert_called_with("paid", ANY)
        self.gateway.refund.assert_not_called()

    def test_retries(self):
        self.gateway.charge.side_effect = [TimeoutError, TimeoutError(), "r3"]
        self.assertEqual(self.service.pay("bob", 2)["receipt"], "r3")
        self.assertEqual(self.notify.call_args_list, [call("retry", 0), call("retry", 1), call("paid", "bob")])
        self.assertEqual(self.gateway.charge.call_count, 3)

    def test_gives_up(self):
        self.gateway.charge.side_effect = TimeoutError
        with self.assertRaisesRegex(RuntimeError, "gave up"):
            self.service.pay("eve", 1)

    def test_spec(self):
        with self.assertRaises(AttributeError):
            self.gateway.steal()
        self.assertIsInstance(self.gateway, Gateway)

    @patch.object(Gateway, "refund", return_value="done")
    @patch.object(Gateway, "charge")
    def test_patch_object(self, charge, refund):
        charge.side_effect = lambda account, cents: f"{account}:{cents}"
        g = Gateway()
        self.assertEqual((g.charge("a", 1), g.refund("a", 1)), ("a:1", "done"))
        refund.assert_called_once()

    def test_restored(self):
        with self.assertRaises(ConnectionError):
            Gateway().charge("a", 1)

    def test_open(self):
        with patch("builtins.open", mock_open(read_data='{"a": 1}')) as m:
            self.assertEqual(load("/etc/app.json"), {"a": 1})
        m.assert_called_once_with("/etc/app.json")

    def test_patch_function(self):
        with patch("__main__.home", return_value="patched") as h:
            self.assertEqual(home(), "patched")
        h.assert_called_once_with()
        self.assertEqual(home(), "none")

    def test_environ(self):
        with patch.dict(os.environ, {"APP_HOME": "/srv"}):
            self.assertEqual(home(), "/srv")
        self.assertNotIn("APP_HOME", os.environ)
        with patch.dict("os.environ", APP_HOME="x", clear=True):
            self.assertEqual(dict(os.environ), {"APP_HOME": "x"})

    def test_magic(self):
        m = MagicMock()
        m.__len__.return_value = 3
        m.__getitem__.side_effect = lambda k: k * 2
        m.__iter__.return_value = iter([1, 2])
        self.assertEqual((len(m), m["ab"], list(m), bool(m), int(m)), (3, "abab", [1, 2], True, 1))
        with m as entered:
            entered.write("x")
        m.__enter__.return_value.write.assert_called_once_with("x")
        m.a.b.c(1, k=2)
        self.assertEqual(m.mock_calls[-1], call.a.b.c(1, k=2))
        m.configure_mock(name_="n", **{"child.value": 7})
        self.assertEqual(m.child.value, 7)

    def test_messages(self):
        m = Mock(name="thing")
        m(1, x="y")
        for check, text in [
            (lambda: m.assert_called_with(2), "expected call not found.\nExpected: thing(2)\n  Actual: thing(1, x='y')"),
            (lambda: m.assert_not_called(), "Expected 'thing' to not have been called. Called 1 times.\nCalls: [call(1, x='y')]."),
            (lambda: m.other.assert_called(), "Expected 'other' to have been called."),
            (lambda: m.assert_has_calls([call(5)]), "Calls not found.\nExpected: [call(5)]\n  Actual: [call(1, x='y')]"),
        ]:
            with self.assertRaises(AssertionError) as cm:
                check()
            # Releases differ in blanks.
            self.assertEqual(str(cm.exception).split(), text.split())


class AsyncTest(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.client = AsyncMock()
        await asyncio.sleep(0)

    async def test_await(self):
        self.client.get.return_value = {"ok": True}
        self.assertEqual(await self.client.get("/x"), {"ok": True})
        self.client.get.assert_awaited_once_with("/x")
        self.client.post.side_effect = ValueError("bad")
        with self.assertRaises(ValueError):
            await self.client.post()

    def test_sync(self):
        self.assertTrue(True)


stream = io.StringIO()
suite = unittest.TestSuite()
for case in (ServiceTest, AsyncTest):
    suite.addTests(unittest.defaultTestLoader.loadTestsFromTestCase(case))
result = unittest.TextTestRunner(stream=stream, verbosity=0).run(suite)
print(result.testsRun, result.wasSuccessful())
for _, trace in result.failures + result.errors:
    print(trace)
m = Mock()
m.method(1)(2)
print(m.mock_calls, m.method.call_args, m.method.call_args.args, m.method.call_args.kwargs)
print(call(1, a=2), call.x.y(3), [call("a")], ANY == 5, sentinel.foo)
