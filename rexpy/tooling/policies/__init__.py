"""OUTSIDE A RUN: what `rexpy policy` does, one task a module. Nothing here decides a request of a run."""
