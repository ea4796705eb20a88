"""Small packages of somebody else's, installed into a folder on the path as pip would: a module and its dist-info."""

from __future__ import annotations

import sys
from pathlib import Path
from textwrap import dedent

import pytest


def install(monkeypatch: pytest.MonkeyPatch, folder: Path, module: str, code: str, **offers: str) -> None:
    """Installs a package of one module for the length of a test.

    Args:
        monkeypatch: which takes it away again.
        folder: where to; it is put on the path, for processes that a test starts as well.
        module: its name, and that of the distribution.
        code: of the module.
        offers: the lines of entry points by the last part of their group, as `formats="shout = shouting:FORMAT"`.
    """
    folder.mkdir(exist_ok=True)
    (folder / f"{module}.py").write_text(dedent(code), encoding="utf-8")
    info = folder / f"{module}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n", encoding="utf-8")
    points = "".join(f"[skillgraph.{group}]\n{lines}\n" for group, lines in offers.items())
    (info / "entry_points.txt").write_text(points, encoding="utf-8")
    monkeypatch.syspath_prepend(folder)
    monkeypatch.delitem(sys.modules, module, raising=False)
