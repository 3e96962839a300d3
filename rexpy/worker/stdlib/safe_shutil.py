"""`shutil` for scripts: files are copied by the broker."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from types import ModuleType
from typing import Any

from rexpy.worker.stdlib import opening
from rexpy.worker.stdlib.files import MAX_TRANSFER
from rexpy.worker.stdlib.paths import canonical, exact_text
from rexpy.worker.stdlib.state import WORKER


def adjust_shutil(module: ModuleType) -> None:
    """Let the broker copy files: their content need not come to the worker and go back."""
    names: Any = module.__dict__
    same_file: type[OSError] = names["SameFileError"]

    def copyfile(src: Any, dst: Any, *, follow_symlinks: bool = True) -> Any:
        """Copy the content of the file *src* to *dst*, in the broker."""
        source, target = exact_text(src), exact_text(dst)
        here, there = canonical(source), canonical(target)
        if target[-1] == "/":
            # As CPython has it: the source is opened first, then what cannot be opened as a file.
            opening.open(source, "rb").close()
            if os.path.exists(target):
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), dst)
            raise FileNotFoundError(f"Directory does not exist: {dst}")
        if here == there:
            raise same_file(f"{src!r} and {dst!r} are the same file")
        if not follow_symlinks and os.path.islink(source):
            os.symlink(os.readlink(source), target)
            return dst
        try:
            copied = WORKER.ask("fs.copy", here, there)[0]
        except OSError as error:
            error.filename = {here: source, there: target}.get(error.filename, error.filename)
            raise error from None
        if copied < 0:
            raise same_file(f"{src!r} and {dst!r} are the same file")
        return dst

    names.update(copyfile=copyfile, _USE_CP_SENDFILE=False, COPY_BUFSIZE=MAX_TRANSFER)
    names.update(_get_uid=_account_of("getpwnam", "pw_uid"), _get_gid=_account_of("getgrnam", "gr_gid"))


def _account_of(function: str, attribute: str) -> Callable[[Any], Any]:
    def find(name: Any) -> Any:
        from rexpy.worker.stdlib import accounts

        if name is None:
            return None
        try:
            return getattr(getattr(accounts, function)(name), attribute)
        except KeyError:
            return None

    return find
