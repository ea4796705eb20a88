"""A user's own list of names with identifiers, against which the things of a graph are held."""

from __future__ import annotations

import re
from pathlib import Path

from skillgraph.documents.csv_rows import read_rows
from skillgraph.model.errors import DataError, UsageError
from skillgraph.model.ontology import ontology
from skillgraph.model.problems import Problem, unknown
from skillgraph.model.records import Entity
from skillgraph.resolve.forms import FormReader
from skillgraph.resolve.places import Places
from skillgraph.resolve.things import Thing, thing

#: The columns of a list; only `id` and `name` must be there.
COLUMNS = ("id", "name", "name_en", "aliases", "place", "class")
_SCHEME = re.compile(r"[A-Za-z][\w.-]*", re.ASCII)


def read_list(path: Path, scheme: str, places: Places) -> dict[str, Thing]:
    """The things of a list, each under its identifier, as `ror:03ktg9j65`.

    Args:
        path: of a table in CSV with the columns id, name, and as far as known name_en, aliases, place and class.
        scheme: of the identifiers, as `ror`.
        places: those that names may begin with.

    Raises:
        DataError: the table can't be read, or says what nobody knows; the message names row and column.
        UsageError: the scheme is none.
    """
    if not _SCHEME.fullmatch(scheme):
        raise UsageError(f"{scheme!r} is no scheme of identifiers: a letter, then letters, digits, - . or _, as ror")
    problems: list[Problem] = []
    found: dict[str, Thing] = {}
    reader = FormReader(places)
    for row, cells in read_rows(path, COLUMNS, path.name, problems, frozenset(COLUMNS) - {"id", "name"}):
        cells = {column: cell.strip() for column, cell in cells.items()}
        for column in ("id", "name"):
            if not cells[column]:
                problems.append(Problem(path.name, row, column, "empty; it needs a value"))
        classes = tuple(filter(None, cells["class"].split("|")))
        for name in classes:
            if name not in ontology().entity_classes:
                problems.append(Problem(path.name, row, "class", unknown("class", name, ontology().entity_classes)))
        id = f"{scheme}:{cells['id']}"
        if id in found:
            problems.append(Problem(path.name, row, "id", f"{cells['id']!r} stands twice"))
        aliases = tuple(filter(None, cells["aliases"].split("|")))
        entity = Entity(
            id, path.name, classes, cells["name"], cells["name_en"], aliases=aliases,
            identifiers=((scheme, cells["id"]),),
        )  # fmt: skip
        found[id] = thing(id, [entity], reader)
        found[id].places = places.named(cells["place"])
    if problems:
        raise DataError("\n".join(map(str, problems[:20])))
    return found
