"""Which of CPython's tests do not pass under rexpy, each with its reason.

A name is `Class.test`, with `*` for any text. An entry that names a test which passes fails the build: the list stays
as short as the truth. Entries for tests that this version of CPython does not have are passed over.
"""

from __future__ import annotations

from typing import Final

INTERNALS: Final = "tests internals of the module, which scripts cannot reach"
PATCHES: Final = "replaces functions of a module, which are read-only for scripts"
NO_C_PART: Final = "tests the module without its C part, which a script cannot ask for"
OUTSIDE: Final = "looks at what the policy does not grant, beyond the temporary directory"
DOTS: Final = "expects `..` after a link to be the parent of where it leads; here it is lexical, as in open()"
HARD_LINKS: Final = "makes hard links, which are not served"
SPECIAL: Final = "makes a FIFO or a socket, which are not served"
UMASK: Final = "the umask of who runs rexpy holds as well as the script's"
PICKLE: Final = "needs pickle, which scripts do not have"
SENDFILE: Final = "tests sendfile; rexpy's broker copies"
PROGRAMS: Final = "runs programs"
BY_DESCRIPTOR: Final = "opens directories by descriptor, which is not served"
DEEP: Final = "makes a path of more names than a path may have here"
IDENTITY: Final = "a script has no identity on the host, and so no home that the accounts know"

SKIPPED: Final[dict[str, dict[str, str]]] = {
    "test_fnmatch": {},
    "test_glob": {
        "GlobTests.test_glob0": INTERNALS,
        "GlobTests.test_glob1": INTERNALS,
        "GlobTests.test_glob_named_pipe": SPECIAL,
    },
    "test_json": {
        "TestCEncodeBasestringAscii.test_encode_basestring_ascii": INTERNALS,
        "TestCScanstring.*": INTERNALS,
        "TestDecode.test_make_scanner": INTERNALS,
        "TestEncode.test_bad_markers_argument_to_encoder": INTERNALS,
        "TestEncode.test_bad_str_encoder": INTERNALS,
        "TestEncode.test_make_encoder": INTERNALS,
        "TestSpeedups.*": INTERNALS,
    },
    "test_csv": {},
    "test_textwrap": {
        "WrapTestCase.test_em_dash": INTERNALS,
        "WrapTestCase.test_funky_hyphens": INTERNALS,
        "WrapTestCase.test_funky_parens": INTERNALS,
        "WrapTestCase.test_hyphenated": INTERNALS,
        "WrapTestCase.test_punct_hyphens": INTERNALS,
        "WrapTestCase.test_split": INTERNALS,
        "WrapTestCase.test_unix_options": INTERNALS,
    },
    "test_statistics": {
        "CoerceTest.*": INTERNALS,
        "ConvertTest.*": INTERNALS,
        "DecimalToRatioTest.*": INTERNALS,
        "ExactRatioTest.*": INTERNALS,
        "FailNegTest.*": INTERNALS,
        "IsFiniteTest.*": INTERNALS,
        "SumSpecialValues.*": INTERNALS,
        "SumTortureTest.*": INTERNALS,
        "TestSum.*": INTERNALS,
        "SumInternalsTest.*": INTERNALS,
        "TestSqrtHelpers.*": INTERNALS,
        "TestCorrelationAndCovariance.test_sqrtprod_helper_function_*": INTERNALS,
        "TestKDE.test_kde_kernel_invcdfs": INTERNALS,
        "TestModules.*": INTERNALS,
        "TestNormalDistPython.*": NO_C_PART,
        "StatisticsErrorTest.test_has_exception": "reads the bases of a class of the library",
    },
    "test_configparser": {
        "RawConfigParserTestCase.test_set_nonstring_types": INTERNALS,
        "RawConfigParserTestCaseNonStandardDelimiters.test_set_nonstring_types": INTERNALS,
        "SortedTestCase.test_set_nonstring_types": INTERNALS,
        "BlatantOverrideConvertersTestCase.test_inheritance": INTERNALS,
        "BlatantOverrideConvertersTestCase.test_instance_assignment": INTERNALS,
        "ExceptionPicklingTestCase.*": PICKLE,
    },
    "test_pathlib": {
        "NTFlavourTest.*": INTERNALS,
        "PosixFlavourTest.*": INTERNALS,
        "*.test_is_mount": OUTSIDE,
        "*.test_mkdir_exist_ok_root": OUTSIDE,
        "*.test_resolve_root": OUTSIDE,
        "*.test_exists": OUTSIDE,
        "*.test_is_char_device_true": OUTSIDE,
        "*.test_resolve_common": DOTS,
        "*.test_hardlink_to": HARD_LINKS,
        "*.test_link_to": HARD_LINKS,
        "*.test_open_mode": UMASK,
        "*.test_touch_mode": UMASK,
        "*.test_is_fifo_true": SPECIAL,
        "*.test_is_socket_true": SPECIAL,
        "*.test_home": IDENTITY,
        "*.test_glob_above_recursion_limit": DEEP,
    },
    "test_shutil": {
        "TestZeroCopySendfile.*": SENDFILE,
        "TestArchives.test_tarfile_vs_tar": PROGRAMS,
        "TestArchives.test_unzip_zipfile": PROGRAMS,
        "TestArchives.test_zipfile_vs_zip": PROGRAMS,
        "TestArchives.test_make_archive_cwd": PATCHES,
        "TestCopyFile.test_w_*_fails": PATCHES,
        "TestMove.test_move_dangling_symlink": PATCHES,
        "TestMove.test_move_dir_special_function": PATCHES,
        "TestMove.test_move_dir_symlink": PATCHES,
        "TestMove.test_move_file_special_function": PATCHES,
        "TestMove.test_move_file_symlink": PATCHES,
        "TestMove.test_move_file_symlink_to_dir": PATCHES,
        "TestMove.test_move_*_other_fs": PATCHES,
        "TestMove.test_move_symlink_to_dir_into_*": PATCHES,
        "TestRmTree.test_rmtree_does_not_choke_on_failing_lstat": PATCHES,
        "TestCopy.test_copyfile_named_pipe": SPECIAL,
        "TestCopyTree.test_copytree_named_pipe": SPECIAL,
        "TestCopy.test_dont_copy_file_onto_link_to_itself": HARD_LINKS,
        "TestGetTerminalSize.test_fallback": PATCHES,
        "TestMove.test_destinsrc_false_negative": INTERNALS,
        "TestMove.test_destinsrc_false_positive": INTERNALS,
        "TestRmTree.test_rmtree_with_dir_fd": BY_DESCRIPTOR,
        "TestRmTree.test_rmtree_fails_on_close": BY_DESCRIPTOR,
        "TestRmTree.test_rmtree_on_named_pipe": SPECIAL,
    },
    "test_tempfile": {
        "TestMkstempInner.*": INTERNALS,
        "TestLowLevelInternals.*": INTERNALS,
        "TestCandidateTempdirList.*": INTERNALS,
        "TestGetCandidateNames.*": INTERNALS,
        "TestGetDefaultTempdir.*": INTERNALS,
        "TestRandomNameSequence.*": INTERNALS,
        "TestExports.test_exports": INTERNALS,
        "TestMkdtemp.test_collision_with_existing_directory": PATCHES,
        "TestMkdtemp.test_collision_with_existing_file": PATCHES,
        "TestMktemp.*": "takes a function of os for a method: a script's are Python functions, and become bound",
        "TestSpooledTemporaryFile.test_class_getitem": "needs types.GenericAlias, which scripts do not have",
        "TestSpooledTemporaryFile.test_truncate_with_size_parameter": INTERNALS,
    },
}
"""Test module to its tests that are skipped."""

NEEDS: Final = ("needs the module ", "refused when compiling: ", "patches the library: ")
"""How the reasons begin that the stand-ins of this suite give by themselves; such a test counts as skipped."""

SINCE: Final[dict[tuple[int, int], dict[str, dict[str, str]]]] = {
    (3, 12): {"test_pathlib": {"*.test_is_junction": INTERNALS}},
    (3, 13): {
        "test_pathlib": {
            "ParserBaseTest.*": INTERNALS,
            "P*PathBaseTest.test_magic_methods": INTERNALS,
            "P*Base*Test.test_unsupported*": INTERNALS,
            "PathBaseTest.test_*_common": INTERNALS,
            "PathBaseTest.test_magic_methods": INTERNALS,
            "DummyPurePathTest.*": INTERNALS,
            "DummyPathTest.*": INTERNALS,
            "DummyPathWithSymlinksTest.*": INTERNALS,
            "*.test_concrete_parser": INTERNALS,
            "*.test_matches_pathbase_api": INTERNALS,
            "*.test_parse_path_*": INTERNALS,
            "*.test_unsupported_parser": INTERNALS,
            "*.test_glob_dotdot": OUTSIDE,
            "*.test_is_mount_root": OUTSIDE,
            "*.test_group_no_follow_symlinks": IDENTITY,
            "*.test_owner_no_follow_symlinks": IDENTITY,
        },
        "test_shutil": {"TestMisc.test_chown": BY_DESCRIPTOR},
    },
}
"""Tests that a version of CPython changed so that they do not pass any more: version to what is skipped from then on."""

PASSES_SINCE: Final[dict[tuple[int, int], dict[str, tuple[str, ...]]]] = {
    (3, 13): {"test_pathlib": ("*.test_is_mount",)},
}
"""Tests that a version of CPython changed so that they pass from then on."""


def skipped(name: str, version: tuple[int, int]) -> dict[str, str]:
    """Return the tests of the module *name* that are skipped on a version of CPython, with their reasons."""
    found = dict(SKIPPED[name])
    for since, tables in SINCE.items():
        if version >= since:
            found |= tables.get(name, {})
    for since, passing in PASSES_SINCE.items():
        if version >= since:
            found = {test: reason for test, reason in found.items() if test not in passing.get(name, ())}
    return found
