"""A policy that cannot be used is refused with the place, the word and the nearest right word."""

from __future__ import annotations

import subprocess
import sys

import cedarpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rexpy.broker.policy import Policy, PolicyLimits
from rexpy.broker.policy.tokens import line_and_column, statements, tokenize, too_deep
from rexpy.errors import EXIT_INVALID, PolicyInvalid

GOOD = 'permit(principal, action, resource in file_system::Dir::"/a");\n'


def findings(text, **more):
    with pytest.raises(PolicyInvalid) as caught:
        Policy.from_text(text, "p.cedar", **more)
    assert caught.value.exit_code == EXIT_INVALID
    assert caught.value.findings
    return caught.value.findings


# The text with ^ before the place that must be named, a part of the message, and the suggestion.
ONE = [
    (
        'permit(principal, action == ^file_system::Action::"reed", resource);',
        "unrecognized action",
        'file_system::Action::"read"',
    ),
    (
        'permit(principal, action in [^filesystem::Action::"read"], resource);',
        "unrecognized action",
        'file_system::Action::"read"',
    ),
    ("permit(principal, action, resource is ^file_system::Fle);", "unrecognized entity type", "file_system::File"),
    ("permit(principal is ^Usr, action, resource);", "unrecognized entity type", "User"),
    ('permit(principal, action, resource is file_system::File) when { resource.^pth == "" };', "`pth`", "path"),
    (
        'permit(principal, action == file_system::Action::"move", resource) when { context.destination.^nam == "" };',
        "`destination.nam`",
        "name",
    ),
    ("permit(principal, action, resource is file_system::File) when { ^resource.path == 1 };", "types", None),
    (
        'permit(principal == ^Group::"ops", action, resource in file_system::Dir::"/a");',
        "a principal is a User and never a Group",
        'principal in Group::"ops"',
    ),
    (
        'permit(principal, action == file_system::Action::"write", resource is ^file_system::Dir);',
        "write is not done to a file_system::Dir, but to: file_system::File",
        "file_system::File",
    ),
    (
        'permit(principal, action in [file_system::Action::"read", file_system::Action::"stat"], resource == ^sysinfo::Hostname::"a");',
        "read, stat is not done to a sysinfo::Hostname, but to: file_system::File, file_system::Dir",
        None,
    ),
    ("^forbit(principal, action, resource);", "forbit", "forbid"),
    ("permit(principal, ^acton, resource);", "acton", "action"),
    ("permit(principal ^action, resource);", "unexpected token", None),
    ("permit(principal, action, resource) ^wen { true };", "wen", "when"),
    ("permit(principal, action, resource) when { ^file_system };", "file_system", None),
    ("permit(principal, action, resource) when { principal =^> resource };", "unexpected token", None),
    ("permit(principal, action, resource) when { principal ^= resource };", "not a valid operator", "=="),
    ('permit(principal, action, resource) when { "a^\\z" == "a" };', "escape", None),
    ('permit(principal, action, resource) when { resource in file_system::Dir::^"/a };', "does not end", None),
    ("permit(principal, action, resource) when { principal ^# resource };", "begins no word", None),
    ("permit(principal, action, resource) when {^", "does not end", None),
    ("permit(principal, action, resource)^", "does not end", None),
    ('@^id("a") @id("b") permit(principal, action, resource);', "duplicate annotation", None),
    ("permit(principal == ^?principal, action, resource);", "template", None),
    ("permit(principal, action, resource is file_system::File in ^?resource);", "template", None),
]


@pytest.mark.parametrize(("marked", "message", "suggestion"), ONE)
@pytest.mark.parametrize("before", ["", GOOD, "// a comment: permit(\n\n" + GOOD + '@note("é") '])
def test_the_place_and_the_word(before, marked, message, suggestion):
    text = before + marked.replace("^", "", 1)
    (finding, *_) = findings(text)
    wanted = line_and_column(text, len(before) + marked.index("^"))
    if "resource.path == 1" in marked:
        assert finding.line == wanted[0], "Cedar names no word here; the line is right"
    else:
        assert (finding.line, finding.column) == wanted
    assert finding.file == "p.cedar"
    assert message in finding.message
    assert finding.suggestion == suggestion
    assert finding.excerpt == text.split("\n")[wanted[0] - 1][:200]


def test_every_faulty_statement_is_told_of_at_once():
    text = GOOD + "permitt(principal, action, resource);\n" + GOOD + "permit(principal, acton, resource);\n"
    assert [(f.line, f.column) for f in findings(text)] == [(2, 1), (4, 19)]
    text = 'permit(principal, action == file_system::Action::"reed", resource);\n' * 3
    assert [f.line for f in findings(text)] == [1, 2, 3]


def test_findings_name_the_file_of_several():
    with pytest.raises(PolicyInvalid) as caught:
        Policy.load(texts=[("a.cedar", GOOD), ("b.cedar", "\n" + GOOD.replace("Dir", "Dri"))])
    (finding,) = caught.value.findings
    assert (finding.file, finding.line) == ("b.cedar", 2)
    assert finding.suggestion == "file_system::Dir"


def test_a_source_cannot_end_in_another():
    halves = [("a.cedar", "permit(principal, action, "), ("b.cedar", "resource);")]
    with pytest.raises(PolicyInvalid):
        Policy.load(texts=halves)
    with pytest.raises(PolicyInvalid):
        Policy.load(texts=[("a.cedar", "permit(principal, action, resource)"), ("b.cedar", "; " + GOOD)])
    comment = Policy.load(texts=[("a.cedar", GOOD + "// no newline at the end"), ("b.cedar", GOOD)])
    assert [(ref.file, ref.line) for ref in comment.statements] == [("a.cedar", 1), ("b.cedar", 1)]


def test_an_id_is_given_once():
    one = '@id("a") permit(principal, action, resource);'
    with pytest.raises(PolicyInvalid) as caught:
        Policy.load(texts=[("a.cedar", one), ("b.cedar", "\n" + one)])
    (finding,) = caught.value.findings
    assert (finding.file, finding.line) == ("b.cedar", 2)
    assert "a.cedar:1" in finding.message


def test_no_policy_is_refused_and_an_empty_one_denies():
    with pytest.raises(PolicyInvalid, match="no policy was given"):
        Policy.load()
    assert Policy.from_text("// nothing is permitted\n").statements == ()


def test_text_that_is_no_text():
    assert "NUL" in findings(GOOD + "\0")[0].message
    assert "surrogate" in findings(GOOD + "\udcff")[0].message
    assert "bytes" in findings(GOOD.encode())[0].message
    assert Policy.from_text("\ufeff" + GOOD).statements[0].line == 1


def test_sizes_are_bounded():
    limits = PolicyLimits(policy_bytes=100, policies=2)
    assert "more than 100 bytes" in findings("//" + "é" * 50, limits=limits)[0].message
    assert (
        "more than 2 policies"
        in findings("permit(principal,action,resource);" * 3, limits=limits._replace(policy_bytes=1000))[0].message
    )


DEEP = {
    "parentheses": "(" * 20_000 + "true" + ")" * 20_000,
    "open parentheses": "(" * 100_000,
    "sets": "[" * 5_000 + "1" + "]" * 5_000 + " == [1]",
    "records": "{a:" * 5_000 + "1" + "}" * 5_000 + " == {a: 1}",
    "chain of ||": " || ".join(['resource == file_system::File::"/a"'] * 5_000),
    "long chain of &&": " && ".join(["true"] * 50_000),
    "chain of +": " + ".join(["1"] * 20_000) + " == 1",
    "nested if": "if true then " * 5_000 + "true" + " else true" * 5_000,
    "nested if without brackets": "if " * 5_000 + "true" + " then true else true" * 5_000,
    "attributes": "{a: 1}" + ".a" * 20_000 + " == 1",
    "methods": "[1]" + ".contains(1)" * 20_000,
    "has": "context has " + ".".join(["a"] * 20_000),
    "negations": "!" * 20_000 + "true",
    "450 in a chain": " || ".join(['resource == file_system::File::"/a"'] * 450),
}


@pytest.mark.parametrize("name", DEEP)
def test_depth_is_refused_and_does_not_crash(name):
    """In a process of its own: what this is about ends the process."""
    code = (
        "import sys; from rexpy.broker.policy import Policy; from rexpy.errors import PolicyInvalid\n"
        "try: Policy.from_text(sys.stdin.read())\n"
        "except PolicyInvalid as error: print(error.findings[0].message)\n"
        "else: print('loaded')"
    )
    text = f"permit(principal, action, resource) when {{ {DEEP[name]} }};"
    run = subprocess.run([sys.executable, "-c", code], input=text, capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stderr[-500:]
    assert run.stdout.strip() not in ("", "loaded")


def test_what_people_write_is_not_too_deep():
    chain = " || ".join(f'resource == file_system::File::"/a/{n}"' for n in range(250))
    Policy.from_text(f"permit(principal, action, resource) when {{ {chain} }};")
    wide = ", ".join(f'file_system::File::"/a/{n}"' for n in range(5_000))
    Policy.from_text(
        f"permit(principal, action, resource is file_system::File) when {{ [{wide}].contains(resource) }};"
    )
    nested = "(" * 60 + "true" + ")" * 60
    Policy.from_text(f"permit(principal, action, resource) when {{ {nested} }};")
    Policy.from_text("permit(principal, action, resource)" + " when { true }" * 1_000 + ";")


words = st.sampled_from(
    ["permit", "forbid", "(", ")", "principal", ",", "action", "resource", ";", "when", "{", "}", "==", "in", "is", "::",
     "file_system", "File", '"a"', '"a;{"', '"\\""', "// x ;\n", "@id", '("a")', "?principal", "&&", "||", "!", "-", "1",
     "if", "then", "else", "[", "]", ".", "has", "like", "\n", " ", "\u2003", "\x1c", "\u00e9", '"', "\\", "&", "<=",
     "true", "context", "="]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(words, max_size=30).map(" ".join) | st.text(max_size=60))
def test_any_text_is_loaded_or_refused_with_a_place(text):
    """Whatever the text: it loads exactly if Cedar takes it, or there is a finding within it."""
    try:
        policy = Policy.from_text(text)
    except PolicyInvalid as error:
        lines = text.removeprefix("\ufeff").split("\n")
        for finding in error.findings:
            assert 0 <= finding.line <= len(lines)
            assert finding.column <= len(lines[finding.line - 1]) + 1
    else:
        assert len(cedarpy.PolicySet.from_str(text.removeprefix("\ufeff"))) == len(policy.statements)


good = st.sampled_from(
    [GOOD, '@id("a;b")permit(principal,action,resource);', "permit(principal, action, resource) when { true };",
     '// ; permit\nforbid(principal, action, resource) when { "//;\\"" == "" };',
     "forbid\n(principal,action,resource)\u2028unless\u00a0{false}\x0b;"]
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.lists(good, min_size=1, max_size=6))
def test_statements_are_cedars_policies(texts):
    text = "\n".join(texts)
    found = statements(tokenize(text))
    assert all(statement.complete for statement in found)
    assert len(found) == len(cedarpy.PolicySet.from_str(text)) == len(texts)
    for statement in found:
        assert len(cedarpy.PolicySet.from_str(text[statement.start : statement.tokens[-1].end])) == 1


def test_brackets_and_operators_are_counted():
    assert too_deep(tokenize("(" * 100), nesting=100, operators=10) is None
    assert too_deep(tokenize("(" * 101), nesting=100, operators=10).start == 100
    assert too_deep(tokenize("()" * 500), nesting=100, operators=10) is None
    assert too_deep(tokenize("a && b;" * 500), nesting=100, operators=10) is None
    assert too_deep(tokenize("a" + " && b" * 11), nesting=100, operators=10) is not None
    assert too_deep(tokenize('"((((" // ((((\n' * 100), nesting=3, operators=3) is None
