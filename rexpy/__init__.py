"""rexpy runs an untrusted Python script with no authority of its own.

Whatever the script wants from the machine it asks for; each request is checked against a Cedar policy; only then does
anything happen. There are two processes:

    broker   the caller's; trusted. Decides and performs. Never parses, compiles or executes anything of the script's.
    worker   sealed; untrusted. Compiles and runs the script. Can compute, and talk on one socket; nothing else.

`rexpy.run` and `rexpy.Runner` are the Python interface (`rexpy.api`), `rexpy run` the command line.
"""

# Invariant: nothing is imported here. The worker imports `rexpy.worker`, and must not load what is the broker's alone.


def __getattr__(name: str) -> object:
    if name.startswith("_"):
        raise AttributeError(f"module 'rexpy' has no attribute {name!r}")
    import importlib

    api = importlib.import_module("rexpy.api")
    if name not in api.__all__:
        raise AttributeError(f"module 'rexpy' has no attribute {name!r}")
    return getattr(api, name)
