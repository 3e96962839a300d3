"""Processes, named by their pid; their attributes are read from the host by the operation that asks."""

from hostapi.vocabulary.base import Action, ActionDeclaration, EntityType, Field, Namespace, Text, refuse_text

PROCESS = "process_system::Process"

LIST = Action("process_system", "list")
LIST_FDS = Action("process_system", "list_fds")
MOUNT_NAMESPACE = Action("process_system", "mount_namespace")
NETWORK_NAMESPACE = Action("process_system", "network_namespace")
KILL = Action("process_system", "kill")
INTERRUPT = Action("process_system", "interrupt")
TRACE = Action("process_system", "trace")

NAMESPACE = Namespace(
    name="process_system",
    entities=(
        EntityType(
            name="Process",
            refuse=refuse_text,
            attributes=(Field("name", Text()), Field("username", Text()), Field("command", Text())),
        ),
    ),
    groups=("ProcessAction",),
    actions=tuple(
        ActionDeclaration(action, ("ProcessAction",), (PROCESS,))
        for action in (LIST, LIST_FDS, MOUNT_NAMESPACE, NETWORK_NAMESPACE, KILL, INTERRUPT, TRACE)
    ),
)
