"""Files and directories of any size pass through the broker in bounded memory."""

import os
from pathlib import Path

from tests.broker.runs import below, growing_at_most, value

GIB = 1 << 30


def test_large_files_stream_in_bounded_memory(tmp_path: Path) -> None:
    """A sparse file of 1 GiB read in pieces of 1 MiB: the broker holds a piece, not the file."""
    with (tmp_path / "large").open("wb") as file:
        file.truncate(GIB)
    script = """
        total = 0
        with open(args["path"], "rb") as file:
            while piece := file.read(1 << 20):
                total += len(piece)
        total
    """
    with growing_at_most(16):
        assert value(script, args={"path": str(tmp_path / "large")}) == GIB


def test_large_copies_and_writes_stream_in_bounded_memory(tmp_path: Path) -> None:
    with (tmp_path / "large").open("wb") as file:
        file.truncate(256 << 20)
    script = """
        shutil.copyfile(args["base"] + "/large", args["base"] + "/copy")
        piece = bytes(1 << 20)
        with open(args["base"] + "/written", "wb") as file:
            for _ in range(64):
                file.write(piece)
        [os.path.getsize(args["base"] + "/copy"), os.path.getsize(args["base"] + "/written")]
    """
    with growing_at_most(16):
        assert value(script, policy_text=below(tmp_path), args={"base": str(tmp_path)}) == [256 << 20, 64 << 20]


def test_a_large_directory_streams_in_bounded_memory(tmp_path: Path) -> None:
    many = tmp_path / "many"
    many.mkdir()
    (many / "one").touch()
    for number in range(50_000):
        os.symlink("x", many / f"entry-with-a-rather-long-name-{number:06}")
    script = """
        count = 0
        with os.scandir(args["path"]) as entries:
            for entry in entries:
                count += 1
        [count, len(os.listdir(args["path"]))]
    """
    with growing_at_most(16):
        assert value(script, args={"path": str(many)}) == [50_001, 50_001]
