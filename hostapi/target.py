"""How an operation's argument is mediated: which entity it names, and which actions are asked on it.

The rules, in the order that the gate applies them:

1. The text of a path is checked; then the actions are asked on the path as written. Where an operation takes files and
   directories alike, both are asked and the system is looked at only if one is allowed: a path that the policy does
   not grant answers the same whether or not it exists.
2. The entry is opened without following any link. A link on the way, or at the end where the operation follows it,
leads
   to another path, on which everything is asked again.
3. What is there decides which of the two counts; where nothing is there, `missing` is asked, where something is,
   `existing`.

`open` on a directory comes first, as in Rex: for a File that is the directory it lies in, for a Dir the directory
itself, and for operations that change what a directory holds (`at=True`) always the directory that is changed.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from hostapi.grant import Sequel
from hostapi.vocabulary.base import Action

Context = tuple[tuple[str, object], ...]
ContextOf = Callable[[Mapping[str, str]], Context]


class PathTarget(NamedTuple):
    """A path argument.

    `file`, `dir`: the actions asked for an entry of that kind; None where the operation does not take that kind. A link
    that is not followed, and anything that is neither, counts as a File.
    `missing`: asked in addition where nothing is there; None where something must be.
    `existing`: asked in addition where something is there; None where nothing may be.
    `follow`: whether a link at the end is followed; a string names the bool argument that says so.
    `at`: the operation changes the directory that holds the entry.
    `special`: whether devices, FIFOs and sockets are acceptable (they are never opened; only looked at or removed).
    `changes`: the operation alters the entry: protected files, and files of several hard links, are refused.
    `links`: an entry of several hard links is acceptable although it is altered (a name is removed, not the file).
    `parent`: the directory is held open as well, without being changed.
    `through`: asked on each link that is passed, as a File, after `open` on its directory: the operation tells what the
    links say.
    `anywhere`: nothing needs to be there, nor a directory on the way.
    `like`: names the argument whose entry tells whether this one is a File or a Dir, where nothing is there yet.
    `context`: builds the request's context from the paths of the call, by argument name.
    """

    file: tuple[Action, ...] | None = None
    dir: tuple[Action, ...] | None = None
    missing: tuple[Action, ...] | None = None
    existing: tuple[Action, ...] | None = ()
    follow: bool | str = True
    at: bool = False
    special: bool = False
    changes: bool = False
    links: bool = False
    parent: bool = False
    through: tuple[Action, ...] = ()
    anywhere: bool = False
    like: str | None = None
    context: ContextOf | None = None


class HandleTarget(NamedTuple):
    """A number that an earlier operation returned.

    `read`, `write`: which right, given when it was opened, this needs. `ask`: actions asked now on its File.
    `sequel`: the number stands for one of these, which is gone on with, not for a file.
    `gives_back`: it may stand for either, and is given back; nothing is asked for giving up what one holds.
    `ends`: the number is given back when the operation is over, however it went.
    """

    read: bool = False
    write: bool = False
    ask: tuple[Action, ...] = ()
    sequel: type[Sequel] | None = None
    ends: bool = False
    gives_back: bool = False


class HostTarget(NamedTuple):
    """A host name: `ask` on `sysinfo::Hostname`, before any packet leaves."""

    ask: tuple[Action, ...]


Target = PathTarget | HandleTarget | HostTarget
