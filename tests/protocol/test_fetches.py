"""Whatever a worker fetches, it gets what the run was given, by names of a strict form, and nothing of the host."""

import json
import os
from pathlib import Path

import pytest

from rexpy.broker import library
from rexpy.broker.limits import Limits
from rexpy.broker.module_path import ABSENT, MODULE, NAMESPACE, PACKAGE, ModulePath
from rexpy.broker.result import ErrorType
from rexpy.broker.zones import Zones, is_key
from rexpy.errors import ContainmentError
from rexpy.worker.stdlib import own_modules
from tests.protocol.attacking import attack, the_next_run_works

NAMES = [
    "", ".", "..", "...", "/", "/etc/passwd", "../secret", "..secret", "a/b", "a\\b", "a\0b", "secret.py", "a..b", ".a", "a.", " secret",
    "secret ", "\ud800", "é\0", "../../../../etc/passwd", "x" * 300, ".".join("a" * 40), "os.path/../../../../etc/passwd", "site-packages.pip",
    "encodings.__pycache__.ascii.cpython", "%2e%2e", "a-b", "1a", "rexpy.broker.run", "rexpy.worker", "rexpy.worker.__main__",
    "rexpy.worker.stdlib.", "rexpy.worker.stdlib..broker", "hostapi.registry", "pip", "pytest", "tests.conftest", "localtime",
    "posix/../../../etc/hostname", "Europe/../../../../etc/hostname", "a/b/c/d/e", "Europe/Berlin\n", "Europe//Berlin",
]  # fmt: skip

ASK_ALL = """
w.begin()
got, sequence = [], 0
for what in ("module", "library", "zone"):
    for number in (0, 1, 2, 7, 2**32 - 1):
        for name in NAMES:
            sequence += 1
            w.raw(w.frame([FETCH, sequence, what, number, name]))
            (_, _, status, fields, _), blob = w.receive()
            if status == 0 and not (what == "module" and fields[0] == 0):
                got.append([what, number, name, len(blob)])
w.done(value=got)
"""


def test_no_name_leads_to_anything_of_the_host(tmp_path: Path) -> None:
    modules = tmp_path / "modules"
    modules.mkdir()
    (tmp_path / "secret.py").write_text("secret = 1")
    (modules / "out.py").symlink_to(tmp_path / "secret.py")
    code = f"NAMES = json.loads({json.dumps(json.dumps(NAMES))})\n" + ASK_ALL
    result = attack(tmp_path, code, given=[modules], limits=Limits(wall_s=60))
    assert result.error is None
    assert result.value == []
    assert (result.operations, result.denials) == ({}, ())
    the_next_run_works()


def test_fetches_have_a_bound(tmp_path: Path) -> None:
    code = "w.begin()\nfor n in range(1, 1000):\n    w.raw(w.frame([FETCH, n, 'stdin', 10, '']))\n    w.receive()\nw.done()"
    result = attack(tmp_path, code, limits=Limits(calls=50))
    assert result.error is not None
    assert (result.error.error_type, result.error.limit) == (ErrorType.LIMIT_EXCEEDED, "calls")


def test_a_worker_that_speaks_while_the_broker_waits_for_input_ends(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as file:
        for code in ("w.send(OUTPUT, 1, blob=b'x')", "os._exit(0)", "w.raw(b'garbage!' * 9)"):
            own = tmp_path / str(len(code))
            own.mkdir()
            result = attack(own, f"w.begin()\nw.send(FETCH, 1, 'stdin', 10, '')\n{code}\ntime.sleep(60)", stdin=file)
            assert not isinstance(result, ContainmentError)
            assert result.exit_code == 125, result.error
    os.close(writing)


def test_what_was_not_given_is_empty(tmp_path: Path) -> None:
    code = "w.begin()\nw.raw(w.frame([FETCH, 1, 'stdin', 2**32 - 1, '']))\nw.done(value=len(w.receive()[1]))"
    assert attack(tmp_path, code).value == 0
    own = tmp_path / "own"
    own.mkdir()
    assert attack(own, code, stdin="x" * 300_000).value == 65536


@pytest.mark.parametrize("openat2", [True, False])
def test_modules_are_found_below_their_directory_only(
    openat2: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same without openat2, where no link is followed at all."""
    from hostapi.unchecked import paths

    if not openat2:
        monkeypatch.setattr(paths._Method, "openat2", False)
    root = tmp_path / "root"
    (root / "pkg" / "deep").mkdir(parents=True)
    (root / "plain.py").write_text("plain")
    (root / "pkg" / "__init__.py").write_text("package")
    (root / "pkg" / "mod.py").write_text("mod")
    (root / "pkg.py").write_text("hidden by the package")
    (root / "folder.py").mkdir()
    (tmp_path / "out.py").write_text("out")
    (root / "link.py").symlink_to("../out.py")
    (root / "absolute.py").symlink_to(tmp_path / "out.py")
    (root / "inner.py").symlink_to("pkg/mod.py")
    found = ModulePath(((str(root), "shown"),), 100)
    try:
        assert found.find(0, "plain") == (MODULE, "shown/plain.py", b"plain")
        assert found.find(0, "pkg") == (PACKAGE, "shown/pkg/__init__.py", b"package")
        assert found.find(0, "pkg.mod") == (MODULE, "shown/pkg/mod.py", b"mod")
        assert found.find(0, "pkg.deep")[0] == NAMESPACE
        assert found.find(0, "none")[0] == found.find(0, "plain.none")[0] == ABSENT
        for name in ("link", "absolute"):
            with pytest.raises(OSError, match="leads out of the module path"):
                found.find(0, name)
        if openat2:
            assert found.find(0, "inner")[2] == b"mod"
        with pytest.raises(OSError, match="not a regular file"):
            found.find(0, "folder")
        (root / "plain.py").write_text("x" * 101)
        with pytest.raises(OSError, match="larger than 100"):
            found.find(0, "plain")
    finally:
        found.close()
    assert (own_modules.ABSENT, own_modules.MODULE, own_modules.PACKAGE, own_modules.NAMESPACE) == (
        ABSENT,
        MODULE,
        PACKAGE,
        NAMESPACE,
    )


def test_the_library_is_the_interpreters_own() -> None:
    fields, compiled = library.read("json.decoder", library.COMPILED)
    path, package, changed, size = fields
    assert path == json.decoder.__file__
    assert (package, changed, size) == (False, os.stat(path).st_mtime, os.stat(path).st_size)
    assert library.read("json", library.SOURCE)[0][1] is True
    assert library.read("json.decoder", library.SOURCE)[1] == Path(path).read_bytes()
    assert compiled[:4] in (b"", __import__("importlib.util").util.MAGIC_NUMBER)
    own = library.read("rexpy.worker.stdlib.zones", library.SOURCE)[1]
    assert b"zoneinfo" in own


def test_zones_are_zones() -> None:
    zones = Zones()
    assert zones.read("UTC").startswith(b"TZif")
    assert "Europe/Berlin" in zones.names()
    for key in ("tzdata.zi", "zone.tab", "leapseconds", "Europe", "No/Such", "../zoneinfo/UTC"):
        with pytest.raises(FileNotFoundError):
            zones.read(key)
    assert is_key("America/Argentina/Buenos_Aires")
    assert not is_key("Europe/Berlin\n")
