"""What a double asserts of its calls, in CPython's words."""

from __future__ import annotations

from typing import Any, Final, NoReturn

from rexpy.worker.stdlib.mock_calls import Call, expected, listed

_ACTUAL: Final = "  Actual: "


class Assertions:
    """The assertions of a double."""

    call_count: int
    call_args: Any
    call_args_list: list[Any]
    mock_calls: list[Any]

    def _mock_short_name(self) -> str:
        raise NotImplementedError

    def _mock_fail(self, text: str) -> NoReturn:
        raise AssertionError(text)

    def _calls(self) -> str:
        calls = self.mock_calls
        return f"\nCalls: {listed(calls)}." if calls else ""

    def assert_called(self) -> None:
        """Fail unless the double was called."""
        if not self.call_count:
            self._mock_fail(f"Expected {self._mock_short_name()!r} to have been called.")

    def assert_not_called(self) -> None:
        """Fail if the double was called."""
        if self.call_count:
            name = self._mock_short_name()
            self._mock_fail(
                f"Expected {name!r} to not have been called. Called {self.call_count} times.{self._calls()}"
            )

    def assert_called_once(self) -> None:
        """Fail unless the double was called once."""
        if self.call_count != 1:
            name = self._mock_short_name()
            self._mock_fail(
                f"Expected {name!r} to have been called once. Called {self.call_count} times.{self._calls()}"
            )

    def assert_called_with(self, /, *args: Any, **kwargs: Any) -> None:
        """Fail unless the last call was with these arguments."""
        name = self._mock_short_name()
        if self.call_args is None:
            text = expected(name, args, kwargs)
            self._mock_fail(f"expected call not found.\nExpected: {text}\n{_ACTUAL}not called.")
        if self.call_args != Call(args=args, kwargs=kwargs):
            actual = expected(name, self.call_args.args, self.call_args.kwargs)
            text = expected(name, args, kwargs)
            self._mock_fail(f"expected call not found.\nExpected: {text}\n{_ACTUAL}{actual}")

    def assert_called_once_with(self, /, *args: Any, **kwargs: Any) -> None:
        """Fail unless there was one call, with these arguments."""
        if self.call_count != 1:
            name = self._mock_short_name()
            self._mock_fail(f"Expected {name!r} to be called once. Called {self.call_count} times.{self._calls()}")
        self.assert_called_with(*args, **kwargs)

    def assert_any_call(self, /, *args: Any, **kwargs: Any) -> None:
        """Fail unless some call was with these arguments."""
        if Call(args=args, kwargs=kwargs) not in self.call_args_list:
            self._mock_fail(f"{expected(self._mock_short_name(), args, kwargs)} call not found")

    def assert_has_calls(self, calls: Any, any_order: bool = False) -> None:
        """Fail unless these calls were made: in a row, or in any order."""
        made, wanted = list(self.mock_calls), list(calls)
        if any_order:
            for entry in wanted:
                if entry not in made:
                    name = self._mock_short_name()
                    found = f"in its call list, found {list(self.mock_calls)!r} instead"
                    self._mock_fail(f"{name!r} does not contain all of {tuple(wanted)!r} {found}")
                made.remove(entry)
        elif not any(made[start : start + len(wanted)] == wanted for start in range(len(made) - len(wanted) + 1)):
            self._mock_fail(f"Calls not found.\nExpected: {listed(wanted)}\n{_ACTUAL}{listed(made)}")
