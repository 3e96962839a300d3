"""The authorizer answers as Cedar's own WebAssembly build does, over random policies, requests, entities and facts.

It is another build of the evaluator, another binding, and another way to give it policies, entities and requests. It
needs Node and the package: `npm install @cedar-policy/cedar-wasm` in a directory that REXPY_CEDAR_WASM names.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from rexpy.broker.policy import Policy
from tests.policy import bare
from tests.policy.test_remembered import ENTITIES, USERS, Ask, asks, entities_for, moments, policy_sets, valid

DIRECTORY = os.environ.get("REXPY_CEDAR_WASM", "")
NODE = shutil.which("node")
PACKAGE = Path(DIRECTORY, "node_modules/@cedar-policy/cedar-wasm/nodejs")

pytestmark = pytest.mark.skipif(
    NODE is None or not DIRECTORY or not PACKAGE.is_dir(),
    reason="needs node, and REXPY_CEDAR_WASM to name a directory with @cedar-policy/cedar-wasm installed",
)

WANTED = 2_000
"""Answers compared at the least."""


class Cedar:
    """A Node process that answers."""

    def __init__(self) -> None:
        assert NODE is not None
        program = Path(__file__).with_name("cedar_wasm.cjs")
        self._process = subprocess.Popen(
            [NODE, str(program), str(Path(DIRECTORY).resolve())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.compared = 0
        self.effects: set[str] = set()
        self.version: str = self._say(bare.SCHEMA)["version"]

    def _say(self, said: Any) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(said) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, "Node has ended; its standard error says why"
        return json.loads(answer)

    def ask(self, policies: str, requests: list[dict[str, Any]]) -> list[tuple[str, set[str]]]:
        """The effect and the ids of the deciding policies, of each request."""
        answers = self._say({"policies": policies, "requests": requests})
        self.compared += len(answers)
        return [self._effect(answer) for answer in answers]

    def _effect(self, answer: dict[str, Any]) -> tuple[str, set[str]]:
        assert "diagnostics" in answer, answer
        said = answer["diagnostics"]
        reasons = set(said["reason"])
        effect = "permit" if answer["decision"] == "allow" else "forbid" if reasons else "no_permit"
        effect = "error" if said["errors"] else effect
        self.effects.add(effect)
        return effect, reasons

    def close(self) -> None:
        """End it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(60)
        self._process.stdout.close()


@pytest.fixture(scope="module")
def cedar() -> Iterator[Cedar]:
    process = Cedar()
    try:
        yield process
    finally:
        process.close()


def test_it_is_the_same_language(cedar: Cedar) -> None:
    assert cedar.version.split(".")[0] == "4"


@settings(
    max_examples=int(os.environ.get("REXPY_CEDAR_WASM_EXAMPLES", "400")),
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
        HealthCheck.data_too_large,
        HealthCheck.function_scoped_fixture,
    ],
)
@given(policy_sets, asks, st.sampled_from(USERS), st.lists(moments, min_size=1, max_size=2, unique=True))
def compare(cedar: Cedar, policies: list[str], requests: list[Ask], user: str, moments: list[bare.Moment]) -> None:
    kept = [one for one in policies if valid(one)]
    assume(kept)
    text = "\n".join(kept)
    policy = Policy.from_text(text, entities=json.dumps(ENTITIES))
    for moment in moments:
        authorizer = policy.authorizer(f'User::"{user}"', moment.facts())
        wanted = cedar.ask(
            text,
            [
                {
                    "principal": {"type": "User", "id": user},
                    "action": {"type": action.type, "id": action.name},
                    "resource": resource._asdict(),
                    "context": {**bare.record(context), **moment.context()},
                    "entities": [*entities_for(user), *bare.entities_of(resource), moment.entity()],
                }
                for action, resource, context in requests
            ],
        )
        for _ in range(2):  # evaluated, then remembered
            for request, (effect, reasons) in zip(requests, wanted, strict=True):
                decision = authorizer.decide(*request)
                assert (decision.effect, {ref.id for ref in decision.policies}) == (effect, reasons), request


def test_thousands_of_random_requests_are_answered_alike(cedar: Cedar) -> None:
    compare(cedar)
    assert cedar.compared >= WANTED
    assert {"permit", "forbid", "no_permit"} <= cedar.effects
    assert "error" not in cedar.effects
    print(f"{cedar.compared} answers of Cedar {cedar.version} compared")
