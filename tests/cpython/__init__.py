"""CPython's own tests of some modules, run as scripts under rexpy."""
