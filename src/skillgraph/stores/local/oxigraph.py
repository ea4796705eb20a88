"""SPARQL on a built graph, with Oxigraph.

Oxigraph can't be interrupted, so a query runs in a process of its own that is ended when the time is up.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pyoxigraph as ox

from skillgraph.graph.results import RdfText, Rows, Value
from skillgraph.model.errors import AnswerTooLarge, NotAcceptable, QueryError, UsageError, WriteRefused
from skillgraph.model.ontology import PREFIXES, XSD, Term
from skillgraph.stores import check_timeout
from skillgraph.stores.local.request import Request
from skillgraph.stores.local.worker import Worker
from skillgraph.stores.slips import sparql_slip
from skillgraph.stores.sparql.keywords import check_service
from skillgraph.stores.sparql.parameters import bind
from skillgraph.stores.sparql.prefixes import undeclared_prefix

#: The module that the process of the engine runs; its arguments are those of `LocalSparql`, and whether it may send
#: requests to others.
WORKER = "skillgraph.stores.local.oxigraph_worker"
#: What the engine's process may say that is wrong with a query.
_ERRORS = {error.__name__: error for error in (QueryError, WriteRefused, NotAcceptable, AnswerTooLarge)}
_ALL = re.compile(r"\bSELECT\s+(?:(?:DISTINCT|REDUCED)\s+)?\*", re.IGNORECASE)


class Answer(msgspec.Struct, frozen=True):
    """What an engine answers: SPARQL Results JSON for SELECT and ASK, N-Triples for CONSTRUCT and DESCRIBE."""

    media_type: str
    body: bytes

    @property
    def is_graph(self) -> bool:
        """Whether the answer is a graph and not a table."""
        return self.media_type == ox.RdfFormat.N_TRIPLES.media_type

    def json(self) -> str:
        """The answer as SPARQL Results JSON, or as JSON-LD where it is a graph."""
        if not self.is_graph:
            return self.body.decode()
        triples = (quad.triple for quad in ox.parse(self.body, ox.RdfFormat.N_TRIPLES))
        return (ox.serialize(triples, format=ox.RdfFormat.JSON_LD) or b"").decode()

    def rows(self) -> Rows:
        """The answer as rows: numbers as numbers, IRIs and text as text; a graph as subject, predicate, object.

        Raises:
            QueryError: it is none, as a server may send it.
        """
        try:
            return self._rows()
        except (SyntaxError, ValueError) as error:
            raise QueryError(f"the answer is broken ({error})") from None

    def _rows(self) -> Rows:
        if self.is_graph:
            triples = ox.parse(self.body, ox.RdfFormat.N_TRIPLES)
            return Rows(("subject", "predicate", "object"), [tuple(python_value(t) for t in q.triple) for q in triples])
        results = ox.parse_query_results(self.body, ox.QueryResultsFormat.JSON)
        if isinstance(results, ox.QueryBoolean):
            return Rows(("answer",), [(bool(results),)])
        columns = tuple(v.value for v in results.variables)
        return Rows(columns, [tuple(python_value(s[c]) for c in columns) for s in results])


def _as_written(text: str, rows: Rows) -> Rows:
    """The columns in the order in which a query names its variables: of `SELECT *` each engine has its own."""
    written = re.findall(r"[?$](\w+)", text)
    if not set(rows.columns) <= set(written):
        return rows
    order = sorted(range(len(rows.columns)), key=lambda n: written.index(rows.columns[n]))
    columns = tuple(rows.columns[n] for n in order)
    return Rows(columns, [tuple(row[n] for n in order) for row in rows.rows], rows.notes)


class SparqlStore(ABC):
    """Something that answers SPARQL.

    Attributes:
        reads: what is held of the graph's folder as long as this lives, if anything is.
    """

    reads: object = None

    def query(
        self,
        text: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        timeout: float = 30.0,
        allow_service: bool = False,
    ) -> Rows:
        """The answer as rows.

        Args:
            text: a SELECT, ASK, CONSTRUCT or DESCRIBE query.
            parameters: values for variables of the query: text, numbers, or `<IRI>` text.
            timeout: seconds.
            allow_service: whether `SERVICE` may send requests to the servers that the query names.

        Raises:
            WriteRefused, QueryTimeout, QueryError
        """
        rows = self.answer(text, parameters, timeout=timeout, allow_service=allow_service).rows()
        return _as_written(text, rows) if _ALL.search(text) else rows

    def answer(
        self,
        text: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        timeout: float = 30.0,
        allow_service: bool = False,
    ) -> Answer:
        """The answer as the engine gives it; arguments and errors as `query`."""
        check_timeout(timeout)
        if not allow_service:
            check_service(text)
        return self._answer(text, parameters or {}, timeout, allow_service)

    @abstractmethod
    def _answer(self, text: str, parameters: Mapping[str, Any], timeout: float, allow_service: bool) -> Answer:
        """Asks the engine; whether it may ask others was looked at, as far as the text shows."""

    @abstractmethod
    def close(self) -> None:
        """Stops what was started."""


class LocalSparql(SparqlStore):
    """Oxigraph on a folder that `build` wrote, read-only.

    Args:
        folder: the store's own folder, `oxigraph` in a built graph.
        memory: bytes that the engine's process may use.
    """

    def __init__(self, folder: Path, memory: int = 4 * 2**30) -> None:
        if not folder.is_dir():
            raise UsageError(f"no Oxigraph store in {folder}; build the graph again")
        arguments = (WORKER, str(folder), str(memory))
        self._worker, self._asking_others = Worker(*arguments), Worker(*arguments, "network")

    def _answer(self, text: str, parameters: Mapping[str, Any], timeout: float, allow_service: bool) -> Answer:
        return self.ask(Request(bind(text, parameters), text), timeout, allow_service)

    def ask(self, request: Request, timeout: float, allow_service: bool = False) -> Answer:
        """The answer to a query in the form that it asks for; errors as `query`, and NotAcceptable.

        Args:
            request: the query.
            timeout: seconds.
            allow_service: whether it may send requests to other servers; else its process has no network.

        Raises:
            WriteRefused, QueryTimeout, QueryError
        """
        worker = self._asking_others if allow_service else self._worker
        return answer_of(*worker.exchange(msgspec.structs.asdict(request), timeout))

    def close(self) -> None:
        """Ends the engine's processes."""
        self._worker.close()
        self._asking_others.close()


def answer_of(head: Mapping[str, Any], body: bytes) -> Answer:
    """What the process of the engine answered.

    Raises:
        WriteRefused, NotAcceptable, QueryError: it did not.
    """
    if error := head["error"]:
        raise _ERRORS[error](body.decode())
    return Answer(head["media_type"], body)


def python_value(term: Term | None) -> Value:
    """An RDF term as a Python value; decimals stay exact, and text knows its language, datatype or that it is an IRI.

    Example:
        >>> python_value(ox.Literal("49100.50", datatype=ox.NamedNode(XSD + "decimal")))
        Decimal('49100.50')
    """
    if not isinstance(term, ox.Literal):
        if isinstance(term, ox.NamedNode):
            return RdfText(term.value, is_iri=True)
        return None if term is None else str(term)
    if term.language:
        return RdfText(term.value, language=term.language)
    datatype = term.datatype.value.removeprefix(XSD)
    try:
        if datatype in ("integer", "int", "long"):
            return int(term.value)
        if datatype == "decimal":
            return Decimal(term.value)
        if datatype in ("double", "float"):
            return float(term.value)
    except (ValueError, ArithmeticError):
        return term.value
    if datatype == "boolean":
        return term.value == "true"
    return RdfText(term.value, datatype="" if datatype == "string" else term.datatype.value)


#: Oxigraph lists all that it would accept at a mistake, which can fill a screen.
_LONGEST_MESSAGE = 160


def refusal(text: str, message: str) -> QueryError:
    """Says whether a query that was not accepted is an update, or has a mistake.

    Args:
        text: the query as the user wrote it.
        message: what the engine says; a place in it, as `2:7`, is that in the query.
    """
    from rdflib.plugins.sparql.parser import parseUpdate

    prefixes = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
    try:
        update = parseUpdate(prefixes + text)
    except Exception:  # pyparsing and rdflib raise many kinds; any of them means: not an update
        update = None
    if not re.sub(r"(?m)^\s*#.*$", "", text).strip():
        return QueryError("the query is empty")
    if slip := sparql_slip(text):
        return QueryError(f"{slip}\n{_located(text, message)}")
    if update is not None and update.get("request"):
        return WriteRefused("this is an update; the graph is read-only. Change the tables and build again")
    if "Prefix not found" in message and (prefix := undeclared_prefix(text)):
        return QueryError(f"nothing declares {prefix}: here; known without are {', '.join(f'{p}:' for p in PREFIXES)}")
    return QueryError(_located(text, message))


def _located(text: str, message: str) -> str:
    """An error's message, kept short, over the line of the query that it is about."""
    place = re.search(r"(\d+):(\d+)", message)
    line = text.split("\n")[int(place[1]) - 1 : int(place[1])] if place else []
    short = message if len(message) <= _LONGEST_MESSAGE else f"{message[:_LONGEST_MESSAGE]} ..."
    return "\n".join([short, *line, " " * (int(place[2]) - 1) + "^"]) if place and line else short
