"""Which paths hold keys, credentials or what rexpy itself is governed by. One list, for all that proposes access.

Nothing in a run depends on it: a policy grants what its owner writes. It says what is never *proposed*, because a
record shows that a script asked and not that it should have it.

Each rule is a pattern of Cedar's `like`, so that a proposed permit can exclude what the rule names in the same words.
A list is never whole; what it misses is proposed file by file and seen by whoever reads the proposal.

Not: words such as `*secret*` or `*token*` anywhere in a name. They withhold tokenizer.json and secretary.txt, and who
meets that often stops to read the reasons.
"""

from __future__ import annotations

import functools
from typing import NamedTuple

from rexpy.broker.policy.patterns import Pattern


class Rule(NamedTuple):
    """Paths like one of *patterns* are withheld, because they are *what*; *source* says who documents that."""

    what: str
    source: str
    patterns: tuple[str, ...]


def _below(*directories: str) -> tuple[str, ...]:
    """Return patterns for each directory itself and for all below it."""
    return tuple(pattern for directory in directories for pattern in (directory, f"{directory}/*"))


RULES: tuple[Rule, ...] = (
    Rule(
        "password hashes",
        "shadow(5), gshadow(5), pam_pwhistory(8), htpasswd(1)",
        ("/etc/shadow*", "/etc/gshadow*", "/etc/security/opasswd*", "*.htpasswd", "*/htpasswd"),
    ),
    Rule(
        "SSH keys and what governs logins by SSH",
        "ssh(1) FILES, sshd(8) FILES, ssh-keygen(1)",
        (
            *_below("*/.ssh", "*/.putty"),
            "*/ssh_host_*_key",
            "*/id_rsa",
            "*/id_dsa",
            "*/id_ecdsa",
            "*/id_ed25519",
            "*/id_ecdsa_sk",
            "*/id_ed25519_sk",
            "*.ppk",
        ),
    ),
    Rule(
        "a private key or key store",
        "openssl(1) and keytool(1) name them so; file names of rfc5958, rfc7292",
        (*_below("/etc/ssl/private", "/etc/pki/tls/private"), "*.pem", "*.key", "*.p8", "*.p12", "*.pfx", "*.jks",
         "*.keystore", "*/privkey*"),
    ),
    Rule("a key ring", "gpg(1) FILES, gnome-keyring(1), pass(1)", _below(
        "*/.gnupg", "*/.password-store", "*/.local/share/keyrings", "*/.local/share/kwalletd", "*/.pki")),
    Rule("a password store", "keepassxc(1)", ("*.kdb", "*.kdbx")),
    Rule(
        "Kerberos keys and tickets",
        "krb5.conf(5), kinit(1)",
        ("*.keytab", "/tmp/krb5cc_*", "/var/lib/krb5kdc/*"),  # noqa: S108  # a name that kinit chooses
    ),
    Rule(
        "keys of a network or tunnel",
        "wg-quick(8), nm-settings-keyfile(5), wpa_supplicant.conf(5), pppd(8), ipsec.secrets(5)",
        (*_below("/etc/wireguard", "/etc/NetworkManager/system-connections", "/etc/wpa_supplicant",
                 "/etc/ipsec.d/private"),
         "/etc/ppp/*-secrets", "/etc/ipsec.secrets", "*.ovpn"),
    ),
    Rule(
        "credentials of a cloud",
        "AWS, Google Cloud and Azure command line documentation; s3cmd, boto",
        _below("*/.aws", "*/.azure", "*/.config/gcloud", "*/.oci", "*/.config/doctl", "*/.s3cfg", "*/.boto",
               "*/.passwd-s3fs"),
    ),
    Rule(
        "credentials of a cluster or container registry",
        "Kubernetes: organize cluster access using kubeconfig files; docker login; containers-auth.json(5)",
        (*_below("*/.kube", "*/.docker", "/etc/kubernetes", "/var/lib/kubelet/pki", "/etc/rancher"), "*/.dockercfg",
         "*/kubeconfig", "*.kubeconfig", "*/containers/auth.json", "*/containers/*/auth.json"),
    ),
    Rule(
        "secrets that were handed to a service",
        "systemd.exec(5) credentials; Docker and Kubernetes secrets",
        _below("/run/secrets", "/var/run/secrets", "/run/credentials", "/etc/credstore", "/etc/credstore.encrypted"),
    ),
    Rule(
        "passwords that programs log in with",
        "netrc(5), git-credential-store(1), libpq's password file, MySQL option files, .npmrc, .pypirc, cargo login",
        (*_below("*/.config/gh", "*/.config/hub", "*/.config/git/credentials", "*/.terraform.d", "*/.vault-token"),
         "*/.netrc", "*/.authinfo*", "*/.git-credentials", "*/.pgpass", "*/.my.cnf", "*/.mylogin.cnf",
         "/etc/mysql/debian.cnf", "*/.npmrc", "*/.pypirc", "*/.cargo/credentials*", "*/.gem/credentials",
         "*/.composer/auth.json", "*/.smbcredentials", "*/.fetchmailrc", "*/.msmtprc", "*/.muttrc",
         "*/.config/rclone/*"),
    ),
    Rule(
        "settings that hold passwords",
        "The twelve-factor app: config; Terraform: sensitive data in state; WordPress: wp-config.php",
        ("*/.env", "*/.env.*", "*.tfstate", "*.tfvars", "*/wp-config.php"),
    ),
    Rule(
        "a token or credential by its name",
        "names that GitHub's and GitLab's secret scanning look at",
        ("*/token", "*/tokens", "*/token.json", "*/tokens.json", "*_token", "*.token", "*/credentials",
         "*/credentials.*",
         "*/client_secret*.json", "*/secret", "*/secrets", "*/secrets.*", "*/password", "*/passwords", "*/passwords.*",
         "*/service-account*.json"),
    ),
    Rule(
        "cookies and saved passwords of a browser",
        "Mozilla: profiles; Chromium: user data directory",
        _below("*/.mozilla", "*/.config/google-chrome", "*/.config/chromium", "*/.thunderbird"),
    ),
    Rule("commands that were typed, passwords among them", "bash(1) HISTFILE, python(1), psql(1)", (
        "*/.*_history", "*/.*history", "*/.viminfo", "*/.lesshst")),
    Rule("another process's memory or environment", "proc(5)", (
        "/proc/*/environ", "/proc/*/mem", "/proc/*/fd/*", "/proc/kcore", "/dev/mem", "/dev/kmem")),
    Rule("a policy, which says what may be done", "rexpy", (*_below("/etc/rexpy"), "*.cedar", "*.cedarschema")),
)  # fmt: skip

PUBLIC: tuple[str, ...] = (
    "/etc/ssl/certs/*",
    "/etc/pki/ca-trust/*",
    "/usr/share/ca-certificates/*",
    "/usr/lib/ssl/cert.pem",
    "*/certifi/cacert.pem",
)
"""Certificates for everybody, in files called as keys are (update-ca-certificates(8), update-ca-trust(8))."""


WORDS = ("oken", "TOKEN", "ecret", "SECRET", "redential", "CREDENTIAL", "assw", "PASSW", "ubeconfig")
NAMES = ("*.pem", "*.PEM", "*.key", "*.KEY", "*.p8", "*.p12", "*.P12", "*.pfx", "*.PFX", "*.jks", "*.keystore",
         "*.keytab", "*.kdb", "*.kdbx", "*.ppk", "*/id_*", "*/ssh_host_*", "*/privkey*", "*/service-account*", "*.ovpn",
         "*.tfstate", "*.tfvars", "*/auth.json", "*/wp-config.php", "*.cedar", "*.cedarschema")  # fmt: skip
"""With WORDS anywhere in a name: wider than the rules, and shorter to read. What is granted for many names at once, not
all of them seen, leaves out more than what is withheld when it is asked for by name. Cedar compares letters as they are
written, so the words begin with their second letter and stand in capitals too. A test holds them to the rules."""

_TOPS = ("/etc/", "/run/", "/proc/", "/dev/", "/var/lib/")
"""Where rules begin. Below another directory they are those of a copy of a host: a backup, a chroot, a container's
layers. A tree that is granted leaves such directories out as a whole."""


_RULES = tuple((rule, tuple(Pattern(tuple(text.split("*"))) for text in rule.patterns)) for rule in RULES)
_PUBLIC = tuple(Pattern(tuple(text.split("*"))) for text in PUBLIC)


@functools.lru_cache(maxsize=4096)
def why_withheld(path: str) -> str | None:
    """Return what *path* is, where access to it is never proposed; else None. Letters count in any case.

    What a copy of a host has in the same place is the same: `/srv/backup/etc/shadow`, `/proc/1/root/etc/shadow`.
    """
    lower = path.lower()
    for place in (0, *_copies(lower)):
        inside = lower[place:]
        if any(pattern.matches(inside) for pattern in _PUBLIC):
            if place == 0:
                return None
            continue
        for rule, patterns in _RULES:
            if any(pattern.matches(inside) for pattern in patterns):
                return rule.what
    return None


def _copies(path: str) -> list[int]:
    """Return where in *path* a directory of a host's top begins that is not at its own top."""
    return sorted({found for top in _TOPS for found in _places(path, top)})


def _places(path: str, top: str) -> list[int]:
    found: list[int] = []
    place = path.find(top, 1)
    while place > 0:
        found.append(place)
        place = path.find(top, place + 1)
    return found


@functools.lru_cache(maxsize=4096)
def within(directory: str, suffix: str = "", *, tree: bool = True) -> tuple[Pattern, ...]:
    """Return patterns that every path is like that is below *directory*, ends in *suffix* and is withheld.

    Left out are paths with a name on the way that begins with a dot: who grants a directory leaves these out as a
    whole. *directory* is not itself withheld. With *tree* what lies deeper than directly in it counts too.
    """
    below = directory.rstrip("/") + "/"
    if any(pattern.matches(f"{below}x") for pattern in _PUBLIC):
        return ()
    found: list[Pattern] = []
    if not suffix:
        found += [Pattern((below, word, "")) for word in WORDS]
        found += [Pattern(tuple(text.split("*"))) for text in NAMES]
    if tree:
        found += [Pattern((below[:-1], top, "")) for top in _TOPS]
    for place in (0, *_copies(below)):
        found += _of_rules(below[:place], below[place:], suffix, copied=place > 0)
    return tuple(dict.fromkeys(found))


def _of_rules(before: str, below: str, suffix: str, *, copied: bool) -> list[Pattern]:
    """Return the rules' patterns for what is below the directory *below* of a host, which lies in *before*."""
    found: list[Pattern] = []
    for _, patterns in _RULES:
        for pattern in patterns:
            first, last = pattern.segments[0], pattern.segments[-1]
            if any(segment.startswith("/.") for segment in pattern.segments):
                continue
            if not first and (copied or not suffix):
                continue  # WORDS and NAMES have it, or the host itself
            if not (first.startswith(below) or below.startswith(first)):
                continue
            if not (suffix and last and not (suffix.endswith(last) or last.endswith(suffix))):
                found.append(Pattern((before + first, *pattern.segments[1:])) if copied else pattern)
    return found
