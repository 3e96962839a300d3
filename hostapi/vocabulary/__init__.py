"""The Cedar words of the host, run by the broker, trusted: one module a namespace, data and pure functions
only.

`base` has the forms of a declaration, `every` the list of all namespaces, `schema` the Cedar schema made of
them.
"""
