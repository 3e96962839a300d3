"""A proposal, replayed, allows the requests that it was made for, and no other but entries of directories that it says."""

from pathlib import PurePosixPath

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from hostapi.vocabulary import file_system as fs
from hostapi.vocabulary import process_system, sysinfo
from hostapi.vocabulary.base import Action, Resource
from rexpy.broker.policy import Policy
from rexpy.tooling.credentials import RULES, why_withheld
from rexpy.tooling.suggest import replay
from rexpy.tooling.suggest.asked import SCRIPT, Asked, Evidence, Request, request_of
from rexpy.tooling.suggest.propose import Permit, Proposal, propose
from rexpy.tooling.suggest.region import Region
from rexpy.tooling.suggest.text import policy_text, statement

ALICE = Resource("User", "alice")


def seen(*requests: Request) -> dict[Request, Evidence]:
    found: dict[Request, Evidence] = {}
    for number, request in enumerate(requests):
        asked = Asked(*request[:3], operation="fs.load", line=number + 1, run="r-1")
        found.setdefault(request, Evidence()).see(asked)
    return found


def file(path: str, action: Action = fs.READ, principal: Resource = ALICE) -> Request:
    return Request(principal, action, Resource(fs.FILE, path))


def directory(path: str, action: Action = fs.OPEN) -> Request:
    return Request(ALICE, action, Resource(fs.DIR, path))


def move(path: str, to: str) -> Request:
    return request_of(Asked(ALICE, fs.MOVE, Resource(fs.FILE, path), fs.destination(to)))


def allows(proposal: Proposal, request: Request) -> bool:
    return bool(proposal.permits) and replay.allows(Policy.from_text(policy_text(proposal)), request)


def test_one_file_is_one_file() -> None:
    proposal = propose(seen(file("/srv/data/a.txt", fs.OPEN), file("/srv/data/a.txt"), directory("/srv/data")))
    assert [statement(permit) for permit in proposal.permits] == [
        'permit (\n    principal == User::"alice",\n'
        '    action in [file_system::Action::"open", file_system::Action::"read"],\n'
        '    resource == file_system::File::"/srv/data/a.txt"\n);',
        'permit (\n    principal == User::"alice",\n    action == file_system::Action::"open",\n'
        '    resource == file_system::Dir::"/srv/data"\n);',
    ]


def test_two_entries_are_listed_three_are_their_directory() -> None:
    two = propose(seen(file("/srv/data/a"), file("/srv/data/b")))
    assert [permit.where for permit in two.permits] == [
        (Resource(fs.FILE, "/srv/data/a"), Resource(fs.FILE, "/srv/data/b"))
    ]
    assert not allows(two, file("/srv/data/c"))
    three = propose(seen(file("/srv/data/a"), file("/srv/data/b"), file("/srv/data/c")))
    (permit,) = three.permits
    assert permit.where == Region((fs.FILE,), "/srv/data", tree=False)
    assert allows(three, file("/srv/data/d"))
    for other in ("/srv/data/x/y", "/srv/data/.hidden", "/srv/database", "/srv/data/key.pem", "/srv/data/token"):
        assert not allows(three, file(other))
    assert not allows(three, file("/srv/data/d", fs.WRITE))
    assert not allows(three, directory("/srv/data/d", fs.READ))
    assert not allows(three, file("/srv/data/a", principal=Resource("User", "bob")))
    exact = propose(seen(file("/srv/data/a"), file("/srv/data/b"), file("/srv/data/c")), several=None)
    assert not allows(exact, file("/srv/data/d"))


def test_names_of_one_extension_are_evidence_for_that_extension() -> None:
    proposal = propose(seen(*(file(f"/srv/data/{name}.log") for name in "abc")))
    assert 'when { resource.path like "*.log" }' in policy_text(proposal)
    assert allows(proposal, file("/srv/data/d.log"))
    assert not allows(proposal, file("/srv/data/d.txt"))


def test_a_tree_takes_several_subdirectories_with_several_entries_each() -> None:
    entries = [file(f"/srv/data/{year}/{name}") for year in ("y1", "y2", "y3") for name in "abc"]
    proposal = propose(seen(*entries))
    (permit,) = proposal.permits
    assert permit.where == Region((fs.FILE,), "/srv/data", tree=True)
    assert allows(proposal, file("/srv/data/y4/deep/er"))
    for other in ("/srv/data/y4/.ssh/id", "/srv/data/.git/config", "/srv/other", "/srv/data/y1/server.key"):
        assert not allows(proposal, file(other))
    fewer = propose(seen(*entries[:6]))
    assert {
        (permit.where.directory, permit.where.tree) for permit in fewer.permits if isinstance(permit.where, Region)
    } == {
        ("/srv/data/y1", False),
        ("/srv/data/y2", False),
    }


def test_files_and_directories_of_one_region_are_one_permit() -> None:
    names = [f"/srv/data/{name}" for name in ("a", "b", "c")]
    proposal = propose(
        seen(*(file(name, fs.STAT) for name in names), *(directory(f"{name}d", fs.STAT) for name in names))
    )
    (permit,) = proposal.permits
    assert isinstance(permit.where, Region)
    assert permit.where.kinds == (fs.FILE, fs.DIR)
    # Not the directory itself, which nobody asked for.
    assert not allows(proposal, directory("/srv/data", fs.STAT))
    assert allows(proposal, directory("/srv/data/new", fs.STAT))


@pytest.mark.parametrize("top", ["/etc", "/root", "/home/alice", "/srv", "/usr"])
def test_the_upper_levels_are_never_generalized(top: str) -> None:
    proposal = propose(seen(*(file(f"{top}/{name}") for name in ("hosts", "passwd", "fstab", "issue"))))
    (permit,) = proposal.permits
    assert not isinstance(permit.where, Region)


@pytest.mark.parametrize(
    "path",
    [
        "/etc/shadow", "/etc/shadow-", "/etc/gshadow", "/home/a/.ssh", "/home/a/.ssh/id_ed25519", "/root/.aws/credentials",
        "/root/.netrc", "/srv/tls/server.pem", "/srv/tls/Server.KEY", "/etc/kubernetes/admin.conf", "/home/a/.kube/config",
        "/home/a/kubeconfig", "/run/secrets/db", "/srv/app/.env", "/proc/1/environ", "/home/a/.bash_history",
        "/etc/rexpy/team.cedar", "/srv/policies/host.cedar", "/home/a/.config/gh/hosts.yml", "/srv/app/token",
        "/etc/wireguard/wg0.conf", "/srv/state/terraform.tfstate", "/home/a/.docker/config.json",
        "/srv/backup/etc/shadow", "/proc/1/root/etc/shadow", "/var/lib/docker/overlay2/ab/diff/etc/gshadow-", "/ETC/Shadow",
        "/mnt/old/etc/wireguard/wg0.conf", "/srv/jail/run/secrets/db", "/mnt/a/etc/b/etc/shadow", "/mnt/old/etc/ssl/certs/x.pem",
    ],
)  # fmt: skip
def test_secrets_are_withheld_with_the_reason(path: str) -> None:
    proposal = propose(seen(file(path), directory(path, fs.READ), file("/srv/data/a")))
    assert [withheld.request.resource.id for withheld in proposal.withheld] == [path, path]
    assert all(withheld.why for withheld in proposal.withheld)
    assert not allows(proposal, file(path))


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd", "/etc/hosts", "/etc/ssl/certs/ca-certificates.crt", "/etc/ssl/certs/x.pem", "/srv/tokenizer.json",
        "/srv/secretary.txt", "/srv/keys.txt", "/home/a/.config/app.toml", "/srv/monkey", "/etc/ssh/sshd_config",
        "/srv/id_rsa.pub", "/proc/1/status", "/srv/credentials_howto.md", "/srv/backup/etc/hosts", "/srv/etc/app.conf", "/srv/shadow",
    ],
)  # fmt: skip
def test_what_only_looks_alike_is_proposed(path: str) -> None:
    assert why_withheld(path) is None
    assert propose(seen(file(path))).withheld == ()


DIRECTORIES = ["/srv/data", "/etc/app", "/proc/7", "/etc/ppp", "/run/user/0/containers"]


@pytest.mark.parametrize("tree", [False, True])
@pytest.mark.parametrize("suffix", ["", ".log", ".json", ".key", ".conf"])
@pytest.mark.parametrize("directory", DIRECTORIES)
def test_no_directory_that_is_granted_holds_what_is_withheld(directory: str, suffix: str, tree: bool) -> None:
    region = Region((fs.FILE,), directory, tree, suffix)
    paths = set()
    for rule in RULES:
        for pattern in rule.patterns:
            for filling in ("x", "x/y", ""):
                whole = pattern.replace("*", filling)
                names = [whole, f"{directory}/{pattern.removeprefix('*').lstrip('/').replace('*', filling)}"]
                names += [
                    f"{directory}/deep{pattern.removeprefix('*').replace('*', filling)}",
                    f"{directory}/x{pattern.removeprefix('*').replace('*', filling)}",
                ]
                paths |= {name + end for name in names for end in ("", suffix)}
    withheld = {path for path in paths if fs.refuse_path(path) is None and why_withheld(path) is not None}
    assert len(withheld) > 100
    assert not [path for path in withheld if region.covers(Resource(fs.FILE, path))]


def test_a_process_is_not_granted_by_its_number() -> None:
    request = Request(ALICE, process_system.KILL, Resource(process_system.PROCESS, "17"))
    proposal = propose(seen(request))
    assert proposal.permits == ()
    assert "number" in proposal.withheld[0].why


def test_what_no_version_asks_is_withheld() -> None:
    odd = [
        Request(ALICE, Action("file_system", "levitate"), Resource(fs.FILE, "/a")),
        Request(ALICE, fs.READ, Resource(fs.FILE, "/a/../b")),
        Request(ALICE, fs.READ, Resource(sysinfo.HOSTNAME, "a")),
    ]
    assert [withheld.request for withheld in propose(seen(*odd)).withheld] == odd


def test_what_a_forbid_refused_is_listed_apart_and_stays_outside() -> None:
    requests = [file(f"/srv/data/{name}") for name in "abcd"]
    proposal = propose(seen(*requests), refused={requests[3]: "forbidden by no-d (p.cedar:3)"})
    assert [(each.request, each.why) for each in proposal.withheld] == [(requests[3], "forbidden by no-d (p.cedar:3)")]
    assert [allows(proposal, request) for request in requests] == [True, True, True, False]


def test_moves_name_where_to() -> None:
    proposal = propose(seen(move("/srv/log/a", "/srv/old/a")))
    assert 'context.destination.path == "/srv/old/a"' in policy_text(proposal)
    assert not allows(proposal, move("/srv/log/a", "/srv/old/b"))
    several = propose(seen(*(move(f"/srv/log/{name}", f"/srv/old/{name}") for name in "abc")))
    (permit,) = several.permits
    assert permit.conditions == (("destination.parent_path", "/srv/old"),)
    assert allows(several, move("/srv/log/d", "/srv/old/d"))
    assert not allows(several, move("/srv/log/d", "/srv/elsewhere/d"))
    unknown = propose(seen(file("/srv/log/a", fs.MOVE)))
    assert "does not say where to" in policy_text(unknown)
    assert allows(unknown, move("/srv/log/a", "/anywhere"))


def test_the_text_says_what_it_rests_on() -> None:
    text = policy_text(propose(seen(*(file(f"/srv/data/{name}") for name in "abcdefg"))))
    assert "// 7 requests by fs.load 7; script lines 1, 2, 3, 4, 5 and 2 more; run r-1." in text
    assert '// Directly in "/srv/data" were used: "a", "b", "c", "d", "e" and 2 more.' in text
    assert '@id("read-srv-data-' in text


def test_the_same_requests_make_the_same_text() -> None:
    requests = [
        file(f"/srv/{place}/{name}", action) for place in "xy" for name in "abc" for action in (fs.READ, fs.OPEN)
    ]
    assert policy_text(propose(seen(*requests))).count("@id") == 2
    ids = {permit_ids(propose(seen(*order))) for order in (requests, requests[::-1])}
    assert len(ids) == 1


def test_a_proposal_larger_than_a_policy_is_refused() -> None:
    proposal = propose(seen(*(file(f"/srv/{n // 2}/{'x' * 200}{n % 2}") for n in range(10_000))))
    assert all(len(permit.entries) <= 500 for permit in proposal.permits)
    with pytest.raises(replay.TooLarge):
        replay.check(policy_text(proposal), proposal)


def permit_ids(proposal: Proposal) -> tuple[str, ...]:
    return tuple(sorted(statement(permit) for permit in proposal.permits))


@pytest.mark.parametrize(
    "home", ["/srv/app/data", "/srv/backup/etc", "/mnt/x/root/etc", "/srv/q*r/d", '/srv/a"b/\u00e9']
)
@pytest.mark.parametrize("tree", [False, True])
def test_no_directory_is_granted_with_what_is_withheld(home: str, tree: bool) -> None:
    """Whatever the rules name, put below a directory that is granted: not seen when it was granted, and not granted.

    In a tree that is granted, what a copy of a host has is there too, and names in the other case.
    """
    names = [f"{home}/{place}{name}" for place in (("p/", "q/", "r/") if tree else ("",)) for name in "abc"]
    proposal = propose(seen(*map(file, names)))
    (permit,) = proposal.permits
    assert isinstance(permit.where, Region)
    assert permit.where.tree is tree
    assert allows(proposal, file(f"{home}/z"))
    deeper = ("", "p/", "p/x/") if tree else ("",)
    tried = [f"{home}/{place}{name}" for place in deeper for name in SECRETS]
    if tree:
        tried += [
            f"{home}/p/old{path}"
            for path in ("/etc/shadow", "/etc/shadow-", "/etc/gshadow", "/etc/security/opasswd", "/etc/ssl/private/a")
        ]
    if home.endswith("/etc"):
        tried += [f"{home}/shadow", f"{home}/gshadow-", *([f"{home}/wireguard/wg0.conf"] if tree else [])]
    assert [path for path in tried if allows(proposal, file(path))] == []


SECRETS = [
    "x.pem", "X.PEM", "x.key", "X.KEY", "x.p12", "x.P12", "x.pfx", "x.jks", "x.keytab", "x.kdbx", "x.ppk", "x.ovpn", "id_rsa", "id_ed25519", "ssh_host_rsa_key",
    "privkey.txt", "token", "Token", "TOKEN.txt", "tokens.json", "secrets.yml", "Secrets", "MY_SECRET", "credentials.json", "Credentials", "passwords.txt",
    "Passwords.xlsx", "PASSWORD", "kubeconfig", "Kubeconfig", ".env", ".ssh", ".netrc", ".bash_history", "terraform.tfstate", "a.tfvars", "auth.json",
    "wp-config.php", "service-account-1.json", "team.cedar",
]  # fmt: skip


def test_a_link_into_what_is_withheld_is_withheld_where_it_leads() -> None:
    """A link's place may be granted; what it leads to is asked by its own path, which is not."""
    proposal = propose(seen(file("/srv/app/current"), file("/etc/shadow"), directory("/etc", fs.OPEN)))
    assert [one.request.resource.id for one in proposal.withheld] == ["/etc/shadow"]
    assert allows(proposal, file("/srv/app/current"))
    assert not allows(proposal, file("/etc/shadow"))


def test_a_permit_is_for_one_script_where_it_is_bound_to_it() -> None:
    bound = [
        request._replace(conditions=(*request.conditions, (SCRIPT, script)))
        for script in ("ab" * 32, "cd" * 32)
        for request in (*(file(f"/srv/in/{n}") for n in range(3)), *(move(f"/srv/in/{n}", f"/srv/out/{n}") for n in range(3)))
    ]  # fmt: skip
    proposal = propose(seen(*bound))
    text = policy_text(proposal)
    replay.check(text, proposal)
    policy = Policy.from_text(text)
    assert len(proposal.permits) == 4, "each script reads a directory, and moves to one"
    assert 'context.destination.parent_path == "/srv/out"' in text
    for request in bound:
        assert replay.allows(policy, request)
        assert not replay.allows(policy, request._replace(conditions=request.conditions[:-1]))
        other = (*request.conditions[:-1], (SCRIPT, "ef" * 32))
        assert not replay.allows(policy, request._replace(conditions=other))


hostile = st.text(st.sampled_from("a*\"\\/\u202e\u2028é'{}"), min_size=1, max_size=6)


@given(hostile, hostile, st.lists(hostile, min_size=3, max_size=5, unique=True))
@settings(max_examples=150, deadline=None)
def test_no_name_breaks_the_text(operation: str, run: str, names: list[str]) -> None:
    paths = {
        f"/srv/{'/'.join(part for part in name.split('/') if part) or 'x'}" for name in (*names, "*/a", "*/b", "*/c")
    }
    found: dict[Request, Evidence] = {}
    for path in sorted(paths):
        found.setdefault(file(path), Evidence()).see(Asked(*file(path)[:3], operation=operation + "\n//", run=run))
    proposal = propose(found)
    text = policy_text(proposal)
    assert all(line.isprintable() for line in text.splitlines())
    assert len(Policy.from_text(text).statements) == len(proposal.permits)
    replay.check(text, proposal)


NAMES = st.sampled_from(["a", "b", "c", "d.log", "e.log", "f.log", ".h", "k.pem", "id_rsa", ".ssh", "x*", "token", "é"])
PATHS = st.lists(NAMES, min_size=1, max_size=4).map(lambda names: "/" + "/".join(["srv", *names]))
ACTIONS = st.sampled_from([fs.OPEN, fs.READ, fs.STAT, fs.CREATE, fs.DELETE])
PRINCIPALS = st.sampled_from([ALICE, Resource("User", 'b"ob')])
REQUESTS = st.one_of(
    st.builds(
        Request, PRINCIPALS, ACTIONS, st.builds(Resource, st.sampled_from([fs.FILE, fs.DIR]), PATHS), st.just(())
    ),
    st.builds(lambda path: file(path, fs.WRITE), PATHS),
    st.builds(move, PATHS, PATHS),
    st.builds(
        lambda name: Request(ALICE, sysinfo.RESOLVE_HOSTNAME, Resource(sysinfo.HOSTNAME, name)),
        st.sampled_from(["a", "b.c"]),
    ),
)
TREES = st.lists(REQUESTS, min_size=1, max_size=40, unique=True)


@given(TREES, st.lists(REQUESTS, max_size=40, unique=True), st.sampled_from([2, 3, None]))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_replayed_it_allows_exactly_the_requests(
    requests: list[Request], more: list[Request], several: int | None
) -> None:
    others = [request for request in more if request not in requests]
    dropped = others[::2]
    proposal = propose(seen(*requests), others=dropped, several=several)
    text = policy_text(proposal)
    policy = Policy.from_text(text) if proposal.permits else None
    event(f"regions: {sum(isinstance(permit.where, Region) for permit in proposal.permits)}")
    given_now = {request for request in requests if request not in {each.request for each in proposal.withheld}}
    assert set(proposal.requests) == given_now
    for request in given_now:
        assert policy is not None
        assert replay.allows(policy, request), request
    for request in [*others, *(each.request for each in proposal.withheld)]:
        allowed = policy is not None and replay.allows(policy, request)
        assert allowed == any(grants(permit, request) for permit in proposal.permits), request
        if allowed:
            assert several is not None, request
            assert request not in dropped or similar(request, given_now), request
            assert why_withheld(request.resource.id) is None
            assert is_entry_of_what_was_used(request, given_now), request


def grants(permit: Permit, request: Request) -> bool:
    """Say in Python what the permit says in Cedar."""
    if permit.principal != request.principal or request.action not in permit.actions:
        return False
    if isinstance(permit.where, Region):
        if not permit.where.covers(request.resource):
            return False
    elif request.resource not in permit.where:
        return False
    to = dict(request.conditions).get("destination.path")
    known = {"destination.path": to, "destination.parent_path": to and (str(to).rpartition("/")[0] or "/")}
    return all(known.get(name) == value for name, value in permit.conditions)


def similar(request: Request, those: set[Request]) -> bool:
    """Say whether the same was asked, but for where it was to be moved."""
    return any(request[:3] == other[:3] for other in those)


def is_entry_of_what_was_used(request: Request, those: set[Request]) -> bool:
    """Say whether the request is for something at or below a directory in which something was used in that way."""
    path = PurePosixPath(request.resource.id)
    used = [
        PurePosixPath(other.resource.id)
        for other in those
        if (other.principal, other.action, other.resource.type)
        == (request.principal, request.action, request.resource.type)
    ]
    above = {parent for one in used for parent in (one, *one.parents)}
    return path in above or any(parent in above for parent in path.parents if len(parent.parts) > 2)
