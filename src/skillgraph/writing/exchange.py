"""Two folders that change places in one step, so that who looks sees the one or the other."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path

#: Of Linux's renameat2 and of macOS's renamex_np: change places.
_EXCHANGE = 2
#: Linux: a path is from the working directory.
_AT_FDCWD = -100
#: The system, or the file system, does not know it.
_UNKNOWN = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP)


def exchange(one: Path, other: Path) -> bool:
    """Has two files or folders change places.

    Returns:
        Whether they did; if not, the system has no such step.

    Raises:
        OSError: they can't; FileNotFoundError, if one is not there.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as parent:
        ...     one, other = Path(parent) / "one", Path(parent) / "other"
        ...     one.mkdir()
        ...     other.touch()
        ...     exchange(one, other) == one.is_file() == other.is_dir()
        True
    """
    call: Callable[..., int] | None = None
    paths: tuple[int | bytes, ...] = ()
    if sys.platform == "linux":
        call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
        paths = (_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other))
    elif sys.platform == "darwin":
        call = getattr(ctypes.CDLL(None, use_errno=True), "renamex_np", None)
        paths = (os.fsencode(one), os.fsencode(other))
    if call is None:
        return False
    if call(*paths, _EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in _UNKNOWN:
        return False
    raise OSError(code, os.strerror(code), str(other))
