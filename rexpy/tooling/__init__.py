"""TRUSTED, OUTSIDE A RUN: what looks at rexpy and at the machine instead of running a script."""
