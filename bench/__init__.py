"""Measures rexpy beside its peers, in processes of its own; nothing here is part of a run."""
