"""UNTRUSTED PROCESS: what a script may import, over primitives that ask the broker.

Read first: `library.py`. Nothing here is a boundary by itself; every effect is decided in the broker.
"""
