"""A small stack with its tests, run in the file and summarized."""
import io
import sys
import unittest


class Stack:
    def __init__(self, items=()):
        self._items = list(items)

    def push(self, x):
        self._items.append(x)
        return self

    def pop(self):
        if not self._items:
            raise IndexError("pop from empty stack")
        return self._items.pop()

    def __len__(self):
        return len(self._items)

    def __bool__(self):
        return bool(self._items)

    def __iter__(self):
        return reversed(self._items)

    def __eq__(self, other):
        if not isinstance(other, Stack):
            return NotImplemented
        return self._items == other._items

    __hash__ = None


class StackTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.made = 0

    def setUp(self):
        self.s = Stack("ab")
        type(self).made += 1
        self.addCleanup(lambda: None)

    def test_push_pop(self):
        self.assertEqual(self.s.push("c").pop(), "c")
        self.assertSequenceEqual(list(self.s), ["b", "a"])

    def test_empty(self):
        with self.assertRaisesRegex(IndexError, r"^pop from") as cm:
            Stack().pop()
        self.assertIn("empty", str(cm.exception))

    def test_truth(self):
        for items, want in [("", False), ("x", True)]:
            with self.subTest(items=items):
                self.assertIs(bool(Stack(items)), want)

    def test_eq(self):
        self.assertEqual(Stack("a"), Stack("a"))
        self.assertNotEqual(Stack("a"), "a")
        with self.assertRaises(TypeError):
            hash(Stack())

    @unittest.expectedFailure
    def test_known_bug(self):
        self.assertEqual(len(self.s), 3)

    @unittest.skipIf(sys.version_info < (3, 30), "from the future")
    def test_later(self):
        self.fail("no")

    def test_output(self):
        with self.assertLogs("stack", level="INFO") as cap:
            import logging

            logging.getLogger("stack").info("hello")
        self.assertEqual(cap.output, ["INFO:stack:hello"])
        self.assertAlmostEqual(0.1 + 0.2, 0.3)
        self.assertDictEqual({"a": 1}, dict(a=1))
        self.assertCountEqual([1, 2, 2], [2, 1, 2])

    def test_fails(self):
        self.assertEqual([1, 2, 3], [1, 2, 4], "lists differ")


def run():
    stream = io.StringIO()
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(StackTest)
    result = unittest.TextTestRunner(stream=stream, verbosity=2).run(suite)
    lines = [l for l in stream.getvalue().splitlines() if "..." in l]
    print("\n".join(sorted(lines)))
    print(result.testsRun, len(result.failures), len(result.errors), len(result.skipped), len(result.expectedFailures), result.wasSuccessful())
    print(result.failures[0][1].splitlines()[-1] if result.failures else "")
    print(StackTest.made)


run()
