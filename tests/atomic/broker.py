"""A broker in a process of its own, to be killed: runs a script from the command line, passes its output on at once."""

import json
import os
import sys

import rexpy
from tests.broker.runs import ATTEMPT, EVERYTHING


def main(script: str, args: str) -> None:
    """Run `script` and print its value and its error as JSON."""

    def show(_stream: int, text: str) -> None:
        os.write(1, text.encode())

    result = rexpy.run(ATTEMPT + script, policy=EVERYTHING, args=json.loads(args), on_output=show)
    os.write(1, json.dumps([result.value, result.error.message if result.error else None]).encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
