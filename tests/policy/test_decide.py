"""What a decision says, and that nothing but a clean Allow allows."""

from __future__ import annotations

import itertools
import sys
import threading

import pytest

from hostapi.vocabulary import file_system as fs
from hostapi.vocabulary import sysinfo
from hostapi.vocabulary.base import Action, Resource
from rexpy.broker.policy import Decision, Policy, PolicyRef, cedar
from rexpy.broker.policy.decision import NO_PERMIT
from rexpy.errors import ArgumentsInvalid

TEXT = """// a comment, so that lines count
@id("logs")
permit(principal, action in [file_system::Action::"open", file_system::Action::"read"],
       resource in file_system::Dir::"/var/log");

@advice("Not the secret.")
@id("secret")
forbid(principal, action, resource == file_system::File::"/var/log/secret");
permit(principal, action == file_system::Action::"move", resource)
  when { context.destination.parent_path == "/tmp" };
"""


@pytest.fixture
def policy():
    return Policy.from_text(TEXT, "host.cedar")


@pytest.fixture
def authorizer(policy):
    return policy.authorizer('User::"u"')


def file(path):
    return Resource(fs.FILE, path)


def test_a_permit_names_its_policy(authorizer):
    decision = authorizer.decide(fs.READ, file("/var/log/a/b"))
    assert decision == Decision(True, "permit", (PolicyRef("logs", "host.cedar", 3),))
    assert authorizer.decide(fs.OPEN, Resource(fs.DIR, "/var/log")).allowed, "a directory is in itself"
    assert not authorizer.decide(fs.READ, file("/var/logs/a")).allowed


def test_nothing_permits(authorizer):
    assert authorizer.decide(fs.WRITE, file("/var/log/a")) == NO_PERMIT
    assert authorizer.decide(sysinfo.RESOLVE_HOSTNAME, Resource(sysinfo.HOSTNAME, "a")) == NO_PERMIT


def test_a_forbid_wins_and_gives_its_advice(authorizer):
    decision = authorizer.decide(fs.READ, file("/var/log/secret"))
    assert decision.effect == "forbid"
    assert decision.policies == (PolicyRef("secret", "host.cedar", 8),)
    assert decision.advice == "Not the secret."


def test_the_context_decides(authorizer):
    for _ in range(2):
        assert authorizer.decide(fs.MOVE, file("/a"), fs.destination("/tmp/a")).allowed
        assert authorizer.decide(fs.MOVE, file("/a"), fs.destination("/etc/a")) == NO_PERMIT
        assert authorizer.decide(fs.MOVE, file("/b"), fs.destination("/tmp/a")).allowed


@pytest.mark.parametrize(
    "path",
    [
        "",
        "a",
        "//a",
        "/a/",
        "/a/../b",
        "/a/./b",
        "/var/log/\0",
        "/var/log/a\n",
        "/var/log/\udcff",
        "/" + "a/" * 65 + "a",
    ],
)
def test_what_is_no_path_is_an_error_and_denied(authorizer, path):
    authorizer.decide(fs.READ, file("/var/log/a"))  # the directory is known from here on
    for _ in range(2):
        assert authorizer.decide(fs.READ, file(path)).effect == "error"


def test_a_known_directory_does_not_lend_its_soundness(authorizer):
    for directory in ("/var/log", ""):
        assert authorizer.decide(fs.OPEN, file(f"{directory}/x")).effect in ("permit", "no_permit")
        for name in (".", "..", "a\0", "\x1b", "\udc80", "n" * 5000):
            assert authorizer.decide(fs.OPEN, file(f"{directory}/{name}")).effect == "error", name
    deep = "/" + "/".join(["d"] * 63)
    assert authorizer.decide(fs.OPEN, file(f"{deep}/e")).effect == "no_permit"
    assert authorizer.decide(fs.OPEN, file(f"{deep}/e/f")).effect == "error"


@pytest.mark.parametrize(
    "context",
    [
        (),
        (("destination", ()),),
        (("destination", (("path", "/a"), ("name", "a"))),),
        (("destination", (("path", "/a"), ("name", "a"), ("parent_path", 1))),),
        (("destination", (("path", "/a"), ("name", "a"), ("parent_path", "/"), ("more", ""))),),
        (("destination", (("path", "/a"), ("name", "a"), ("parent_path", "/"), ("name", "b"))),),
        (("destination", "/a"),),
        (("destination", {"__entity": {"type": "User", "id": "admin"}}),),
        (
            (
                "destination",
                (("path", {"__entity": {"type": "User", "id": "a"}}), ("name", "a"), ("parent_path", "/tmp")),
            ),
        ),
        (("destination", (("__entity", (("type", "User"), ("id", "admin"))),)),),
        (("__extn", "a"), *fs.destination("/tmp/a")),
        [("destination", "/a")],
        {"destination": "/a"},
        None,
        7,
        (7,),
        (("destination", (("path", "\udcff"), ("name", "a"), ("parent_path", "/tmp"))),),
        (*fs.destination("/tmp/a"), ("time", 1)),
    ],
)
def test_a_context_that_is_not_as_declared_is_an_error(authorizer, context):
    authorizer.decide(fs.MOVE, file("/a"), fs.destination("/tmp/a"))
    for _ in range(2):
        assert authorizer.decide(fs.MOVE, file("/a"), context).effect == "error"


def test_an_action_without_context_takes_none(authorizer):
    assert authorizer.decide(fs.READ, file("/var/log/a"), fs.destination("/tmp/a")).effect == "error"


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        (Action("file_system", "reed"), Resource(fs.FILE, "/a")),
        (Action("file_system", "SafeIO"), Resource(fs.FILE, "/a")),
        (fs.READ, Resource("file_system::Fle", "/a")),
        (fs.READ, Resource("User", "u")),
        (fs.REDACTED_READ, Resource(fs.DIR, "/a")),
        (fs.READ, Resource(fs.FILE, 7)),
        (fs.READ, Resource(fs.FILE, b"/a")),
        (fs.READ, Resource(fs.FILE, None)),
        (fs.READ, None),
        (fs.READ, ()),
        (None, Resource(fs.FILE, "/a")),
        ([], Resource(fs.FILE, "/a")),
        (fs.EXECUTE, Resource(fs.FILE, "/a")),
    ],
)
def test_what_the_vocabulary_does_not_know_is_an_error_and_never_raises(action, resource):
    authorizer = Policy.from_text("permit(principal, action, resource);").authorizer('User::"u"')
    decision = authorizer.decide(action, resource)
    assert not decision.allowed
    assert decision.effect == "error"
    assert decision.errors


class Panic(BaseException):
    """What a panic of Cedar's Rust side looks like: no Exception, from a module that cannot be imported."""

    __module__ = "pyo3_runtime"


class Terminated(BaseException):
    """What a handler of a signal raises, as that of the command line does."""


@pytest.mark.parametrize("error", [Panic("index out of bounds"), ValueError("bad"), MemoryError(), RecursionError()])
def test_a_failure_of_cedar_denies_and_is_not_remembered(monkeypatch, policy, error):
    authorizer = policy.authorizer('User::"u"')
    with monkeypatch.context() as broken:

        def fail(*_):
            raise error

        broken.setattr(cedar, "authorize", fail)
        broken.setattr(cedar, "authorize_all", fail)
        assert authorizer.decide(fs.READ, file("/var/log/a")).effect == "error"
        batch = authorizer.decide_batch([(fs.READ, file("/var/log/a"), ()), (fs.READ, file("/etc/a"), ())])
        assert [decision.effect for decision in batch] == ["error", "error"]
    assert authorizer.decide(fs.READ, file("/var/log/a")).allowed


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, GeneratorExit, Terminated])
def test_an_interrupt_is_not_a_decision(monkeypatch, error):
    shadowed = Policy.from_text(
        "permit(principal, action, resource); @shadow forbid(principal, action, resource);"
    ).authorizer('User::"u"')
    asked = (fs.READ, file("/var/log/a"))
    decided = cedar.authorize
    for before in (0, 1):  # at the decision, and at what the policy under trial would have done
        left = itertools.repeat(None, before)

        def interrupt(*given, left=left):
            for _ in left:
                return decided(*given)
            raise error

        monkeypatch.setattr(cedar, "authorize", interrupt)
        monkeypatch.setattr(cedar, "authorize_all", interrupt)
        with pytest.raises(error):
            shadowed.decide(*asked)
        with pytest.raises(error):
            shadowed.decide_batch([(*asked, ()), (fs.READ, file("/etc/a"), ())])
    monkeypatch.setattr(cedar, "authorize", decided)
    assert shadowed.decide(*asked).allowed


@pytest.mark.parametrize(
    ("answer", "effect"),
    [
        (cedar.Answer(True, False, ["policy0"], []), "permit"),
        (cedar.Answer(True, False, ["policy0"], ["policy1 failed"]), "error"),
        (cedar.Answer(True, False, [], []), "error"),
        (cedar.Answer(False, True, [], []), "no_permit"),
        (cedar.Answer(False, True, ["policy1"], []), "forbid"),
        (cedar.Answer(False, True, ["policy1"], ["x"]), "error"),
        (cedar.Answer(False, True, [], ["x"]), "error"),
        (cedar.Answer(False, False, [], []), "error"),
        (cedar.Answer(False, False, ["policy0"], []), "error"),
    ],
)
def test_only_a_clean_allow_allows(policy, answer, effect):
    decision = policy._rules.decision(answer)
    assert decision.effect == effect
    assert decision.allowed == (effect == "permit")


def test_a_batch_decides_as_one_by_one(policy):
    asked = [
        (fs.READ, file("/var/log/a"), ()),
        (fs.READ, file("/var/log/secret"), ()),
        (fs.MOVE, file("/a"), fs.destination("/tmp/a")),
        (fs.MOVE, file("/a"), ()),
        (fs.READ, file("/var/log/a"), ()),
        (fs.OPEN, Resource(fs.DIR, "/var/log"), ()),
        (fs.READ, file("not a path"), ()),
        (fs.READ, None, ()),
        (sysinfo.RESOLVE_HOSTNAME, Resource(sysinfo.HOSTNAME, "a"), ()),
    ]
    together = policy.authorizer('User::"u"').decide_batch(asked)
    alone = [Policy.from_text(TEXT, "host.cedar").authorizer('User::"u"').decide(*one) for one in asked]
    assert [one.effect for one in together] == [one.effect for one in alone]
    assert [one for one in together if not one.errors] == [one for one in alone if not one.errors]
    assert policy.authorizer('User::"u"').decide_batch([]) == []
    assert [one.effect for one in policy.authorizer('User::"u"').decide_batch([(fs.READ,), None])] == ["error"] * 2


def test_a_batch_asks_cedar_once(monkeypatch, policy):
    authorizer = policy.authorizer('User::"u"')
    calls = []
    real = cedar.authorize_all
    monkeypatch.setattr(
        cedar, "authorize_all", lambda requests, *rest: calls.append(len(requests)) or real(requests, *rest)
    )
    monkeypatch.setattr(cedar, "authorize", None)
    asked = [(fs.READ, file(f"/{where}/{n}"), ()) for where in ("var/log", "etc", "tmp") for n in range(100)]
    assert sum(decision.allowed for decision in authorizer.decide_batch(asked)) == 100
    assert calls == [2], "below /var/log, and elsewhere"
    authorizer.decide_batch(asked)
    assert calls == [2]


def test_principals_in_groups_of_groups():
    entities = """[
      {"uid": {"type": "User", "id": "u"}, "parents": [{"type": "Group", "id": "web"}]},
      {"uid": {"__entity": {"type": "Group", "id": "web"}}, "attrs": {}, "parents": [{"type": "Group", "id": "ops"}]}
    ]"""
    text = 'permit(principal in Group::"ops", action, resource);'
    policy = Policy.from_text(text, entities=entities)
    assert policy.authorizer('User::"u"').decide(fs.READ, file("/a")).allowed
    assert not policy.authorizer('User::"v"').decide(fs.READ, file("/a")).allowed
    assert not Policy.from_text(text).authorizer('User::"u"').decide(fs.READ, file("/a")).allowed


def test_an_authorizer_is_shared_and_its_principal_is_a_user(policy):
    assert policy.authorizer('User::"u"') is policy.authorizer(Resource("User", "u"))
    for wrong in (
        Resource("Group", "u"),
        Resource("file_system::File", "/a"),
        Resource("User", ""),
        Resource("User", "\n"),
    ):
        with pytest.raises(ArgumentsInvalid):
            policy.authorizer(wrong)


def test_threads_share_a_policy():
    text = (
        'permit(principal, action, resource is file_system::File) when { resource.path like "*7" };\n'
        'permit(principal, action, resource in file_system::Dir::"/a/b");'
    )
    policy = Policy.from_text(text)
    wrong: list[object] = []
    start = threading.Barrier(8)

    def work(offset: int) -> None:
        start.wait()
        for n in range(300):
            number = (n * 7 + offset) % 100
            authorizer = policy.authorizer(f'User::"{n % 3}"')
            for path, allowed in ((f"/x{n % 5}/{number}", number % 10 == 7), (f"/a/b/c{n % 7}/{number}", True)):
                if authorizer.decide(fs.READ, file(path)).allowed != allowed:
                    wrong.append(path)

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        threads = [threading.Thread(target=work, args=(offset,)) for offset in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(before)
    assert wrong == []


def test_describe_is_the_text_as_written(policy):
    ref = policy.authorizer('User::"u"').decide(fs.READ, file("/var/log/secret")).policies[0]
    assert policy.describe(ref).startswith('@advice("Not the secret.")\n@id("secret")\nforbid(')
    assert policy.describe(ref).endswith(";")
    assert [one.id for one in policy.statements] == ["logs", "secret", "policy2"]
    with pytest.raises(KeyError):
        policy.describe(PolicyRef("other", "host.cedar", 3))
