"""What the build adds: the commit that it was made from, and a description that can be read away from the sources."""

from __future__ import annotations

import re
import runpy
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

_COMMIT = "skillgraph/model/commit.txt"
_FENCED = re.compile(r"(^```.*?^```$)", re.MULTILINE | re.DOTALL)
_PICTURE = re.compile(r"^!\[[^\]]*\]\((?!https?:)[^)]*\)\n+", re.MULTILINE)
_LINK = re.compile(r"\[([^\[\]]+)\]\((?!https?:)[^)]*\)")


def description(readme: str) -> str:
    """The README without pictures and links that lead into the sources, which no package index has.

    Example:
        >>> description("![a](docs/a.png)\\n\\nSee [the guide](docs/asking.md) and [RDF](https://www.w3.org/RDF/).")
        'See the guide and [RDF](https://www.w3.org/RDF/).'
    """
    parts = _FENCED.split(readme)
    return "".join(part if at % 2 else _LINK.sub(r"\1", _PICTURE.sub("", part)) for at, part in enumerate(parts))


class Readme(MetadataHookInterface):
    """The long description."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Gives the description to the metadata."""
        text = description((Path(self.root) / "README.md").read_text("utf-8"))
        metadata["readme"] = {"content-type": "text/markdown", "text": text}


class Commit(BuildHookInterface[Any]):
    """The file that says which commit it was, in wheel and sdist; a checkout asks git whenever it is asked."""

    _folder: str = ""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Puts the commit in the place of what stands in the sources."""
        if version == "editable":
            return
        commit = runpy.run_path(str(Path(self.root, "src", "skillgraph", "model", "built.py")))["commit"]()
        self._folder = tempfile.mkdtemp()
        file = Path(self._folder, "commit.txt")
        file.write_text(f"{commit}\n", encoding="utf-8", newline="\n")
        build_data["force_include"][str(file)] = _COMMIT if self.target_name == "wheel" else f"src/{_COMMIT}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Removes the file beside the build."""
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)
