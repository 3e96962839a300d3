"""fs.rename"""

from collections.abc import Mapping

from hostapi.fs.common import MISSING
from hostapi.grant import Entry, Granted
from hostapi.operation import operation
from hostapi.target import Context, PathTarget
from hostapi.unchecked import tree
from hostapi.vocabulary.file_system import CREATE, DELETE, MOVE


def destination(paths: Mapping[str, str]) -> Context:
    """Return the context of `move`: where the entry goes, as a record of three strings (Rex's shape)."""
    path = paths["destination"]
    parent, _, name = path.rpartition("/")
    return (("destination", (("name", name), ("parent_path", parent or "/"), ("path", path))),)


@operation(
    source=PathTarget(
        file=(MOVE,), dir=(MOVE,), follow=False, at=True, special=True, changes=True, links=True, context=destination
    ),
    destination=PathTarget(
        file=(CREATE,),
        dir=(CREATE,),
        missing=(),
        existing=(DELETE,),
        follow=False,
        at=True,
        special=True,
        changes=True,
        links=True,
        like="source",
    ),
    errors=(*MISSING, ("OSError EXDEV", "the destination is on another file system")),
)
def rename(source: Granted[Entry], destination: Granted[Entry]) -> None:
    """Give an entry another name, replacing what has that name as rename(2) does."""
    tree.move(source, destination)
