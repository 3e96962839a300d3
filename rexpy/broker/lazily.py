"""What `rexpy` offers beside runs: loaded when it is first named, so that a run does not wait for it."""

_HOME = {
    "Authorization": "rexpy.broker.embedding",
    "Authorizer": "rexpy.broker.embedding",
    "Diagnostics": "rexpy.broker.embedding",
    "Examination": "rexpy.broker.uses",
    "EntityFiles": "rexpy.broker.policy.providers",
    "EntityProvider": "rexpy.broker.policy.providers",
    "Missing": "rexpy.broker.uses",
    "PolicyFiles": "rexpy.broker.policy.providers",
    "PolicyProvider": "rexpy.broker.policy.providers",
    "Provided": "rexpy.broker.policy.providers",
    "Reload": "rexpy.broker.reload",
    "ReloadEvent": "rexpy.broker.reload",
    "Use": "rexpy.broker.uses",
}

NAMES = tuple(_HOME)


def load(name: str) -> object:
    """Return what *name* stands for. Raises AttributeError."""
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module 'rexpy.api' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(home), name)
