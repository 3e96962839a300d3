"""The declaration of one operation: a function, its annotations, its docstring and one decorator.

From it derive the number on the wire, the worker's stub, the Cedar requests, `rexpy api`, the reference page and the
test matrix. `@operation` checks the declaration when the module is imported; a mistake fails every start, not one call.
"""

from collections.abc import Callable
from typing import Any, NamedTuple, get_origin

from hostapi.grant import Granted
from hostapi.services import SERVICES
from hostapi.target import HandleTarget, HostTarget, PathTarget, Target

_WIRE = {str: "str", int: "int", bool: "bool", bytes: "bytes"}


class Parameter(NamedTuple):
    """One argument as it crosses the wire: `kind` is path, handle, hostname, str, int, bool or bytes."""

    name: str
    kind: str


class Operation(NamedTuple):
    """One operation: what crosses the wire, what is asked, what is done.

    `services`: what the function takes from the run after its arguments (`hostapi.services`). `cast`: it is not
    answered.
    `opens`: it returns a handle, which counts against the run's limit.
    `errors`: what it may raise, as (name, when) pairs, for the reference.
    """

    name: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    targets: dict[str, Target]
    function: Callable[..., list[Any] | None]
    services: tuple[str, ...]
    cast: bool
    opens: bool
    returns: str
    errors: tuple[tuple[str, str], ...]

    def position(self, parameter: str) -> int:
        """Return the position of a parameter."""
        return next(index for index, each in enumerate(self.parameters) if each.name == parameter)


class DeclarationError(TypeError):
    """An operation is declared in a way that could not be mediated."""


def operation(
    *,
    returns: str = "nothing",
    cast: bool = False,
    opens: bool = False,
    errors: tuple[tuple[str, str], ...] = (),
    **targets: Target,
) -> Callable[[Callable[..., list[Any] | None]], Operation]:
    """Declare the decorated function an operation; each keyword names a parameter and says how it is mediated.

    Raises DeclarationError for a Granted parameter without a target, a target without a parameter, a type that does
    not cross the wire, bytes that are not last, or a missing docstring.
    """

    def declare(function: Callable[..., list[Any] | None]) -> Operation:
        family, _, verb = function.__module__.removeprefix("hostapi.").rpartition(".")
        name = f"{family}.{verb.rstrip('_')}"
        hints = function.__annotations__
        code = function.__code__
        parameters: list[Parameter] = []
        services: list[str] = []
        for parameter in code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]:
            hint = hints.get(parameter)
            if type(hint) is str:
                raise DeclarationError(f"{name}: annotations are objects here, not text")
            target = targets.get(parameter)
            if hint in SERVICES:
                services.append(SERVICES[hint])
                continue
            if services:
                raise DeclarationError(f"{name}: services come last")
            parameters.append(Parameter(parameter, _kind(name, parameter, hint, target)))
        unknown = set(targets) - {parameter.name for parameter in parameters}
        if unknown or not targets:
            raise DeclarationError(f"{name}: targets {sorted(unknown)} name no parameter, or none is declared")
        if any(parameter.kind == "bytes" for parameter in parameters[:-1]):
            raise DeclarationError(f"{name}: bytes cross as the last argument only")
        if function.__name__ != verb:
            raise DeclarationError(f"{name}: the function is called {function.__name__}")
        summary, _, description = (function.__doc__ or "").partition("\n\n")
        if not summary:
            raise DeclarationError(f"{name}: no docstring")
        return Operation(
            name,
            " ".join(summary.split()),
            _dedent(description),
            tuple(parameters),
            dict(targets),
            function,
            tuple(services),
            cast,
            opens,
            returns,
            errors,
        )

    return declare


def _dedent(text: str) -> str:
    return "\n".join(line.removeprefix("    ") for line in text.splitlines()).strip()


def _kind(name: str, parameter: str, hint: Any, target: Target | None) -> str:
    if get_origin(hint) is Granted:
        if isinstance(target, PathTarget):
            return "path"
        if isinstance(target, HandleTarget):
            return "handle"
        if isinstance(target, HostTarget):
            return "hostname"
        raise DeclarationError(f"{name}: {parameter} is granted by nothing")
    if target is not None or hint not in _WIRE:
        raise DeclarationError(f"{name}: {parameter} of type {hint} cannot cross the wire, or is not Granted")
    return _WIRE[hint]
