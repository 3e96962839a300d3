"""Whether the files that policies were read from are their owner's alone: nobody else can write them, and neither can
the script that they are to hold.

Who can write a policy decides what it says, and so can who may put another file in its place: a directory on the way to
it is looked at as the file is, as sshd's StrictModes does.
"""

import os
import stat
from collections.abc import Iterable

from hostapi.vocabulary import file_system as fs
from hostapi.vocabulary.base import Action, Resource
from rexpy.broker.guardrail import passed
from rexpy.broker.policy import Policy, SourceFile
from rexpy.errors import Finding, PolicyInvalid

WAIVER = "--insecure-policy-permissions"

_CHANGES = (fs.WRITE, fs.CREATE, fs.DELETE, fs.MOVE, fs.CHMOD, fs.CHOWN)


def require_secure(policy: Policy, principal: Resource | None) -> None:
    """Raise PolicyInvalid where somebody else, or *principal* under *policy* itself, can change what it was read from.

    What a grant ties to a run, an argument say, is not known here; the guardrail refuses that while the run lasts.
    """
    findings = writable_by_others(policy.files)
    if principal is not None:
        findings += writable_by_the_run(policy, principal)
    if findings:
        raise PolicyInvalid(tuple(findings))


def writable_by_others(files: Iterable[SourceFile]) -> list[Finding]:
    """Return a finding for each file, directory or link on the way to *files* that others than its owner, root or the
    user that runs this can change."""
    found: dict[tuple[str, str], Finding] = {}
    for file in files:
        try:
            steps = [(path, os.lstat(path)) for path in passed(file.path)]
        except OSError as error:
            found[file.path, ""] = Finding(file.path, 0, 0, f"cannot be looked at: {error.strerror}")
            continue
        last = steps[-1][1]
        if (last.st_dev, last.st_ino) != (file.device, file.inode) and not stat.S_ISLNK(os.lstat(file.path).st_mode):
            found[file.path, ""] = Finding(file.path, 0, 0, "another file came to be there while it was read")
            continue
        trusted = {0, os.geteuid(), last.st_uid}
        for path, seen in steps:
            reason = changeable(seen, trusted, sticky=path != steps[-1][0])
            if reason is not None:
                found[path, reason] = _finding(path, reason, file.path)
    return list(found.values())


def _finding(path: str, reason: str, file: str) -> Finding:
    means = "so they decide what it says" if path == file else f"so they decide what {file} says"
    return Finding(path, 0, 0, f"{reason}, {means} (chmod go-w, or {WAIVER} runs all the same)")


def changeable(seen: os.stat_result, trusted: set[int], *, sticky: bool) -> str | None:
    """Return who else can change an entry, or what is in it; None where nobody can.

    In a directory with the sticky bit each can replace only what is his own, which the owner of what is below shows.
    """
    if seen.st_uid not in trusted:
        return f"it belongs to the user {seen.st_uid}, who can change or replace it"
    mode = seen.st_mode
    if stat.S_ISLNK(mode) or (sticky and stat.S_ISDIR(mode) and mode & stat.S_ISVTX):
        return None
    if mode & stat.S_IWOTH:
        return f"anyone can write it (mode {stat.S_IMODE(mode):04o})"
    if mode & stat.S_IWGRP and not _is_of_one(seen.st_gid, seen.st_uid):
        return f"the group {seen.st_gid} can write it (mode {stat.S_IMODE(mode):04o})"
    return None


def _is_of_one(gid: int, uid: int) -> bool:
    """Whether a group is a user's own, as many systems give one to each: his name, and no other member."""
    import grp
    import pwd

    try:
        group, user = grp.getgrgid(gid), pwd.getpwuid(uid)
    except KeyError:
        return False
    return group.gr_name == user.pw_name and user.pw_gid == gid and set(group.gr_mem) <= {user.pw_name}


def writable_by_the_run(policy: Policy, principal: Resource) -> list[Finding]:
    """Return a finding for each file or directory of *policy* that it lets *principal* change or replace."""
    decide = policy.authorizer(principal).decide
    found: list[Finding] = []
    for path in dict.fromkeys(file.path for file in policy.files):
        directory = Resource(fs.DIR, os.path.dirname(path))
        # Every operation that changes an entry asks `open` on its directory first; one question is enough for most.
        if not decide(fs.OPEN, directory).allowed:
            continue
        file = Resource(fs.DIR if os.path.isdir(path) else fs.FILE, path)
        for action in _CHANGES:
            if action is fs.WRITE and file.type == fs.DIR:
                continue
            context = fs.destination(path) if action is fs.MOVE else ()
            decision = decide(action, file, context)
            if decision.allowed:
                by = ", ".join(f"{ref.id} ({ref.file}:{ref.line})" for ref in decision.policies)
                found.append(Finding(path, 0, 0, _own(action, by)))
                break
    return found


def _own(action: Action, by: str) -> str:
    return (
        f"the policy lets the run change its own policy: {action.name} is permitted by {by}. Keep policies outside of "
        f"what scripts may write, or forbid it ({WAIVER} runs all the same, and refuses the change itself)"
    )
