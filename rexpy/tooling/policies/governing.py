"""What the machine itself reads, runs or trusts: whoever may write there has what its readers have.

One list, with the reason of each entry. A place is a file, or the name of a file that would be taken up in a
directory; the directory itself is one too, as whoever may change its mode may write in it later. The list is of
Linux as the distributions set it up (file-hierarchy(7), systemd.unit(5), crontab(5), sshd(8), ld.so(8), sudoers(5),
profile of bash(1)); it is not whole, and cannot be.
"""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import hostapi
import rexpy
from hostapi.vocabulary.base import Resource
from hostapi.vocabulary.file_system import DIR, FILE, directory_of, refuse_path


class Place(NamedTuple):
    """A file or directory, and why writing to it is more than writing to a file."""

    resource: Resource
    reason: str


_SHELL = "root's shells read it when they start"
_CRON = "cron runs what it says"
_UNIT = "systemd runs what its units say, as root"
_BOOT = "it is run as root when the machine starts"
_SUDO = "sudo gives root to whom it names"
_PAM = "it decides who may log in"
_ACCOUNTS = "it says who is root, and with which password"
_SSH = "sshd lets in whose key it holds"
_SSHD = "sshd does what it says"
_LOADER = "the loader puts code that it names into every program, root's included"
_PATH = "it is on root's PATH"
_LIBRARY = "every program loads libraries from there"
_PYTHON = "Python programs import what lies there, root's and rexpy's included"
_KERNEL = "it changes the running kernel, or what it runs as root"
_HOOK = "its programs are run as root"
_HOME = "the user's shells and programs run what it says"
_SELF = "rexpy runs from there"
_POLICY = "it says what rexpy permits"

_FILES = {
    "/etc/profile": _SHELL,
    "/etc/bash.bashrc": _SHELL,
    "/etc/environment": _SHELL,
    "/etc/zsh/zshenv": _SHELL,
    "/etc/crontab": _CRON,
    "/etc/anacrontab": _CRON,
    "/etc/rc.local": _BOOT,
    "/etc/sudoers": _SUDO,
    "/etc/passwd": _ACCOUNTS,
    "/etc/shadow": _ACCOUNTS,
    "/etc/group": _ACCOUNTS,
    "/etc/ssh/sshd_config": _SSHD,
    "/etc/ld.so.preload": _LOADER,
    "/etc/ld.so.conf": _LOADER,
    "/etc/ld.so.cache": _LOADER,
    "/etc/nsswitch.conf": _LOADER,
    "/etc/fstab": _BOOT,
    "/proc/sys/kernel/core_pattern": _KERNEL,
    "/proc/sys/kernel/modprobe": _KERNEL,
    "/proc/sysrq-trigger": _KERNEL,
}

_DIRECTORIES = {
    "/etc/profile.d": ("x.sh", _SHELL),
    "/etc/cron.d": ("x", _CRON),
    "/etc/cron.hourly": ("x", _CRON),
    "/etc/cron.daily": ("x", _CRON),
    "/etc/cron.weekly": ("x", _CRON),
    "/etc/cron.monthly": ("x", _CRON),
    "/var/spool/cron": ("root", _CRON),
    "/var/spool/cron/crontabs": ("root", _CRON),
    "/etc/systemd/system": ("x.service", _UNIT),
    "/etc/systemd/user": ("x.service", _UNIT),
    "/run/systemd/system": ("x.service", _UNIT),
    "/usr/local/lib/systemd/system": ("x.service", _UNIT),
    "/usr/lib/systemd/system": ("x.service", _UNIT),
    "/lib/systemd/system": ("x.service", _UNIT),
    "/etc/init.d": ("x", _BOOT),
    "/boot": ("x", _BOOT),
    "/etc/sudoers.d": ("x", _SUDO),
    "/etc/pam.d": ("sshd", _PAM),
    "/etc/polkit-1/rules.d": ("x.rules", _PAM),
    "/etc/ssh/sshd_config.d": ("x.conf", _SSHD),
    "/etc/ld.so.conf.d": ("x.conf", _LOADER),
    "/usr/local/sbin": ("x", _PATH),
    "/usr/local/bin": ("x", _PATH),
    "/usr/sbin": ("x", _PATH),
    "/usr/bin": ("x", _PATH),
    "/sbin": ("x", _PATH),
    "/bin": ("x", _PATH),
    "/usr/local/lib": ("x.so", _LIBRARY),
    "/usr/lib": ("x.so", _LIBRARY),
    "/lib": ("x.so", _LIBRARY),
    "/usr/lib/python3/dist-packages": ("x.pth", _PYTHON),
    "/etc/udev/rules.d": ("x.rules", _HOOK),
    "/etc/logrotate.d": ("x", _HOOK),
    "/etc/apt/apt.conf.d": ("x", _HOOK),
    "/etc/update-motd.d": ("x", _HOOK),
    "/etc/NetworkManager/dispatcher.d": ("x", _HOOK),
    "/etc/modprobe.d": ("x.conf", _KERNEL),
    "/lib/modules": ("x.ko", _KERNEL),
    "/usr/lib/modules": ("x.ko", _KERNEL),
}

_IN_HOMES = {
    ".ssh": ("authorized_keys", _SSH),
    ".config/systemd/user": ("x.service", _HOME),
}
_HOME_FILES = (".bashrc", ".bash_profile", ".profile", ".zshrc", ".zshenv")


def places(homes: Iterable[str] = (), policies: Iterable[str] = ()) -> tuple[Place, ...]:
    """Return every place: those of the list, of root's home and of *homes*, of this Python, and the files and
    directories *policies*."""
    found: dict[Resource, str] = {}
    for resource, reason in (*_listed(), *_of_homes(("/root", *homes)), *_of_python(), *_of_policies(policies)):
        if refuse_path(resource.id) is None:
            found.setdefault(resource, reason)
    return tuple(Place(resource, reason) for resource, reason in found.items())


def _listed() -> Iterator[tuple[Resource, str]]:
    for path, reason in _FILES.items():
        yield Resource(FILE, path), reason
    for directory, (name, reason) in _DIRECTORIES.items():
        yield from _directory(directory, name, reason)


def _directory(path: str, name: str, reason: str) -> Iterator[tuple[Resource, str]]:
    yield Resource(FILE, f"{path}/{name}"), reason
    yield Resource(DIR, path), reason


def _of_homes(homes: Iterable[str]) -> Iterator[tuple[Resource, str]]:
    for home in homes:
        for name in _HOME_FILES:
            yield Resource(FILE, f"{home}/{name}"), _SHELL if home == "/root" else _HOME
        for directory, (name, reason) in _IN_HOMES.items():
            yield from _directory(f"{home}/{directory}", name, reason)


def _of_python() -> Iterator[tuple[Resource, str]]:
    for package in (rexpy, hostapi):
        if package.__file__:
            yield from _directory(str(Path(package.__file__).resolve().parent), "__init__.py", _SELF)
    for kind in ("stdlib", "purelib", "platlib"):
        yield from _directory(str(Path(sysconfig.get_path(kind)).resolve()), "x.pth", _PYTHON)
    yield Resource(FILE, str(Path(sys.executable).resolve())), _PYTHON


def _of_policies(paths: Iterable[str]) -> Iterator[tuple[Resource, str]]:
    for path in paths:
        if os.path.isdir(path):
            yield from _directory(path, "x.cedar", _POLICY)
        else:
            yield Resource(FILE, path), _POLICY
            directory = directory_of(path)
            if directory is not None:
                yield Resource(DIR, directory), _POLICY
