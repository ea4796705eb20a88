"""The beginning of a loader: a folder that passes the checks as it stands, to be filled in."""

from __future__ import annotations

from pathlib import Path

import tomli_w

from skillgraph.documents import read_document
from skillgraph.documents.csv_rows import TableWriter
from skillgraph.documents.source import SourceText
from skillgraph.model.errors import UsageError
from skillgraph.model.naming import is_source_id
from skillgraph.tables.loader import COLUMNS, NEEDED
from skillgraph.tables.scripted import SCRIPT, function_of
from skillgraph.writing.folders import check_empty, whole_folder

_HEAD = '''"""The rows of this source; `skillgraph build` and other commands run this program when its folder is named.

Each function yields the rows of the table of its name: dictionaries of text, with the columns that the table would
have. A cell that is left out is empty. What the tables are held to, these rows are held to.
"""

from collections.abc import Iterator
from pathlib import Path
'''
_FUNCTION = '''

def {name}(folder: Path) -> Iterator[dict[str, str]]:
    """Columns: {columns}."""
    yield from ()
'''


def new_loader(folder: Path, document: Path | None = None, script: bool = False) -> None:
    """Writes a loader's folder: source.toml, and tables with their headers or a loader.py.

    Args:
        folder: which must not be there, or be empty; its name is the loader's id.
        document: the report that the loader is of; without one it is a reference table, whose rows need no passage.
        script: writes a loader.py in the place of the tables.

    Raises:
        UsageError: the name can't be an id, something is there, or it can't be written.
        DataError: the document can't be read.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as parent:
        ...     new_loader(Path(parent) / "trades")
        ...     sorted(path.name for path in (Path(parent) / "trades").iterdir())
        ['entities.csv', 'observations.csv', 'source.toml', 'statements.csv']
    """
    id = folder.resolve().name
    if not is_source_id(id):
        raise UsageError(f"{folder}: a loader is called by lower-case letters, digits and hyphens, as my-report-2024")
    source = source_toml(id, None if document is None else read_document(document))
    try:
        with whole_folder(folder, check_empty) as made:
            (made / "source.toml").write_text(source, encoding="utf-8", newline="\n")
            if script:
                functions = (_FUNCTION.format(name=function_of(t), columns=", ".join(COLUMNS[t])) for t in NEEDED)
                (made / SCRIPT).write_text(_HEAD + "".join(functions), encoding="utf-8", newline="\n")
                return
            for table in NEEDED:
                with (made / table).open("w", encoding="utf-8", newline="") as file:
                    TableWriter(file, COLUMNS[table]).write_header()
    except OSError as error:
        raise UsageError(f"{folder}: can't be written: {error.strerror}") from None


def source_toml(id: str, text: SourceText | None, title: str = "", publisher: str = "", issued: str = "") -> str:
    """The source.toml of a loader.

    Args:
        id: of the loader.
        text: of its document; without one it is a reference table.
        title: where the document has none of its own; by default the id.
        publisher: of the document, if known.
        issued: when, if known.

    Example:
        >>> print(source_toml("trades", None).splitlines()[:2])
        ['id = "trades"', 'title = "trades"']
    """
    values: dict[str, str | int] = {"id": id, "title": title or id, "title_en": "", "language": "zh", "license": ""}
    if text is None:
        return tomli_w.dumps({**values, "kind": "reference"})
    values |= {
        "title": _line(text.title or title or id), "kind": "report", "publisher": publisher, "issued": issued,
        "media_type": text.media_type, "file": text.file, "sha256": text.text_sha256, "characters": len(text.text),
    }  # fmt: skip
    if text.converter:
        values |= {"file_sha256": text.sha256, "converter": text.converter}
    return tomli_w.dumps(values)


def _line(title: str) -> str:
    return " ".join(title.split())
