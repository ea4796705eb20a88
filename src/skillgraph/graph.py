"""KnowledgeGraph: a built folder, and what can be asked of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from skillgraph.errors import UsageError
from skillgraph.evidence import Passage, read_passage
from skillgraph.model import Document, Entity, Observation, Record, Statement
from skillgraph.problems import unknown
from skillgraph.rdf import Profile
from skillgraph.results import Rows

if TYPE_CHECKING:
    import networkx as nx
    import rdflib

    from skillgraph.description import Description
    from skillgraph.explore.page import PageOptions
    from skillgraph.stores.cypher import CypherStore
    from skillgraph.stores.sparql import SparqlStore


class Manifest(msgspec.Struct, frozen=True):
    """What a built folder holds; written last, so that a folder with a manifest is whole."""

    version: str
    sources: list[str]
    entities: int
    statements: int
    observations: int


class KnowledgeGraph:
    """The graph in a folder that `build` wrote.

    Records are read from disk as they are asked for; the query engines start with the first query. Use it in a
    `with` block, or call `close()`, to stop them; otherwise they stop with the program.

    Args:
        folder: what `build` wrote.

    Raises:
        UsageError: there is no built graph.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            self.manifest = msgspec.json.decode((folder / "manifest.json").read_bytes(), type=Manifest)
        except FileNotFoundError:
            raise UsageError(f"no graph in {folder}; make it with `skillgraph build -o {folder}`") from None
        except (OSError, msgspec.MsgspecError) as error:
            raise UsageError(f"{folder / 'manifest.json'} can't be read ({error}); build the graph again") from None

    def __enter__(self) -> KnowledgeGraph:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        m = self.manifest
        return (
            f"<KnowledgeGraph {self.folder}: {m.entities} entities, {m.statements} statements, "
            f"{m.observations} figures from {', '.join(m.sources)}>"
        )

    def _repr_html_(self) -> str:
        from skillgraph.description import graph_html

        return graph_html(self)

    def records(self) -> Iterator[Record]:
        """Documents, entities, statements and observations, streamed in that order."""
        decoder = msgspec.json.Decoder(Document | Entity | Statement | Observation)
        with (self.folder / "records.jsonl").open("rb") as file:
            for line in file:
                yield decoder.decode(line)

    @cached_property
    def documents(self) -> dict[str, Document]:
        """The reports and reference tables that facts come from, by id."""
        return {r.id: r for r in self.records() if isinstance(r, Document)}

    @cached_property
    def entities(self) -> dict[str, Entity]:
        """Everything with a name, by id."""
        return {r.id: r for r in self.records() if isinstance(r, Entity)}

    def statements(self) -> Iterator[Statement]:
        """All statements, whatever their modality."""
        return (r for r in self.records() if isinstance(r, Statement))

    def observations(self) -> Iterator[Observation]:
        """All figures, whatever their modality."""
        return (r for r in self.records() if isinstance(r, Observation))

    def sparql(self, query: str, parameters: Mapping[str, Any] | None = None, *, timeout: float = 30.0) -> Rows:
        """Asks in SPARQL; the prefixes of the vocabulary need not be declared.

        Args:
            query: a SELECT, ASK, CONSTRUCT or DESCRIBE query.
            parameters: values for variables of the query, bound, never pasted.
            timeout: seconds after which the query is stopped.

        Raises:
            WriteRefused: the query is an update.
            QueryTimeout: it ran too long.
            QueryError: it has a mistake; the message says where.
        """
        return self.sparql_store.query(query, parameters, timeout=timeout)

    def cypher(self, query: str, parameters: Mapping[str, Any] | None = None, *, timeout: float = 30.0) -> Rows:
        """Asks in Cypher, of a database that runs inside the program.

        Args:
            query: a reading query.
            parameters: values for `$name` in the query, bound, never pasted.
            timeout: seconds after which the query is stopped.

        Raises:
            WriteRefused: the query would write.
            QueryTimeout: it ran too long.
            QueryError: it has a mistake; the message says where.
        """
        return self.cypher_store.query(query, parameters, timeout=timeout)

    def evidence(self, id: str, documents: Path | None = None) -> list[Passage]:
        """The passages that state something.

        Args:
            id: of a statement or figure (`four-cities/qd-enrolment`) or of an entity (where its name stands).
            documents: the folder of the reader's own copies of the reports; without it passages have no text.

        Raises:
            UsageError: nothing has that id.
            DataError: the copy is not the report that the offsets were made for.
        """
        for record in self.records():
            if record.id == id and not isinstance(record, Document):
                spans = record.mentions if isinstance(record, Entity) else record.evidence
                return [read_passage(self.documents[e.document], e, documents) for e in spans]
        raise self.no_such("entity, statement or figure", id)

    def describe(self, id: str, documents: Path | None = None) -> Description:
        """All that the graph says of an entity, a statement or a figure; a notebook shows it as a card.

        Args:
            id: of an entity (`qingdao`), or of a statement or figure (`four-cities/qd-enrolment`).
            documents: the folder of the reader's own copies of the reports; without it passages have no text.

        Raises:
            UsageError: nothing has that id.

        Example:
            >>> import skillgraph
            >>> print(skillgraph.load().describe("four-cities/qd-annual-trained"))
            青岛市 年培养技能人才数 > 10,000 人
            目前
            每: 年
            reviewed, four-cities/qd-annual-trained
            four-cities:1527–1538
        """
        from skillgraph.description import Description

        for record in self.records():
            if record.id == id and not isinstance(record, Document):
                return Description(self, record, documents)
        raise self.no_such("entity, statement or figure", id)

    def no_such(self, what: str, id: str) -> UsageError:
        """The error for an id that nothing has: it says the ids of what bears that name, or the nearest id.

        Example:
            >>> import skillgraph
            >>> print(skillgraph.load().no_such("thing", "青岛"))
            unknown thing '青岛'; the id of 青岛 is qingdao
        """
        named = [e.id for e in self.entities.values() if id in (e.name, e.name_en, *e.aliases, *e.aliases_en)]
        if named:
            return UsageError(f"unknown {what} {id!r}; the id of {id} is {' or '.join(named)}")
        return UsageError(unknown(what, id, list(self.entities)))

    def to_rdflib(self, profile: Profile = "provenance") -> rdflib.Graph:
        """The graph in rdflib, with its prefixes bound."""
        from skillgraph.formats.rdflib_graph import to_rdflib

        return to_rdflib(self, profile)

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """Entities and the facts between them in networkx; what is not a fact is left out."""
        from skillgraph.formats.networkx_graph import to_networkx

        return to_networkx(self)

    def to_html(self, target: Path | str, options: PageOptions | None = None) -> None:
        """Writes the network page: one HTML file that opens offline, with search, filters and evidence.

        Args:
            target: the file to write.
            options: which view, title, language, and the folder of the reports whose passages it shall carry.

        Raises:
            UsageError: the file can't be written, or the view names what is not there.

        Example:
            >>> import skillgraph, tempfile
            >>> from skillgraph.explore import PageOptions, View
            >>> options = PageOptions(View(around="qingdao", steps=2), language="en")
            >>> with tempfile.TemporaryDirectory() as folder, skillgraph.load() as graph:
            ...     graph.to_html(f"{folder}/qingdao.html", options)
            ...     Path(folder, "qingdao.html").stat().st_size < 400_000
            True
        """
        from skillgraph.formats import export

        export(self, "html", Path(target), page=options)

    def to_pyvis(self, target: Path | str) -> None:
        """Writes the network with pyvis: one HTML file that opens offline, for those who know it.

        Raises:
            UsageError: the file can't be written.
        """
        from skillgraph.formats import export

        export(self, "pyvis", Path(target))

    def close(self) -> None:
        """Stops the engines that were started."""
        for name in ("sparql_store", "cypher_store"):
            if store := self.__dict__.pop(name, None):
                store.close()

    @cached_property
    def sparql_store(self) -> SparqlStore:
        """The engine behind `sparql()`, started with its first query."""
        from skillgraph.stores.sparql import LocalSparql

        return LocalSparql(self.folder / "oxigraph")

    @cached_property
    def cypher_store(self) -> CypherStore:
        """The engine behind `cypher()`."""
        from skillgraph.stores.embedded import EmbeddedCypher

        return EmbeddedCypher(self.folder / "nodes.jsonl", self.folder / "relationships.jsonl")
