"""A place with scripts and policies for the command line; without a seal for this system there is no run to test."""

from collections.abc import Callable
from pathlib import Path

import pytest

from rexpy.seal import abi

Put = Callable[[str, str], Path]


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Write a file in the test's directory and return its path."""

    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def sealed() -> None:
    """Skip where no worker can be sealed."""
    if abi.current() is None:
        pytest.skip("the seal is that of Linux on x86-64 or aarch64")


@pytest.fixture
def nothing(put: Put) -> str:
    """A policy that permits nothing."""
    return str(put("nothing.cedar", "permit(principal, action, resource) when { false };"))


CHANGING = ", ".join(
    f'file_system::Action::"{name}"' for name in ("write", "create", "delete", "move", "chmod", "chown")
)


def but_itself(path: Path) -> str:
    """What a policy that permits much must forbid: changing the file that it is in."""
    return f'forbid(principal, action in [{CHANGING}], resource == file_system::File::"{path}");'


@pytest.fixture
def everything(put: Put, tmp_path: Path) -> str:
    """A policy that permits everything but to change it."""
    text = '@id("everything") permit(principal, action, resource);'
    return str(put("everything.cedar", text + but_itself(tmp_path / "everything.cedar")))
