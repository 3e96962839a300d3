"""TRUSTED CODE IN THE UNTRUSTED PROCESS: the worker runs it on itself, before it is sent the script.

Read `apply.py` first. This file imports nothing: it is on the worker's path.
"""
