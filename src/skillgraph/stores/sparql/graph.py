"""A graph of skillgraph on a SPARQL server: written, taken out again and read back, a source at a time.

Each source has a named graph, the IRI of its document; what rules give stands in `rdf.DERIVED`, the vocabulary in
`ONTOLOGY`. Queries are asked of `MERGED`, which holds the triples of all of these, each once. Of several graphs
in the place of the default graph, an Oxigraph server would count a triple for each graph that it stands in.
"""

from __future__ import annotations

import io
import os
import random
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO

import msgspec
import pyoxigraph as ox

from skillgraph.graph.folder import GraphFolder
from skillgraph.mapping.rdf import DERIVED, derived_types, document_iri, entity_iri, quads
from skillgraph.mapping.rdf_records import documents, records
from skillgraph.model.derivation import FOREIGN_PARTNER
from skillgraph.model.errors import QueryError, UsageError
from skillgraph.model.ontology import BASE, ontology
from skillgraph.model.records import Document, Entity, Record
from skillgraph.stores.sparql import updates
from skillgraph.stores.sparql.http import ServerGone, Waiting, nobody
from skillgraph.stores.sparql.server import MERGED, SparqlServer, insertion
from skillgraph.stores.sparql.spool import GraphSpool, n_triples
from skillgraph.stores.target import PushTarget, SourceState, check_same
from skillgraph.writing.workshop import temporary_folder

#: The named graph of the vocabulary.
ONTOLOGY = ox.NamedNode(BASE + "ontology")

_QUADS_AT_A_TIME = 100_000
#: How often what another push has written too is written anew.
_TRIES = 10
#: Nodes that one query names.
_NODES_AT_A_TIME = 1000


class Written(msgspec.Struct, frozen=True):
    """How many records were written, and into how many named graphs of sources."""

    records: int
    graphs: int


class GraphStore(PushTarget[Written]):
    """A SPARQL server, and the graph of skillgraph in it; other named graphs and the default graph are never touched.

    Args:
        url: `http://localhost:7878` of an Oxigraph server, `http://localhost:3030/ds` of a data set of a Fuseki,
            `http://localhost:8080/rdf4j-server/repositories/NAME` of an RDF4J, or one of their services; `services`
            lists more.
        username: left out where the server asks for none.
        password: of that user.
        token: a bearer token, in the place of both.
        update_url: the update service, where it can't be found by asking.
        waiting: is told what is waited for, now and then.

    Example:
        >>> with GraphStore("http://localhost:7878") as target:  # doctest: +SKIP
        ...     target.push(skillgraph.load())
        Written(records=1151, graphs=6)
    """

    def __init__(
        self,
        url: str,
        *,
        username: str | None = None,
        password: str | None = None,
        token: str | None = None,
        update_url: str = "",
        waiting: Waiting = nobody,
    ) -> None:
        super().__init__(url, "the server")
        self._server = SparqlServer(url, username, password, token, update_url, waiting)

    def close(self) -> None:
        """Nothing is kept open between requests."""

    def documents(self) -> dict[str, Document]:
        """The sources that are on the server, by id; errors as `PushTarget.documents`."""
        store = ox.Store()
        for row in self._server.select(updates.DOCUMENTS):
            try:
                store.add(ox.Quad(*row))  # type: ignore[arg-type]
            except TypeError:
                raise QueryError(f"{self.uri}: the answer is not what was asked for") from None
        return {d.id: d for d in documents(store)}

    def plan(self, graph: GraphFolder, replace: Sequence[str] = ()) -> list[SourceState]:
        """As `PushTarget.plan`; a server that can't be written says so, though nothing is written.

        Raises:
            DataError: a thing of the graph is something else on the server.
        """
        self._server.check_writable()
        states = super().plan(graph, replace)
        if self.documents().keys() - graph.documents.keys():
            self._check_things(graph)
        return states

    def _check_things(self, graph: GraphFolder) -> None:
        """Refuses what would make two things of other teams one, which no server but Neo4j's constraint would."""
        there = updates.described(self._server, map(document_iri, graph.documents))
        for record in graph.records():
            if not isinstance(record, Entity):
                if isinstance(record, Document):
                    continue
                break
            if said := there.get(record.id):
                ours = updates.Described()
                for quad in quads(record, "provenance", {}):
                    ours.take(quad.predicate, quad.object)
                for field, mine, theirs in (("classes", ours.types, said.types), ("name", ours.names, said.names)):
                    check_same(record.id, field, sorted(mine), sorted(theirs), sorted(said.sources), "the server")

    def _write(self, graph: GraphFolder, states: list[SourceState], progress: Callable[[int], None]) -> Written:
        with temporary_folder() as folder:
            spool = GraphSpool(folder)
            count = spool.fill(graph.records())
            meter = _Meter(2 * spool.size, count, progress)
            with self._writing(meter):
                # The vocabulary goes first: it is small, and a server that can't be written says so at once.
                self._put_vocabulary()
                replacing = any(state.action == "replace" for state in states)
                described = _described(graph) if replacing else frozenset()
                for state in states:
                    self._write_source(spool, state, described, meter)
                if replacing:
                    self._sweep()
                there = self._put_derived(graph, spool)
                self._check_there(graph, there)
            meter.finish()
        return Written(count, len(states))

    def _restating(self, source: str) -> dict[str, int]:
        return updates.restating(self._server, document_iri(source))

    def _take_out(self, source: str) -> int:
        with self._writing():
            kept = self._strip(document_iri(source))
            self._sweep()
            if self.documents():
                self._derive()
            else:
                for graph in (ONTOLOGY, DERIVED):
                    self._server.update(updates.forget(graph), f"DROP SILENT GRAPH {graph}")
        return kept

    def _strip(self, graph: ox.NamedNode) -> int:
        """Takes out all that a graph says except the names that others need; gives the number of things they name."""
        kept = self._count(updates.needed(graph, "(COUNT(DISTINCT ?s) AS ?count)"))
        self._server.update(
            updates.forget(graph),
            updates.strip(graph) if kept else f"DROP SILENT GRAPH {graph}",
            updates.merge(graph),
        )
        return kept

    def _count(self, query: str) -> int:
        rows = list(self._server.select(query))
        count = rows[0][0] if len(rows) == 1 else None
        if not isinstance(count, ox.Literal) or not count.value.isdecimal():
            raise QueryError(f"{self.uri}: the answer is not what was asked for")
        return int(count.value)

    def _sweep(self) -> None:
        """Takes out the names that sources left when they were removed and that nothing needs any more."""
        for [graph] in list(self._server.select(updates.REMOVED)):
            if isinstance(graph, ox.NamedNode):
                self._strip(graph)

    def pull(self) -> Iterator[Record]:
        """The records that the server holds, in the order of a built graph; errors as `PushTarget.pull`."""
        sources = self.documents()
        if not sources:
            raise UsageError(f"{self.uri}: no graph of skillgraph on this server; push one first")
        with temporary_folder() as folder:
            store = self._fetched(folder, [*map(document_iri, sources), DERIVED])
            try:
                # A source that is being written does not say what it is, and one that was has another version.
                if not ({d.id: d for d in documents(store)} == sources == self.documents()):
                    raise self._changed()
                yield from records(store)
            finally:
                # Its files can be removed once nothing holds it.
                del store

    def _fetched(self, folder: Path, graphs: Iterable[ox.NamedNode]) -> ox.Store:
        """Named graphs of the server in a store on disk."""
        store = ox.Store(str(folder / "oxigraph"))
        path = folder / "graph"
        for graph in graphs:
            with path.open("wb") as file:
                form, is_whole = self._server.get(graph, file)
            triples = (quad.triple for quad in ox.parse(path=str(path), format=form))
            quads = (ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples)
            try:
                while batch := list(islice(quads, _QUADS_AT_A_TIME)):
                    store.bulk_extend(batch)
            except SyntaxError as error:
                raise QueryError(f"{self.uri}: {graph} is no {form.name} there ({error})") from None
            if not is_whole:
                there = self._count(f"SELECT (COUNT(*) AS ?count) {{ GRAPH {graph} {{ ?s ?p ?o }} }}")
                came = sum(1 for _ in store.quads_for_pattern(None, None, None, graph))
                if came < there:
                    raise QueryError(f"{self.uri}: the answer broke off: {came} of {there} triples of {graph} came")
        store.flush()
        return store

    def _write_source(self, spool: GraphSpool, state: SourceState, described: frozenset[str], meter: _Meter) -> None:
        name = document_iri(state.source)
        if state.action == "replace":
            self._keep_needed(spool, name, described)
        with spool.open(name) as file:
            if state.kind == "reference":
                # Other graphs may have put other rows of the table there, or do so now, which stay.
                triples = spool.heads[name] + file.read()
                self._server.update(updates.forget(name), *updates.replace_subjects(name, triples), updates.merge(name))
                meter.went_on(2 * file.tell())
            else:
                self._put_source(name, meter.of(file), spool.heads[name])

    def _put_source(self, graph: ox.NamedNode, file: IO[bytes], head: bytes) -> None:
        """Puts triples in the place of a graph, and of what it said in `MERGED`.

        Args:
            graph: its name.
            file: N-Triples.
            head: what the graph says of its document, which is written when all else is there: until then, the server
                does not have the source.
        """
        size = os.fstat(file.fileno()).st_size
        self._server.update(updates.forget(graph), updates.unmark(graph))
        self._server.put(graph, file, size)
        file.seek(0)
        self._server.add(MERGED, file, size)
        self._server.update(insertion(graph, head), insertion(MERGED, head))

    def _put_vocabulary(self) -> None:
        """Puts the vocabulary in its place; its blank nodes are the same in both graphs, whoever else writes them."""
        triples = list(ontology().triples())
        blank = [t for t in triples if isinstance(t.subject, ox.BlankNode) or isinstance(t.object, ox.BlankNode)]
        named = n_triples(t for t in triples if t not in blank)
        self._server.update(updates.forget(ONTOLOGY), f"DROP SILENT GRAPH {ONTOLOGY}")
        self._server.add(ONTOLOGY, io.BytesIO(named), len(named))
        # Two updates at once may not see each other, as on an Oxigraph: then there are too many.
        for _ in range(_TRIES):
            self._server.update(
                updates.forget(ONTOLOGY),
                updates.without_blank(ONTOLOGY),
                insertion(ONTOLOGY, n_triples(blank)),
                updates.merge(ONTOLOGY),
            )
            if (count := self._count(updates.blank(ONTOLOGY))) == len(blank):
                return
            time.sleep(random.uniform(0.1, 2))  # noqa: S311
        if not count:
            raise self._lost([ONTOLOGY.value])

    def _put(self, graph: ox.NamedNode, triples: bytes) -> None:
        """The same for what is small."""
        self._server.update(updates.forget(graph))
        self._server.put(graph, io.BytesIO(triples), len(triples))
        self._server.update(updates.merge(graph))

    def _put_derived(self, graph: GraphFolder, spool: GraphSpool) -> dict[str, Document]:
        """Writes what follows from all sources, which are given; once more if another push has added some meanwhile."""
        there, before = self.documents(), None
        while there != before:
            before = there
            if there.keys() <= graph.documents.keys():
                with spool.open(DERIVED) as file:
                    self._put(DERIVED, file.read())
            else:
                self._derive()
            there = self.documents()
        return there

    def _check_there(self, graph: GraphFolder, there: Mapping[str, Document]) -> None:
        """Refuses to call written what is not there: a page to log in at takes whatever it is sent."""
        lost = [
            id
            for id, document in graph.documents.items()
            if id not in there or (document.kind == "report" and there[id].tables_sha256 != document.tables_sha256)
        ]
        if lost:
            raise self._lost(lost)

    def _lost(self, what: Iterable[str]) -> UsageError:
        return UsageError(
            f"{self.uri} took what it was sent, and does not have {', '.join(what)} now: does its update service write "
            "elsewhere (--update-url names another), or does a page to log in at answer?"
        )

    def _derive(self) -> None:
        """Writes what follows from all sources together, by the rules over what the server holds."""
        found = updates.foreign_partners(self._server)
        self._put(DERIVED, n_triples(t for id in sorted(found) for t in derived_types(id, [FOREIGN_PARTNER])))

    def _keep_needed(self, spool: GraphSpool, name: ox.NamedNode, described: frozenset[str]) -> None:
        """Keeps the names of what a new version describes no more, but other sources still speak of."""
        needed = (row[0] for row in self._server.select(updates.needed(name)))
        gone = (node for node in needed if isinstance(node, ox.NamedNode) and node.value not in described)
        while batch := list(islice(gone, _NODES_AT_A_TIME)):
            rows = self._server.select(updates.names(name, batch))
            try:
                spool.add((ox.Triple(*row) for row in rows), name)  # type: ignore[arg-type]
            except TypeError:
                raise QueryError(f"{self.uri}: the answer is not what was asked for") from None

    @contextmanager
    def _writing(self, meter: _Meter | None = None) -> Iterator[None]:
        try:
            yield
        except ServerGone:
            where = f" after {meter.records} records" if meter and meter.records else ""
            raise UsageError(
                f"the server at {self.uri} does not answer{where}; "
                "start it and give the command again, which completes it"
            ) from None


def _described(graph: GraphFolder) -> frozenset[str]:
    """The addresses of what a graph describes, read as a stream, since only they are needed of it."""
    return frozenset(entity_iri(record.id).value for record in graph.records() if isinstance(record, Entity))


class _Meter:
    """Turns bytes that went to the server into records, for a progress bar."""

    def __init__(self, size: int, records: int, progress: Callable[[int], None]) -> None:
        self._size, self._all, self._progress = max(size, 1), records, progress
        self._bytes = 0
        self.records = 0

    def went_on(self, count: int) -> None:
        self._bytes += count
        self._show(min(self._all, self._all * self._bytes // self._size))

    def finish(self) -> None:
        self._show(self._all)

    def of(self, file: IO[bytes]) -> IO[bytes]:
        return _Metered(file, self)  # type: ignore[return-value]

    def _show(self, records: int) -> None:
        if records > self.records:
            self._progress(records - self.records)
            self.records = records


class _Metered:
    """A file whose reading is measured."""

    def __init__(self, file: IO[bytes], meter: _Meter) -> None:
        self._file, self._meter = file, meter
        self.fileno, self.seek, self.tell = file.fileno, file.seek, file.tell

    def read(self, count: int = -1) -> bytes:
        return self._counted(self._file.read(count))

    def readline(self) -> bytes:
        return self._counted(self._file.readline())

    def _counted(self, piece: bytes) -> bytes:
        self._meter.went_on(len(piece))
        return piece
