"""UNTRUSTED PROCESS: the worker. After the seal, assume that it is the attacker's. This file imports nothing."""
