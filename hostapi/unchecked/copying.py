"""Copying within the broker: the bytes never cross the wire."""

import os

from hostapi.grant import Entry, Granted, Meter
from hostapi.unchecked import files, replacement
from hostapi.vocabulary.file_system import WRITE

SAME_FILE = -1
"""What a copy of a file onto itself returns."""

CHUNK = 4 * 1024 * 1024
"""What one copy_file_range moves: large enough to be fast, small enough that a limit or a kill is noticed soon."""


def copy_content(source: Granted[Entry], destination: Granted[Entry], meter: Meter) -> int:
    """Copy until the source ends, publish the copy as a whole, and return its size in bytes. Raises OSError.

    Nothing is done where both are one file, by another name or through a link; the result is -1.
    """
    reading = files.open_for_reading(source)
    try:
        there = destination.need(WRITE).stat
        if there is not None and os.path.samestat(os.fstat(reading), there):
            return SAME_FILE
        written = replacement.begin(destination, mode=0o666)
        publish = written.publish
        assert publish is not None
        try:
            copied = _pump(reading, written.fd, meter)
            publish.commit()
        finally:
            publish.discard()
            os.close(written.fd)
    finally:
        os.close(reading)
    return copied


def _pump(reading: int, writing: int, meter: Meter) -> int:
    copied = 0
    in_kernel = True
    while True:
        count = 0
        if in_kernel:
            paid = min(CHUNK, max(os.fstat(reading).st_size - copied, 0))
            meter.spend(paid)
            try:
                count = os.copy_file_range(reading, writing, paid) if paid else 0
            except OSError:
                in_kernel = False
            meter.spend(count - paid)
        if count == 0:
            # Files of /proc and some file systems copy nothing in the kernel; a plain read tells the true end.
            in_kernel = False
            data = os.read(reading, 1024 * 1024)
            if not data:
                return copied
            meter.spend(len(data))
            view = memoryview(data)
            while view:
                view = view[os.write(writing, view) :]
            count = len(data)
        copied += count
