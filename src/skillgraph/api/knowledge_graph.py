"""KnowledgeGraph: a built folder, and what can be asked of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from skillgraph.api.agreement import agreement
from skillgraph.api.contradictions import Contradictions, contradictions
from skillgraph.api.description import Description, graph_html
from skillgraph.documents.evidence import Passage, passages, read_passage
from skillgraph.graph.dated import dated_folder
from skillgraph.graph.folder import GraphFolder
from skillgraph.graph.results import Rows
from skillgraph.model.records import Document
from skillgraph.questions.finding.find import find
from skillgraph.questions.hints import with_notes

if TYPE_CHECKING:
    import networkx as nx
    import rdflib

    from skillgraph.explore.page import PageOptions
    from skillgraph.graph.schema import Schema
    from skillgraph.mapping.rdf import Profile
    from skillgraph.stores.bolt.cypher import CypherStore
    from skillgraph.stores.local.oxigraph import SparqlStore


class KnowledgeGraph(GraphFolder):
    """The graph in a folder that `build` wrote.

    Records are read from disk as they are asked for; the query engines start with the first query. Use it in a
    `with` block, or call `close()`, to stop them; otherwise they stop with the program.

    Args:
        folder: what `build` wrote.

    Raises:
        UsageError: there is no built graph.
    """

    #: Called while the database for Cypher is made, with how many lines are loaded and how many there are.
    progress: Callable[[int, int], None] | None = None

    def __enter__(self) -> KnowledgeGraph:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _repr_html_(self) -> str:
        return graph_html(self)

    def sparql(
        self,
        query: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        timeout: float = 30.0,
        allow_service: bool = False,
    ) -> Rows:
        """Asks in SPARQL; the prefixes of the vocabulary need not be declared.

        Args:
            query: a SELECT, ASK, CONSTRUCT or DESCRIBE query.
            parameters: values for variables of the query, bound, never pasted.
            timeout: seconds after which the query is stopped.
            allow_service: whether `SERVICE` may send requests to the servers that the query names.

        Returns:
            The answer; where it says nothing, its `notes` say what to look at in the query.

        Raises:
            WriteRefused: the query is an update.
            QueryTimeout: it ran too long.
            QueryError: it has a mistake; the message says where.
        """
        ask = self.sparql_store.query
        rows = ask(query, parameters, timeout=timeout, allow_service=allow_service)
        return with_notes("sparql", query, parameters, rows, ask)

    def cypher(self, query: str, parameters: Mapping[str, Any] | None = None, *, timeout: float = 30.0) -> Rows:
        """Asks in Cypher, of a database that runs inside the program.

        Args:
            query: a reading query.
            parameters: values for `$name` in the query, bound, never pasted.
            timeout: seconds after which the query is stopped.

        Returns:
            The answer; where it says nothing, its `notes` say what to look at in the query.

        Raises:
            WriteRefused: the query would write.
            QueryTimeout: it ran too long.
            QueryError: it has a mistake; the message says where.
        """
        rows = self.cypher_store.query(query, parameters, timeout=timeout)
        return with_notes("cypher", query, parameters, rows, self.cypher_store.query)

    def as_of(self, date: str = "", *, known_by: str = "") -> KnowledgeGraph:
        """The graph as of a date, of what was known by a date, or both; all that can be asked of a graph can be of it.

        What begins later or is over by then is left out, with things of which nothing else was told. It is over by its
        own end, or where another statement of the same subject, relation and object ends it. What has no date stays,
        plans stay plans, and figures of the past stay figures.

        Args:
            date: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; a year or a month stands for its last day. Any time if empty.
            known_by: the same, for what was known: only what reports say that were issued until then; reports without
                a date of issue stay.

        Raises:
            UsageError: a date is none.

        Example:
            >>> import skillgraph
            >>> with skillgraph.load().as_of("2012") as graph:
            ...     graph.sparql("SELECT ?x { entity:intl-welder-base sg:trains ?x }").rows
            []
        """
        return KnowledgeGraph(dated_folder(self, date, known_by), self.reading)

    def schema(self) -> Schema:
        """What the graph really uses of the vocabulary, and how often: what there is to ask for.

        Returns:
            Tables of `classes`, `relations`, `links`, `properties`, `indicators` and `units`, each `Rows`; `to_svg()`
            is a picture of the relations.

        Example:
            >>> import skillgraph
            >>> rows = skillgraph.load().schema().relations.to_dicts()
            >>> next(row["facts"] for row in rows if row["type"] == "ISSUES")
            8
        """
        from skillgraph.graph.schema import schema_of

        return schema_of(self)

    def find(self, words: str, documents: Path | None = None) -> Rows:
        """What holds all of some words, in any order, the best first.

        Names in all languages and forms, identifiers, headings and the text of facts are searched, without regard to
        width, case, punctuation or traditional characters. A word for a class, a relation or a modality (企业, partner,
        牵头, 拟建) finds what is of it, and one in letters that stands nowhere what it spells in pinyin.

        Args:
            words: apart by spaces.
            documents: the folder of the reader's own copies of the reports; with it, passages are searched too.

        Returns:
            Rows of `id`, `kind` (a class), `name`, `nameEn`, `found` (the form or passage that matched, where it is no
            name that is shown) and `status`, which is empty for what is there or a fact, and says what is planned,
            envisaged or a kind. The name of a figure ends with its value. Where nothing holds all the words, what is
            said in sections about them, else what holds the most of them, with the words in `found`, and `notes` that
            say so.

        Raises:
            UsageError: there is no word.
            DataError: a copy is not the report that the offsets were made for.

        Example:
            >>> import skillgraph
            >>> next(iter(skillgraph.load().find("qingdao")))[2]
            '青岛市'
        """
        return find(self, words, documents)

    def evidence(self, id: str, documents: Path | None = None) -> list[Passage]:
        """The passages that state something.

        Args:
            id: of a statement, figure or section (`four-cities/qd-enrolment`) or of an entity (where its name stands).
            documents: the folder of the reader's own copies of the reports; without it passages have no text.

        Raises:
            UsageError: nothing has that id.
            DataError: the copy is not the report that the offsets were made for.
        """
        id = self.canonical(id)
        for record in self.records():
            if record.id == id and not isinstance(record, Document):
                return [read_passage(self.documents[e.document], e, documents) for e in passages(record)]
        raise self.no_such("entity, section, statement or figure", id)

    def describe(self, id: str, documents: Path | None = None) -> Description:
        """All that the graph says of an entity, a section, a statement or a figure; a notebook shows it as a card.

        Args:
            id: of an entity (`qingdao`), one that it once had too; or of a section, statement or figure
                (`four-cities/qd-enrolment`).
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
        id = self.canonical(id)
        for record in self.records():
            if record.id == id and not isinstance(record, Document):
                return Description(self, record, documents)
        raise self.no_such("entity, section, statement or figure", id)

    def agreement(self, sources: int = 1) -> Rows:
        """The facts that are stated more than once, by which sources, and how often.

        Statements say the same if subject, relation and object are the same, both ways round where the relation has no
        direction, and their times overlap or are not given. What is told again by `restates` counts as well.

        Args:
            sources: by how many sources at least; 2 gives what sources agree on.

        Returns:
            Rows of `subject`, `relation`, `object`, how often it is `stated`, by which `sources`, and the `ids` of the
            statements, by which `evidence` has the passages; what most sources state comes first.

        Example:
            >>> import skillgraph
            >>> next(iter(skillgraph.load().agreement()))[:5]
            ('青岛市', 'learnsFrom', '德国', 3, ['four-cities'])
        """
        return agreement(self, sources)

    def contradictions(
        self,
        kinds: Collection[str] = (),
        *,
        agreeing: bool = False,
        documents: Path | None = None,
        comparisons: Path | None = None,
    ) -> Contradictions:
        """What sources say differently: figures by their bounds, facts against denials, dates, places, totals.

        Nothing is changed. A side is preferred by a reviewer's rank, then where its publisher is or governs what it is
        about, then by the later date of issue.

        Args:
            kinds: `figure`, `denial`, `start`, `end`, `place`, `order`, `total`; and `plan`, with what came of it,
                which is not looked for unless it is named.
            agreeing: whether what agrees or is settled is told too.
            documents: the folder of the reader's own copies of the reports; without it passages have no words.
            comparisons: a table of what people judged of pairs of sides (`comparisons.csv`), which is not asked again.

        Returns:
            The findings in order, each with its `kind`, `verdict`, `sides` (statements or figures) and those that are
            `preferred`; `rows` and `to_pandas()` have a row for each side.

        Raises:
            UsageError: a kind is none of these.
            DataError: the table is not what it should be.

        Example:
            >>> import skillgraph
            >>> {finding.verdict for finding in skillgraph.load().contradictions(["total"], agreeing=True)}
            {'agree'}
        """
        return contradictions(self, kinds, agreeing, documents, comparisons)

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
        from skillgraph.stores.local.opening import open_sparql

        store = open_sparql(self.place)
        store.reads = self.reading
        return store

    @cached_property
    def cypher_store(self) -> CypherStore:
        """The engine behind `cypher()`."""
        from skillgraph.stores.local.opening import open_cypher

        store = open_cypher(self.place, self.progress)
        store.reads = self.reading
        return store
