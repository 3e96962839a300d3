"""Every name of `os` that is callable, on CPython 3.11 to 3.13: served, harmless as it is, or refused, and
why.

A test compares this table with the running interpreter's `os`; a name that it does not know fails the build.
"""

from __future__ import annotations

from typing import Final


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


MEDIATED: Final = {
    "rexpy.worker.stdlib.descriptors": (
        "open fdopen close closerange read pread write pwrite lseek fsync ftruncate fstat dup isatty "
        "get_inheritable set_inheritable get_terminal_size posix_fadvise"
    ),
    "rexpy.worker.stdlib.entries": (
        "stat lstat access chmod fchmod chown lchown fchown utime truncate mkdir rmdir unlink rename symlink "
        "readlink statvfs getcwd getcwdb chdir fchdir umask"
    ),
    "rexpy.worker.stdlib.directories": "scandir listdir walk DirEntry",
    "rexpy.worker.stdlib.process": (
        "getpid getuid geteuid getgid getegid cpu_count sched_getaffinity times register_at_fork putenv unsetenv "
        "device_encoding confstr"
    ),
}
"""Module of this package to the names that it defines in place of `os`'s."""

ALIASES: Final = {
    "remove": "unlink",
    "replace": "rename",
    "fdatasync": "fsync",
    "fstatvfs": "statvfs",
    "process_cpu_count": "cpu_count",
}
"""Names that do what another mediated one does."""

HARMLESS: Final = frozenset(
    _words(
        "fspath fsencode fsdecode strerror major minor makedev getenv getenvb get_exec_path urandom "
        "getrandom makedirs removedirs renames ctermid WCOREDUMP WEXITSTATUS WIFCONTINUED WIFEXITED "
        "WIFSIGNALED WIFSTOPPED WSTOPSIG WTERMSIG waitstatus_to_exitcode error PathLike Mapping "
        "MutableMapping GenericAlias sched_param stat_result statvfs_result terminal_size times_result "
        "uname_result waitid_result"
    )
)
"""Pure computation, types, random bytes, or CPython's own Python code over the mediated names."""

_RUN: Final = "a script starts no other program; what it needs of the host, it asks for through open(), os and socket"
_IDENTITY: Final = "a script has no identity of its own on the host; the policy names its principal"
_SIGNAL: Final = "a script is one process, and signals none"
_FACTS: Final = "a fact of the host that no operation serves"
_DIRECT: Final = "it needs a descriptor of the kernel's; use open(), os.read and os.write"
_ENTRY: Final = "use regular files, directories and symbolic links"
_ATTRIBUTES: Final = "extended attributes are not served"
_TERMINAL: Final = "a script has no terminal"

REFUSED: Final = {
    _RUN: (
        "execl execle execlp execlpe execv execve execvp execvpe fork forkpty popen posix_spawn posix_spawnp "
        "spawnl spawnle spawnlp spawnlpe spawnv spawnve spawnvp spawnvpe startfile system "
        "pidfd_open"
    ),
    _IDENTITY: (
        "getgrouplist getgroups getlogin getresgid getresuid initgroups "
        "setegid seteuid setgid setgroups setregid setresgid setresuid setreuid setuid chroot setns unshare"
    ),
    _SIGNAL: (
        "abort kill killpg getpgid getpgrp getppid getpriority getsid nice sched_get_priority_max "
        "sched_get_priority_min sched_getparam sched_getscheduler sched_rr_get_interval sched_setaffinity "
        "sched_setparam sched_setscheduler sched_yield setpgid setpgrp setpriority setsid wait wait3 wait4 "
        "waitid waitpid"
    ),
    _FACTS: "fpathconf getloadavg pathconf sync sysconf uname",
    _DIRECT: (
        "copy_file_range dup2 eventfd eventfd_read eventfd_write fwalk get_blocking lockf memfd_create pipe "
        "pipe2 posix_fallocate preadv pwritev readv sendfile set_blocking splice timerfd_create "
        "timerfd_gettime timerfd_gettime_ns timerfd_settime timerfd_settime_ns writev"
    ),
    _ENTRY: "link mkfifo mknod",
    _ATTRIBUTES: "getxattr listxattr removexattr setxattr",
    _TERMINAL: ("grantpt login_tty openpty posix_openpt ptsname tcgetpgrp tcsetpgrp ttyname unlockpt"),
}
"""Reason, as the error says it, to names."""

DATA: Final = frozenset(
    _words(
        "environ environb path name linesep sep altsep curdir pardir extsep pathsep defpath devnull "
        "confstr_names sysconf_names pathconf_names supports_bytes_environ supports_dir_fd "
        "supports_effective_ids supports_fd supports_follow_symlinks"
    )
)
"""Values that are no functions; besides them, every constant in capitals."""

FACADE_ONLY: Final = frozenset(("_exit",))
"""Names that scripts get a safe form of, and that stay what they are for the worker: it ends with them."""

INTERNAL: Final = frozenset(["abc", "st", "sys"])
"""Modules that `os` holds; no script gets them."""

HIDDEN: Final = frozenset(["Mapping", "MutableMapping", "GenericAlias"])
"""Harmless names that are no part of `os`'s documented interface."""


def mediated_names() -> dict[str, str]:
    """Return each mediated name with the module of this package that defines it."""
    table = {name: module for module, names in MEDIATED.items() for name in names.split()}
    table.update({name: table[target] for name, target in ALIASES.items()})
    return table


def refused_names() -> dict[str, str]:
    """Return each refused name with its reason."""
    return {name: reason for reason, names in REFUSED.items() for name in names.split()}


def is_constant(name: str, value: object) -> bool:
    """Return whether *name* is one of `os`'s constants, all of them numbers in capitals."""
    return name.isupper() and type(value) is int
