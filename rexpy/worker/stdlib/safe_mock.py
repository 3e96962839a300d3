"""`unittest.mock` for scripts: doubles that remember their calls.

# Not: CPython's. It makes a class for each double, executes text, and reads and sets whatever is named to it; here
# every foreign attribute goes through the gate.
"""

from __future__ import annotations

from typing import Any, Final

from rexpy.worker.language import ownership as who
from rexpy.worker.language.guards import read_attribute
from rexpy.worker.stdlib.mock_asserts import Assertions
from rexpy.worker.stdlib.mock_calls import DEFAULT, Call

_MISSPELT: Final = ("assert", "assret", "asert", "aseert", "assrt")
_OPEN_NAMES: Final = ("return_value", "side_effect")


CHILDREN: Final[dict[type, Any]] = {}
"""Kind of double to the kind of its attributes, where they differ."""
SPECIAL: Final[set[str]] = {"__str__", "__eq__", "__ne__", "__hash__", "__fspath__", "__call__"}
"""The special methods that a double may be given."""


class NonCallableMock(Assertions):
    """A double whose attributes are doubles, made when they are first asked for."""

    _magic: bool = False

    def __init__(
        self, spec: Any = None, wraps: Any = None, name: str | None = None, spec_set: Any = None,
        unsafe: bool = False, side_effect: Any = None, return_value: Any = DEFAULT, **attributes: Any,
    ) -> None:  # fmt: skip
        shape = spec_set if spec is None else spec
        made: dict[str, Any] = {
            "_mock_name": name, "_mock_parent": None, "_mock_children": {}, "_mock_wraps": wraps,
            "_mock_spec": None, "_mock_spec_class": None, "_mock_spec_set": spec_set is not None,
            "_mock_unsafe": bool(unsafe), "_mock_sealed": False, "_mock_signature": None,
            "_mock_return_value": return_value, "_mock_side_effect": None,
            "call_count": 0, "called": False, "call_args": None, "call_args_list": [], "mock_calls": [],
            "method_calls": [],
        }  # fmt: skip
        facts_of(self).update(made)
        if shape is not None:
            self.mock_add_spec(shape, spec_set is not None)
        self.side_effect = side_effect
        self.configure_mock(**attributes)

    def mock_add_spec(self, spec: Any, spec_set: bool = False) -> None:
        """Let the double have the attributes of *spec* only: an object, a class or a list of names."""
        facts = facts_of(self)
        if isinstance(spec, list | tuple):
            names = [entry for entry in spec if type(entry) is str]
        else:
            names = dir(spec)
            facts["_mock_spec_class"] = spec if who.is_class(spec) else type(spec)
        facts["_mock_spec"], facts["_mock_spec_set"] = frozenset(names), bool(spec_set)

    @property  # type: ignore[misc]  # as CPython's: a double passes for what it was made after
    def __class__(self) -> Any:
        return facts_of(self).get("_mock_spec_class") or type(self)

    def __getattr__(self, name: str) -> Any:
        facts = facts_of(self)
        if name.startswith("_mock_") or (name.startswith("__") and name.endswith("__")):
            raise AttributeError(name)
        spec = facts["_mock_spec"]
        if spec is not None and name not in spec:
            raise AttributeError(f"Mock object has no attribute {name!r}")
        if not facts["_mock_unsafe"] and name.startswith(_MISSPELT):
            raise AttributeError(
                f"{name!r} is not a valid assertion. Use a spec for the mock if {name!r} is meant to be an attribute."
            )
        found = facts["_mock_children"].get(name)
        if found is DEFAULT:
            raise AttributeError(name)
        if found is None:
            if facts["_mock_sealed"]:
                raise AttributeError(f"Cannot set {self._mock_full_name()}.{name}")
            wraps = facts["_mock_wraps"]
            # Threat: what is wrapped is anybody's.
            found = self._mock_child(name, wraps=None if wraps is None else read_attribute(wraps, name))
        return found

    def __setattr__(self, name: str, value: Any) -> None:
        facts = facts_of(self)
        if name in _OPEN_NAMES:
            object.__setattr__(self, name, value)
            return
        if facts.get("_mock_spec_set") and name not in facts["_mock_spec"] and name not in facts:
            raise AttributeError(f"Mock object has no attribute {name!r}")
        if _adopt(self, value, name):
            facts["_mock_children"][name] = value
        elif name in SPECIAL:
            facts["_mock_children"][name] = _calling(self, name, value)
        else:
            facts[name] = value

    def __delattr__(self, name: str) -> None:
        facts = facts_of(self)
        facts.pop(name, None)
        facts["_mock_children"][name] = DEFAULT

    def __dir__(self) -> list[str]:
        facts = facts_of(self)
        shown = facts["_mock_spec"] or [name for name in dir(type(self)) if not name.startswith("_")]
        own = [name for name in (*facts, *facts["_mock_children"]) if not name.startswith("_")]
        return sorted({*shown, *own})

    def __repr__(self) -> str:
        name = self._mock_full_name()
        shape = facts_of(self)["_mock_spec_class"]
        said = f" name={name!r}" if name != "mock" else ""
        said += f" spec={shape.__name__!r}" if shape is not None else ""
        return f"<{type(self).__name__}{said} id='{id(self)}'>"

    def _mock_full_name(self) -> str:
        parts: list[str] = []
        mock: Any = self
        while True:
            facts = facts_of(mock)
            if facts["_mock_parent"] is None:
                parts.append(facts["_mock_name"] or "mock")
                break
            name = facts["_mock_name"]
            parts.append(name if name == "()" else f".{name}")
            mock = facts["_mock_parent"]
        return "".join(reversed(parts))

    def _mock_child(self, name: str, **options: Any) -> Any:
        child = CHILDREN.get(type(self), type(self))(**options)
        facts_of(child).update(_mock_parent=self, _mock_name=name)
        facts_of(self)["_mock_children"][name] = child
        return child

    @property
    def return_value(self) -> Any:
        """What a call returns."""
        facts = facts_of(self)
        if facts["_mock_return_value"] is DEFAULT:
            facts["_mock_return_value"] = self._mock_child("()")
        return facts["_mock_return_value"]

    @return_value.setter
    def return_value(self, value: Any) -> None:
        facts_of(self)["_mock_return_value"] = value
        _adopt(self, value, "()")

    @property
    def side_effect(self) -> Any:
        """What a call does besides: a function, an exception, or the results of calls to come."""
        return facts_of(self)["_mock_side_effect"]

    @side_effect.setter
    def side_effect(self, value: Any) -> None:
        exception = isinstance(value, BaseException) or (isinstance(value, type) and issubclass(value, BaseException))
        if value is not None and not exception and not callable(value):
            value = iter(value)
        facts_of(self)["_mock_side_effect"] = value

    def configure_mock(self, /, **attributes: Any) -> None:
        """Set attributes by name; `method.return_value` and its like reach those of attributes."""
        for path, value in sorted(attributes.items(), key=lambda entry: entry[0].count(".")):
            *names, last = path.split(".")
            target: Any = self
            for name in names:
                target = read_attribute(target, name)
            if not is_mock(target):
                raise AttributeError(f"{path!r} does not lead to a mock")
            setattr(target, last, value)

    def attach_mock(self, mock: Any, attribute: str) -> None:
        """Make *mock* the attribute, and tell of its calls here."""
        if not is_mock(mock):
            raise TypeError("attach_mock() takes a mock")
        facts_of(self)
        facts_of(mock).update(_mock_parent=None, _mock_name=None)
        setattr(self, attribute, mock)

    def reset_mock(self, visited: Any = None, *, return_value: bool = False, side_effect: bool = False) -> None:
        """Forget every call, of the attributes too."""
        facts = facts_of(self)
        facts.update(call_count=0, called=False, call_args=None, call_args_list=[], mock_calls=[], method_calls=[])
        if return_value:
            facts["_mock_return_value"] = DEFAULT
        if side_effect:
            facts["_mock_side_effect"] = None
        for child in list(facts["_mock_children"].values()):
            if is_mock(child) and child is not self:
                child.reset_mock()

    def _mock_short_name(self) -> str:
        return facts_of(self)["_mock_name"] or "mock"

    # --- calling

    def _mock_call(self, args: Any, kwargs: Any) -> Any:
        facts = facts_of(self)
        if facts["_mock_signature"] is not None:
            facts["_mock_signature"].bind(*args, **kwargs)
        facts.update(
            called=True, call_count=facts["call_count"] + 1, call_args=Call(args=args, kwargs=kwargs, two=True)
        )
        facts["call_args_list"].append(facts["call_args"])
        self._mock_tell(args, kwargs)
        effect = facts["_mock_side_effect"]
        if effect is not None:
            if isinstance(effect, BaseException) or (isinstance(effect, type) and issubclass(effect, BaseException)):
                raise effect
            if callable(effect):
                result = effect(*args, **kwargs)
            else:
                result = next(effect)
                if isinstance(result, BaseException) or (
                    isinstance(result, type) and issubclass(result, BaseException)
                ):
                    raise result
            if result is not DEFAULT:
                return result
        if facts["_mock_return_value"] is DEFAULT and facts["_mock_wraps"] is not None:
            return facts["_mock_wraps"](*args, **kwargs)
        return self.return_value

    def _mock_tell(self, args: Any, kwargs: Any) -> None:
        """Note the call here, and under the name that it has there in those that this is an attribute of."""
        name, mock, method = "", self, False
        while True:
            facts = facts_of(mock)
            facts["mock_calls"].append(Call(name, args, kwargs))
            if method and "()" not in name:
                facts["method_calls"].append(Call(name, args, kwargs))
            parent = facts["_mock_parent"]
            if parent is None:
                return
            own = facts["_mock_name"]
            name = own if not name else f"{own}{name}" if name.startswith("()") else f"{own}.{name}"
            mock, method = parent, True


def is_mock(value: Any) -> bool:
    """Tell whether *value* really is a double."""
    return who.is_subclass(type(value), NonCallableMock)


def facts_of(mock: Any) -> dict[str, Any]:
    """Return what a double knows; raises TypeError for anything else."""
    # Threat: a method called by its class would read and write the attributes of any object.
    if not is_mock(mock):
        raise TypeError("a mock is needed")
    facts: dict[str, Any] = object.__getattribute__(mock, "__dict__")
    return facts


def _adopt(parent: Any, value: Any, name: str) -> bool:
    """Make *parent* the parent of the double *value*, which has neither parent nor name; tell whether it is now."""
    if not is_mock(value) or facts_of(value)["_mock_parent"] is not None or facts_of(value)["_mock_name"]:
        return False
    above = parent
    while above is not None:
        if above is value:
            return False
        above = facts_of(above)["_mock_parent"]
    facts_of(value).update(_mock_parent=parent, _mock_name=name)
    return True


def _calling(mock: Any, name: str, value: Any) -> Any:
    """Return what stands for the special method *name* of *mock* when the script sets it to *value*."""
    if is_mock(value):
        return value
    return (lambda *args, **kwargs: value(mock, *args, **kwargs)) if who.is_own_function(value) else value


class Mock(NonCallableMock):
    """A double that can be called."""

    def __call__(self, /, *args: Any, **kwargs: Any) -> Any:
        return self._mock_call(args, kwargs)


CHILDREN[NonCallableMock] = Mock
