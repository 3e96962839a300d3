"""TRUSTED PROCESS: one record a decision, written before the system is touched."""
