"""The walk in docs/policy-tools.md, step by step: what it writes is written, what it shows is what comes."""

from pathlib import Path

from rexpy.tooling.policies.report import KINDS

from .markdown import blocks, commands, pattern
from .test_documents import ROOT, checkout, perform

__all__ = ["checkout"]

PAGE = ROOT / "docs/policy-tools.md"


def test_the_walk(checkout: Path) -> None:
    steps = 0
    for block in blocks(PAGE):
        if block.name is not None:
            (checkout / block.name).write_text(block.text, encoding="utf-8")
        elif block.language == "console":
            for command, shown in commands(block.text):
                done = perform(command, checkout)
                printed = "\n".join(line.rstrip() for line in done.stdout.splitlines()).strip()
                assert pattern(shown).fullmatch(printed), f"line {block.line}: {command}\n{printed}"
                steps += 1
    assert steps >= 6


def test_every_code_is_explained() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for kind in KINDS:
        assert f"| `{kind.code}` | {kind.severity} |" in text
