"""Reads audit trails: record by record, in bounded memory. What writes them is `rexpy.broker.audit`."""
