"""What the worker is told of the operations: names, argument kinds, numbers. Data only, never code."""

from hostapi.operation import Operation


def manifest(operations: tuple[Operation, ...]) -> list[list[object]]:
    """Return [name, [[parameter, kind], ...], cast] for each operation; its index is its number on the wire."""
    return [
        [operation.name, [[parameter.name, parameter.kind] for parameter in operation.parameters], operation.cast]
        for operation in operations
    ]
