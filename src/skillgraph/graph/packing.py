"""Merges the files of a filled store, in a process of its own.

The engine's threads of the process that filled it have given way for good: no thread may take back what it left to
others.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

#: A load leaves a file for each index, smaller than this; what is merged stands in larger ones.
_LARGE = 32 * 2**20
#: So many small files are some six loads: every look-up would ask each of them.
_MANY = 24


def pack(folder: Path) -> None:
    """Merges the files of a store where there are many of them; nobody may have it open.

    Raises:
        OSError: it can't be written, and is as it was.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     pack(Path(folder))
    """
    with os.scandir(folder) as entries:
        small = sum(entry.name.endswith(".sst") and entry.stat().st_size < _LARGE for entry in entries)
    if small < _MANY:
        return
    command = [sys.executable, "-m", __name__, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as packer:
        try:
            # Its standard input stays open as long as this process is there.
            message = packer.stderr.read() if packer.stderr else b""
        except BaseException:
            packer.kill()
            raise
    if packer.returncode:
        raise OSError(message.decode(errors="replace").strip().rpartition("\n")[2] or "its files can't be merged")


def main() -> None:
    """Merges the files of the store in a folder; ends when standard input does."""
    # Ctrl-C reaches the whole group of processes; the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end, daemon=True).start()
    import pyoxigraph as ox

    store = ox.Store(sys.argv[1])
    store.optimize()


def _end() -> None:
    sys.stdin.read()
    os._exit(1)


if __name__ == "__main__":
    main()
