"""How much memory the process of an engine may use.

The process of `arcadedb_server` loads this file by its path, so it imports nothing of `skillgraph`.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

#: More than any machine has.
_ANY = 2**62
#: The file with the limit of a control group's memory, by the folder of its kind: of the first version, of the second.
_GROUPS = {"memory": ("memory/", "memory.limit_in_bytes"), "": ("", "memory.max")}


def limit_memory(most: int) -> None:
    """Ends this process, and not the machine, if a query sorts or collects without end; Windows has no such limit.

    Args:
        most: bytes; those that the process starts may each use as many.
    """
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        allowed = resource.getrlimit(resource.RLIMIT_AS)[1]
        # Whoever runs this may be given less already.
        most = most if allowed == resource.RLIM_INFINITY else min(most, allowed)
        resource.setrlimit(resource.RLIMIT_AS, (most, allowed))


def memory_limits() -> tuple[int, int]:
    """How many bytes of addresses this process may have, and how much memory: by its limits and those of a container.

    Example:
        >>> addresses, memory = memory_limits()
        >>> addresses > 2**20 and memory > 2**20
        True
    """
    if sys.platform == "win32":
        return _ANY, _ANY
    import resource

    addresses = resource.getrlimit(resource.RLIMIT_AS)[0]
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return _ANY if addresses == resource.RLIM_INFINITY else addresses, min(machine, group_limit(Path("/")))


def group_limit(root: Path) -> int:
    """The least limit, in bytes, of the control groups that this process is in.

    Args:
        root: where the files are in which Linux says so.

    Example:
        >>> group_limit(Path("/nowhere")) == 2**62
        True
    """
    try:
        groups = (root / "proc/self/cgroup").read_text("utf-8")
    except OSError:
        return _ANY
    least = _ANY
    for kinds, group in re.findall(r"^\d+:([^:]*):/(.*)$", groups, re.MULTILINE):
        for kind in {*kinds.split(",")} & _GROUPS.keys():
            above, name = _GROUPS[kind]
            top = root / "sys/fs/cgroup" / above
            # In a container, its own group is the top one, under whatever name it has outside.
            for folder in (top, *(top / group).parents, top / group):
                if folder.is_relative_to(top):
                    least = min(least, _number(folder / name))
    return least


def _number(path: Path) -> int:
    try:
        said = path.read_text("utf-8").strip()
    except OSError:
        return _ANY
    return int(said) if said.isdigit() else _ANY
