"""An engine that opens no connection: what a query makes it do, it does without the network."""

from __future__ import annotations

import ctypes
import errno
import platform
import socket
import struct
import sys

#: How Linux calls the architecture in a filter, and the number of its call `socket`.
_CALLS = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2
_LOAD, _IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _FAIL = 0x7FFF0000, 0x00050000


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_char_p))


def shut_network() -> bool:
    """Makes this process unable to open an internet connection, for good; those that it starts too.

    Oxigraph has no switch for `SERVICE`, and what a query asks for is known for sure only to its own parser. Linux
    alone has a way that needs no rights.

    Returns:
        Whether it is so.
    """
    if sys.platform != "linux" or sys.byteorder != "little" or platform.machine() not in _CALLS:
        return False
    architecture, call = _CALLS[platform.machine()]
    code = b"".join(
        struct.pack("=HBBI", *line)
        for line in (
            (_LOAD, 0, 0, 4),
            (_IF_EQUAL, 0, 5, architecture),
            (_LOAD, 0, 0, 0),
            (_IF_EQUAL, 0, 3, call),
            (_LOAD, 0, 0, 16),
            (_IF_EQUAL, 2, 0, socket.AF_INET),
            (_IF_EQUAL, 1, 0, socket.AF_INET6),
            (_RETURN, 0, 0, _ALLOW),
            (_RETURN, 0, 0, _FAIL | errno.EACCES),
        )
    )
    system = ctypes.CDLL(None)
    program = _Program(len(code) // 8, code)
    refused = system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or system.prctl(
        _SECCOMP, _FILTER, ctypes.byref(program), 0, 0
    )
    return not refused
