"""Files and directories, named by their canonical absolute path."""

from hostapi.vocabulary.base import (
    Action,
    ActionDeclaration,
    Attributes,
    EntityType,
    Field,
    Namespace,
    Number,
    Record,
    Ref,
    SetOf,
    Text,
    refuse_text,
)

FILE = "file_system::File"
DIR = "file_system::Dir"
ARGUMENTS = "file_system::Arguments"
ENVIRONMENT = "file_system::Environment"

MAX_COMPONENTS = 64
"""Names in a path. Cedar's cost grows with the square of the chain (2048 names: 2 s) and a long chain crashes
it."""

_ID = Number(0, (1 << 32) - 1)
"""What a uid or gid can be: `uid_t` has 32 bits on Linux and macOS."""

_PID = Number(0, (1 << 22))
"""What a process id can be: Linux's PID_MAX_LIMIT."""


def refuse_path(path: str) -> str | None:
    """Return why *path* is no canonical path, or None: a leading `/`, no empty, `.` or `..` name, at most 64
    names."""
    reason = refuse_text(path)
    if reason is not None:
        return reason
    if path == "/":
        return None
    if path[0] != "/":
        return "the path is not absolute"
    names = path[1:].split("/")
    if len(names) > MAX_COMPONENTS:
        return f"the path has {len(names)} components, more than {MAX_COMPONENTS}"
    if "" in names:
        return "the path has an empty component or a trailing slash"
    if "." in names or ".." in names:
        return "the path has a `.` or `..` component"
    return None


def directory_of(path: str) -> str | None:
    """Return the path of the directory above *path*, or None for `/`; *path* is canonical."""
    return None if path == "/" else (path.rpartition("/")[0] or "/")


def path_attributes(path: str) -> Attributes:
    """Return the attributes of the File or Dir with this *path*."""
    return (("path", path),)


def destination(path: str) -> Attributes:
    """Return the context of a `move` to *path*, which is canonical."""
    parent, _, name = path.rpartition("/")
    return (("destination", (("path", path), ("name", name), ("parent_path", parent or "/"))),)


OPEN = Action("file_system", "open")
READ = Action("file_system", "read")
REDACTED_READ = Action("file_system", "redacted_read")
WRITE = Action("file_system", "write")
STAT = Action("file_system", "stat")
CREATE = Action("file_system", "create")
DELETE = Action("file_system", "delete")
CHMOD = Action("file_system", "chmod")
CHOWN = Action("file_system", "chown")
MOVE = Action("file_system", "move")
SET_X_ATTR = Action("file_system", "set_x_attr")
EXECUTE = Action("file_system", "execute")
NETWORK_NAMESPACE = Action("file_system", "network_namespace")
UNMOUNT = Action("file_system", "unmount")

_GROUP = ("SafeIO",)
_BOTH = (FILE, DIR)

_EXECUTE_CONTEXT = (
    Field("arguments", Ref(ARGUMENTS)),
    Field("environment", Ref(ENVIRONMENT)),
    Field("user", Record((Field("username", Text()), Field("uid", _ID)))),
    Field("group", Record((Field("groupname", Text()), Field("gid", _ID)))),
    Field("namespace", Record((Field("target_process_id", _PID),)), required=False),
)
_MOVE_CONTEXT = (
    Field("destination", Record((Field("path", Text()), Field("name", Text()), Field("parent_path", Text())))),
)
_X_ATTR_CONTEXT = (Field("xattr", Record((Field("name", Text()),))),)

NAMESPACE = Namespace(
    name="file_system",
    entities=(
        EntityType(
            name="Dir",
            refuse=refuse_path,
            attributes=(Field("path", Text()),),
            parents=(DIR,),
            attributes_of=path_attributes,
            container=DIR,
        ),
        EntityType(
            name="File",
            refuse=refuse_path,
            attributes=(Field("path", Text()),),
            parents=(DIR,),
            attributes_of=path_attributes,
            container=DIR,
        ),
        EntityType(
            name="Arguments",
            refuse=refuse_text,
            attributes=(
                Field("keys", SetOf(Text())),
                Field("flags", SetOf(Text())),
                Field("positional_values", SetOf(Text())),
            ),
            tags=Text(),
        ),
        EntityType(name="Environment", refuse=refuse_text, attributes=(Field("names", SetOf(Text())),), tags=Text()),
    ),
    groups=_GROUP,
    actions=(
        *(ActionDeclaration(action, _GROUP, (FILE,)) for action in (WRITE, NETWORK_NAMESPACE, REDACTED_READ)),
        *(ActionDeclaration(action, _GROUP, _BOTH) for action in (OPEN, CHMOD, CHOWN, CREATE, DELETE, READ, STAT)),
        ActionDeclaration(SET_X_ATTR, _GROUP, _BOTH, _X_ATTR_CONTEXT),
        ActionDeclaration(EXECUTE, _GROUP, (FILE,), _EXECUTE_CONTEXT),
        ActionDeclaration(MOVE, _GROUP, _BOTH, _MOVE_CONTEXT),
        ActionDeclaration(UNMOUNT, _GROUP, (DIR,)),
    ),
)
