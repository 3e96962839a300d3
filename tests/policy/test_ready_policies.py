"""The policies that are shipped do what their comments say."""

from __future__ import annotations

from pathlib import Path

import pytest

from hostapi.vocabulary import file_system as fs
from hostapi.vocabulary import network, sysinfo
from hostapi.vocabulary.base import Resource
from rexpy.broker.policy import Policy

POLICIES = Path(__file__).parents[2] / "policies"
ALL = sorted(POLICIES.glob("*.cedar"))


def allowed(name, *requests):
    authorizer = Policy.from_paths(POLICIES / f"{name}.cedar").authorizer('User::"anyone"')
    return [authorizer.decide(*request).allowed for request in requests]


def file(action, path, *more):
    return action, Resource(fs.FILE, path), *more


def directory(action, path, *more):
    return action, Resource(fs.DIR, path), *more


def resolve(name):
    return sysinfo.RESOLVE_HOSTNAME, Resource(sysinfo.HOSTNAME, name)


def test_there_are_ready_policies():
    assert {path.stem for path in ALL} >= {"readonly", "readwrite", "log_report", "dns_only", "deny_all"}


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_each_is_valid_named_and_explained(path):
    policy = Policy.from_paths(path)
    assert policy.statements
    assert not any(ref.id.startswith("policy") for ref in policy.statements), "each has an @id"
    text = path.read_text()
    assert text.startswith("// ")
    assert "\n// Grants" in text
    assert max(map(len, text.splitlines())) <= 120


def test_they_can_be_loaded_together():
    policy = Policy.from_paths(POLICIES)
    assert not policy.authorizer('User::"u"').decide(*file(fs.READ, "/srv/data/a")).allowed, "deny_all is among them"


def test_readonly():
    assert all(
        allowed(
            "readonly",
            directory(fs.OPEN, "/srv/data"),
            directory(fs.READ, "/srv/data/sub"),
            file(fs.OPEN, "/srv/data/a"),
            file(fs.READ, "/srv/data/sub/a"),
            file(fs.STAT, "/srv/data/a"),
        )
    )
    assert not any(
        allowed(
            "readonly",
            file(fs.WRITE, "/srv/data/a"),
            file(fs.CREATE, "/srv/data/a"),
            file(fs.DELETE, "/srv/data/a"),
            file(fs.READ, "/srv/data2/a"),
            file(fs.READ, "/etc/passwd"),
            directory(fs.READ, "/srv"),
            resolve("example.com"),
        )
    )


def test_readwrite():
    inside, outside = fs.destination("/srv/site/b"), fs.destination("/etc/b")
    assert all(
        allowed(
            "readwrite",
            directory(fs.OPEN, "/srv/site"),
            directory(fs.READ, "/srv/site"),
            directory(fs.CREATE, "/srv/site/sub"),
            directory(fs.DELETE, "/srv/site/sub"),
            file(fs.WRITE, "/srv/site/sub/a"),
            file(fs.CREATE, "/srv/site/a"),
            file(fs.DELETE, "/srv/site/a"),
            file(fs.CHMOD, "/srv/site/a"),
            file(fs.MOVE, "/srv/site/a", inside),
        )
    )
    assert not any(
        allowed(
            "readwrite",
            directory(fs.DELETE, "/srv/site"),
            directory(fs.MOVE, "/srv/site", inside),
            directory(fs.CHMOD, "/srv/site"),
            file(fs.CHOWN, "/srv/site/a"),
            file(fs.CREATE, "/etc/b"),
            file(fs.MOVE, "/etc/a", outside),
            file(fs.READ, "/srv/siteshop"),
        )
    )


def test_log_report():
    secrets = ["auth.log", "secure", "btmp", "wtmp", "audit/audit.log", "journal/x/system.journal", "private/a"]
    assert all(
        allowed(
            "log_report",
            directory(fs.OPEN, "/var/log"),
            directory(fs.READ, "/var/log/nginx"),
            file(fs.READ, "/var/log/syslog"),
            file(fs.READ, "/var/log/nginx/access.log"),
            *(file(fs.STAT, f"/var/log/{name}") for name in secrets),
        )
    )
    assert not any(
        allowed(
            "log_report",
            *(file(fs.READ, f"/var/log/{name}") for name in secrets),
            file(fs.WRITE, "/var/log/syslog"),
            file(fs.READ, "/etc/shadow"),
            resolve("example.com"),
        )
    )
    policy = Policy.from_paths(POLICIES / "log_report.cedar")
    assert policy.authorizer('User::"u"').decide(*file(fs.READ, "/var/log/auth.log")).advice


def test_dns_only():
    assert all(allowed("dns_only", *map(resolve, ["example.com", "www.example.org", "a.b.example.com"])))
    assert not any(
        allowed(
            "dns_only",
            *map(resolve, ["localhost", "notexample.com", "example.com.evil.net", "example.net"]),
            (network.GET, Resource(network.URL, "https://example.com/")),
            file(fs.READ, "/etc/hosts"),
        )
    )


def test_deny_all():
    assert not any(allowed("deny_all", file(fs.READ, "/a"), directory(fs.OPEN, "/"), resolve("example.com")))
