"""What an assistant can do with a graph: each tool is a method, its docstring is what the assistant reads."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from skillgraph.analysis.comparison import city_groups, reason
from skillgraph.graph.folder import GraphFolder
from skillgraph.graph.results import cell_text
from skillgraph.graph.schema import PLANS, own_class
from skillgraph.mcp_server.answers import (
    Cities,
    Compared,
    Described,
    Found,
    Hit,
    Passages,
    Said,
    Several,
    Table,
    Teller,
)
from skillgraph.mcp_server.vocabulary import vocabulary
from skillgraph.model.errors import UsageError
from skillgraph.model.ontology import BASE
from skillgraph.model.records import Observation, Section, Statement
from skillgraph.model.terms import SECTION
from skillgraph.questions.finding.find import find
from skillgraph.questions.hints import with_notes
from skillgraph.serve.cypher import CypherRequest, LocalCypher
from skillgraph.stores.local.oxigraph import Answer, LocalSparql
from skillgraph.stores.local.request import Request
from skillgraph.stores.sparql.parameters import bind

#: Rows, hits and statements that a tool gives at most; characters of rows, which an assistant has to read; bytes of an
#: answer before they are counted.
_MOST, _READABLE, _ANSWER = 500, 50_000, 2**22
#: Places of a thing's name that are told with it.
_PLACES = 5
_KINDS = ("entity/", "statement/", "figure/", "section/", "document/")
_UNSAID = (
    "the rows name no statement or figure, so no evidence comes with them: return the ids of Statement and Figure nodes"
)


class Tools:
    """The tools on one graph; each may be called from a thread of its own.

    Args:
        graph: that is asked.
        documents: the folder of the reports, for the words of passages.
        timeout: seconds that a query may take.
    """

    def __init__(self, graph: GraphFolder, documents: Path | None, timeout: float) -> None:
        self._graph, self._timeout = graph, timeout
        self._documents = documents
        self._teller = Teller(graph, documents)
        self._sparql, self._cypher = _Bounded(graph.place / "oxigraph"), LocalCypher(graph.place)
        # An engine answers one query at a time.
        self._turn = {"sparql": threading.Lock(), "cypher": threading.Lock()}

    def find(self, words: str, limit: int = 20) -> Found:
        """Finds things, sections, statements and figures by words in Chinese or English, the best first.

        Start here: it gives the ids that the other tools take. `status` says what is planned, envisaged or a kind.
        """
        rows = find(self._graph, words, self._documents)
        told = rows.rows[: _bounded(limit)]
        records = self._teller.records(str(row[0]) for row in told)
        hits = []
        for row in told:
            id, kind, name, name_en, found, status = map(str, row)
            hits.append(Hit(id, kind, name, name_en, found, status, self._said(records.get(id))))
        return Found(len(rows), hits, list(rows.notes))

    def describe(self, thing: str, limit: int = 60, offset: int = 0) -> Described:
        """All that the graph says of a thing, a section, a statement or a figure, by its id or its exact name.

        Facts, plans, rules and denials stand together: `is_fact`, `modality` and `bound` tell them apart.
        """
        id = self._id(thing)
        record = self._teller.records([id]).get(id)
        if record is None:
            raise self._unknown(thing)
        if isinstance(record, Statement | Observation):
            said = self._teller.said(record)
            return Described(id, said.says, said.kind, 1, [said])
        said_of = [r for r in self._all_said() if id in _ends(r) or r.said_in == id]
        told = [self._teller.said(r) for r in said_of[max(0, offset) :][: _bounded(limit)]]
        places = self._teller.places(record)
        if isinstance(record, Section):
            return Described(id, record.heading, SECTION, len(said_of), told, record.heading_en, evidence=places)
        aliases = [form for form in record.forms if form not in (record.name, record.name_en)]
        kind, total = own_class(record), len(said_of)
        return Described(id, record.name, kind, total, told, record.name_en, aliases, places[:_PLACES])

    def passages(self, id: str) -> Passages:
        """Where a statement, figure, section or thing stands: document, start and end in code points, the section,
        and the words where the reports are at hand."""
        found = self._id(id)
        record = self._teller.records([found]).get(found)
        if record is None:
            raise self._unknown(id)
        return Passages(found, self._teller.places(record))

    def list_plans(self, about: str = "", limit: int = 60) -> Several:
        """What is planned, explored or supported, and so is no fact yet; of one thing or city where `about` is given.

        `about` is an id or an exact name.
        """
        id = self._id(about) if about else ""
        if about and id not in self._graph.entities:
            raise self._unknown(about)
        of = {s.id for s in self._graph.sections.values() if s.about == id} if id else set()
        plans = [r for r in self._all_said() if r.modality in PLANS and (not id or id in _ends(r) or r.said_in in of)]
        return Several(len(plans), [self._teller.said(r) for r in plans[: _bounded(limit)]])

    def compare_cities(self, indicator: str = "") -> Cities:
        """Figures of the reports' cities side by side, where indicator, unit, what is counted, qualifiers and time
        allow it; otherwise the reason why they can't be compared. `indicator` is a part of its Chinese name or an id.
        """
        compared: list[Compared] = []
        refused: list[Compared] = []
        known, single = [], 0
        for group in city_groups(self._graph):
            name = self._graph.entities[group.indicator].name
            known.append(name)
            if indicator not in name and indicator != group.indicator:
                continue
            if group.is_single:
                single += 1
                continue
            told = Compared(name, [self._teller.said(figure) for figure in group.figures], reason(group))
            (refused if group.differences else compared).append(told)
        if not compared and not refused and not single:
            raise UsageError(f"no city has a figure of {indicator[:80]!r}; there are {'、'.join(dict.fromkeys(known))}")
        return Cities(compared, refused, single)

    def sparql(self, query: str, parameters: dict[str, str] | None = None, limit: int = 100) -> Table:
        """Asks SPARQL, read-only; prefixes are known. Call `schema` first. `parameters` are bound to variables.

        Return the ids of statements and figures (?s, ?f): their modality, bound and evidence come in `said`.
        """
        with self._turn["sparql"]:
            ask = self._sparql.query
            rows = ask(query, parameters or {}, timeout=self._timeout)
            rows = with_notes("sparql", query, parameters or {}, rows, ask)
        return self._table(list(rows.columns), [list(row) for row in rows], rows.notes, limit)

    def cypher(self, query: str, parameters: dict[str, Any] | None = None, limit: int = 100) -> Table:
        """Asks Cypher, read-only. Call `schema` first. `parameters` are values for `$names`.

        Return statements and figures or their ids: their modality, bound and evidence come in `said`.
        """
        with self._turn["cypher"]:
            answer = self._cypher.ask(CypherRequest(query, parameters or {}, most=_ANSWER), self._timeout)
        data = json.loads(answer.data)
        return self._table(data["fields"], data["values"], answer.notes, limit)

    def schema(self) -> str:
        """The whole vocabulary for queries: classes, relations, qualifiers and properties with Chinese labels, domains
        and ranges, and the shapes of statements and figures in SPARQL and Cypher."""
        return vocabulary()

    def close(self) -> None:
        """Ends the engines."""
        self._sparql.close()
        self._cypher.close()

    def _id(self, name: str) -> str:
        """An id by itself, as an IRI, or by a name that one thing alone has."""
        id = name.strip().removeprefix(BASE)
        id = next((id.removeprefix(kind) for kind in _KINDS if id.startswith(kind)), id)
        id = self._graph.canonical(id)
        if id in self._graph.entities:
            return id
        named = [e.id for e in self._graph.entities.values() if id in e.forms]
        return named[0] if len(named) == 1 else id

    def _unknown(self, name: str) -> UsageError:
        """The error for what nothing is called, with what is called so by several, or nearly so."""
        error = self._graph.no_such("thing, section, statement or figure", name[:80])
        if ";" in str(error):
            return error
        ids = {form: e.id for e in self._graph.entities.values() for form in e.forms}
        near = get_close_matches(name[:80], ids)
        like = " or ".join(f"{form} ({ids[form]})" for form in near)
        hint = f"did you mean {like}?" if near else "`find` searches by words"
        return UsageError(f"{error}; {hint}")

    def _said(self, record: object) -> Said | None:
        return self._teller.said(record) if isinstance(record, Statement | Observation) else None

    def _all_said(self) -> Iterator[Statement | Observation]:
        return (r for r in self._graph.records() if isinstance(r, Statement | Observation))

    def _table(self, columns: list[str], rows: list[list[Any]], notes: tuple[str, ...], limit: int) -> Table:
        told = list(_readable([_cell(value) for value in row] for row in rows[: _bounded(limit)]))
        records = self._teller.records({id for row in told for value in row for id in _ids(value)})
        said = [found for record in records.values() if (found := self._said(record))]
        more = [] if said or not told else [_UNSAID]
        if len(told) < len(rows):
            more.append(
                f"the first {len(told)} of {len(rows)} rows; a `limit` gives at most {_MOST}, OFFSET or SKIP others"
            )
        return Table(columns, told, len(rows), said, [*notes, *more])


class _Bounded(LocalSparql):
    """An engine whose answers have a bound."""

    def _answer(self, text: str, parameters: Mapping[str, Any], timeout: float, allow_service: bool) -> Answer:
        return self.ask(Request(bind(text, parameters), text, most=_ANSWER), timeout, allow_service)


def _readable(rows: Iterable[list[Any]]) -> Iterator[list[Any]]:
    """The rows that are not too much to read.

    Raises:
        UsageError: the first alone is.
    """
    left = _READABLE
    for number, row in enumerate(rows):
        left -= len(json.dumps(row, ensure_ascii=False))
        if left < 0 and not number:
            raise UsageError(f"a row has more than {_READABLE:,} characters: return less of it")
        if left < 0:
            return
        yield row


def _bounded(limit: int) -> int:
    return max(1, min(limit, _MOST))


def _ends(record: Statement | Observation) -> tuple[str, ...]:
    """The things that a statement or figure is about."""
    other = record.about if isinstance(record, Observation) else record.object
    return (record.subject, other, *(value for _, value in record.qualifiers))


def _cell(value: Any) -> Any:
    """A cell as JSON has it: whole numbers and truth values as they are, exact decimals as text."""
    return value if value is None or isinstance(value, bool | int | float | list | dict) else cell_text(value)


def _ids(value: Any) -> Iterator[str]:
    """What in a cell may be the id of a record."""
    if isinstance(value, str):
        local = value.removeprefix(BASE)
        yield next((local.removeprefix(kind) for kind in _KINDS if local.startswith(kind)), local)
    elif isinstance(value, dict):
        # A node is known by its id alone: its other properties may be equal to another's id by chance.
        inner = value.get("properties")
        for part in [inner.get("id")] if isinstance(inner, dict) else value.values():
            yield from _ids(part)
    elif isinstance(value, list):
        for part in value:
            yield from _ids(part)
