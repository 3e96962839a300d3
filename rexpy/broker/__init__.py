"""TRUSTED PROCESS: the broker, in the caller's own process; the only one with authority. This file imports nothing."""
