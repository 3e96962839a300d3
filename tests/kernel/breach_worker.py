"""The worker of the breach tests: launched, sealed and served by the same functions as the real one.

After the seal it runs whatever Python it is sent, with ctypes and raw system calls: the language layer is gone.
It says `report`, receives a length and a program, and says what the program's `say` was given, then `end`.
"""

import ctypes
import json
import mmap
import os
import socket
import sys

sys.path.append(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))

from rexpy.seal import syscalls
from rexpy.seal.report import SealReport
from rexpy.worker import __main__ as worker

_code = bytearray()
_int80: mmap.mmap | None = None
_modules: dict[str, object] = {}
MACHINE_CODE_BYTES = 4096


def prepare() -> None:
    """Import what the programs use, and make the one executable page that no sealed process can make."""
    global _int80
    import decimal
    import gc
    import hashlib
    import resource
    import select
    import signal
    import threading
    import time
    import traceback

    if os.uname().machine == "x86_64":
        _int80 = mmap.mmap(-1, MACHINE_CODE_BYTES, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
        # mov eax, edi; int 0x80; ret
        _int80.write(b"\x89\xf8\xcd\x80\xc3")
    _modules.update(decimal=decimal, gc=gc, hashlib=hashlib, resource=resource, select=select, signal=signal)
    _modules.update(threading=threading, time=time, traceback=traceback)


def raw(name: str | int, *arguments: object) -> int:
    """Perform a system call by name or number; the result, or minus the errno."""
    assert syscalls.ABI is not None
    number = name if isinstance(name, int) else syscalls.ABI.numbers[name]
    function = ctypes.CDLL(None, use_errno=True).syscall
    function.restype = ctypes.c_long
    converted = [ctypes.c_long(each) if isinstance(each, int) else each for each in arguments]
    result = int(function(ctypes.c_long(number), *converted))
    return -ctypes.get_errno() if result < 0 else result


def int80(number: int) -> int:
    """Enter the kernel as a 32-bit program would."""
    assert _int80 is not None
    address = ctypes.addressof(ctypes.c_char.from_buffer(_int80))
    return int(ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int)(address)(number))


def serve(wire: socket.socket, report: SealReport) -> None:
    """Say how sealed this process is, then run one program."""

    def tell(kind: str, value: object) -> None:
        wire.sendall(json.dumps([kind, value]).encode() + b"\n")

    tell("report", report.to_wire())
    size = int.from_bytes(wire.recv(4), "big")
    program = b""
    while len(program) < size:
        part = wire.recv(size - len(program))
        if not part:
            return
        program += part
    names = {"wire": wire, "raw": raw, "int80": int80, "ctypes": ctypes, "os": os, "sys": sys, "mmap": mmap}
    try:
        exec(program.decode(), {**names, **_modules, "socket": socket, "say": lambda value: tell("say", value)})
    except BaseException as error:
        tell("raised", [type(error).__name__, getattr(error, "errno", None), str(error)])
    tell("end", None)


if __name__ == "__main__":
    worker.launch(sys.argv[1:], prepare=prepare, serve=serve)
