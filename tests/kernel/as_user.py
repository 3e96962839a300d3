"""Runs every attack from a broker of an ordinary user and prints what went wrong as JSON."""

import json
import sys
from concurrent.futures import ThreadPoolExecutor

import attacks
import breach
from attacks import Attack

from rexpy.seal import abi

ABI = abi.current()
assert ABI is not None


def _wrong(attack: Attack) -> str | None:
    outcome = breach.run(attack.code + ("" if attack.refused else "\nsay('alive')"))
    if attack.refused is not None:
        return None if outcome.said == [-attack.refused] and outcome.violation is None else repr(outcome)
    if outcome.said or outcome.survived or outcome.violation is None:
        return repr(outcome)
    number = attack.call if isinstance(attack.call, int) else ABI.numbers[attack.call]
    return None if outcome.violation.number in (number, -1) else repr(outcome)


chosen = [each for each in (*attacks.ENDING, *attacks.PROBES) if isinstance(each.call, int) or each.call in ABI.numbers]
with ThreadPoolExecutor(4) as pool:
    answers = list(pool.map(_wrong, chosen))
json.dump(
    {
        "tried": len(chosen),
        "wrong": {f"{at} {chosen[at].name}": each for at, each in enumerate(answers) if each},
    },
    sys.stdout,
)
