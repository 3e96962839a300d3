"""No function of `os` is unknown: each is served, harmless as it is, or refused with a reason."""

import os

import pytest

from rexpy.worker.stdlib import os_table
from rexpy.worker.stdlib.install import mediated_os
from rexpy.worker.stdlib.refusals import Unavailable

TABLES = {
    "mediated": set(os_table.mediated_names()),
    "refused": set(os_table.refused_names()),
    "harmless": set(os_table.HARMLESS),
    "data": set(os_table.DATA),
    "internal": set(os_table.INTERNAL),
    "facade only": set(os_table.FACADE_ONLY),
}


def test_every_name_is_in_exactly_one_table() -> None:
    names = [name for name in dir(os) if not name.startswith("_") or name == "_exit"]
    assert len(names) > 300
    for name in names:
        if os_table.is_constant(name, getattr(os, name)):
            continue
        tables = [table for table, known in TABLES.items() if name in known]
        assert len(tables) == 1, f"os.{name}: {tables}"


def test_what_is_installed_replaces_all_but_the_harmless() -> None:
    installed = mediated_os()
    for name in (TABLES["mediated"] | TABLES["refused"]) & set(dir(os)):
        assert getattr(installed[name], "__module__", "").startswith(("rexpy.", "os", "posix")), name
        assert installed[name] is not getattr(os, name), name


def test_only_what_this_interpreter_has_is_installed() -> None:
    assert set(mediated_os()) <= set(dir(os))


def test_a_refusal_is_an_oserror_and_says_why() -> None:
    with pytest.raises(Unavailable, match=r"os\.system is not available to scripts: a script starts no other") as error:
        mediated_os()["system"]("id")
    assert isinstance(error.value, OSError)
    assert isinstance(error.value, NotImplementedError)


def test_rmtree_takes_its_path_based_form() -> None:
    installed = mediated_os()
    assert installed["supports_dir_fd"] == set()
    assert installed["stat"] in installed["supports_follow_symlinks"]
