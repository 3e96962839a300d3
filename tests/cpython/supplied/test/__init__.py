"""Stands in for CPython's package `test`: what its tests of some modules import, in a form that scripts may use."""
