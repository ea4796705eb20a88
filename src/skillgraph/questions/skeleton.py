"""The beginning of a recorded question: both queries and their answer, which agree as they stand."""

from __future__ import annotations

import os
import re
from pathlib import Path

from skillgraph.model.errors import UsageError
from skillgraph.writing.files import write_whole

_NAME = re.compile(r"q[0-9]{2,3}", re.ASCII)

_FILES = {
    "rq": """\
# 青岛叫什么名字?
# What is Qingdao called?
PREFIX entity: <https://w3id.org/skillgraph/entity/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?name WHERE {
  entity:qingdao rdfs:label ?name .
  FILTER(LANG(?name) = "zh")
}
ORDER BY ?name
""",
    "cypher": """\
// 青岛叫什么名字?
// What is Qingdao called?
MATCH (city:City {id: 'qingdao'})
RETURN city.name AS name
ORDER BY name
""",
    "csv": "name\n青岛市\n",
}


def new_question(name: str, folder: Path) -> list[Path]:
    """Writes a question in SPARQL and in Cypher, and its answer, into a folder.

    Args:
        name: of the question, as q26.
        folder: where the questions are.

    Returns:
        The files.

    Raises:
        UsageError: the name is none for a question, one of the files is there, or they can't be written.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     [path.name for path in new_question("q26", Path(folder))]
        ['q26.rq', 'q26.cypher', 'q26.csv']
    """
    if not _NAME.fullmatch(name):
        raise UsageError(f"{name!r}: a question is called by q and two or three digits, as q26")
    files = {folder / f"{name}.{suffix}": text.encode() for suffix, text in _FILES.items()}
    there = [path for path in files if os.path.lexists(path)]
    for path in there:
        # A run that was stopped in the middle left some, as this one would write them.
        if len(there) == len(files) or not path.is_file() or path.read_bytes() != files[path]:
            raise UsageError(f"{path}: exists; nothing is overwritten")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, text in files.items():
            write_whole(path, text)
    except OSError as error:
        raise UsageError(f"{folder}: can't be written: {error.strerror}") from None
    return list(files)
