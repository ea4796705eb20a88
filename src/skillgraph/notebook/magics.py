"""`%load_ext skillgraph`: `%%sparql` and `%%cypher` with equal options, completion in them, and rich displays."""

from __future__ import annotations

import re
import sys
from contextlib import suppress
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from IPython.core.completer import CompletionContext, SimpleCompletion, SimpleMatcherResult, context_matcher
from IPython.core.error import UsageError as MagicError
from IPython.core.magic import Magics, magics_class
from IPython.core.magic_arguments import argument, magic_arguments, parse_argstring
from IPython.display import display

from skillgraph.api.description import Description, document_html
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.api.load import load
from skillgraph.graph.results import Rows
from skillgraph.graph.view import View
from skillgraph.model.errors import SkillgraphError, UsageError
from skillgraph.model.records import Document, Entity, Observation, Statement
from skillgraph.notebook.completion import completions
from skillgraph.notebook.mistakes import pointed
from skillgraph.notebook.network import Network
from skillgraph.questions.hints import with_notes
from skillgraph.questions.inputs import parse_parameters, query_text
from skillgraph.questions.things import is_graph, things_of
from skillgraph.stores.bolt.cypher import CypherStore
from skillgraph.stores.credentials import neo4j_credentials, sparql_credentials
from skillgraph.stores.sparql.endpoint import RemoteSparql

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell


def _ask_password(username: str) -> str:
    return getpass(f"Password of {username}: ")


FORMATS = ("auto", "table", "df", "json", "csv", "network")


def _options(function: Any) -> Any:
    """The options of both magics, each of the same meaning."""
    for decorate in reversed(
        (
            argument("query", nargs="*", help="In a line magic: the query, a file of one, or a question's name (q06)."),
            argument("--graph", "-g", metavar="NAME", help="A variable with a graph, or a built graph's folder."),
            argument("--server", "-s", metavar="URI", help="Ask this server (http; bolt, neo4j) instead of a graph."),
            argument("--param", "-p", action="append", default=[], metavar="NAME=VALUE", help="A value to bind."),
            argument("--params", metavar="NAME", help="A variable with a dictionary of values to bind."),
            argument("--into", "-i", metavar="NAME", help="Store the answer in this variable, and show nothing."),
            argument("--format", "-f", choices=FORMATS, default="auto", help="auto: a network where it is one."),
            argument("--timeout", "-t", type=float, default=30.0, help="Seconds after which the query is stopped."),
        )
    ):
        function = decorate(function)
    return magic_arguments()(function)


@magics_class
class SkillgraphMagics(Magics):
    """`%%sparql` and `%%cypher`, and their line forms for a question by its name."""

    def __init__(self, shell: InteractiveShell) -> None:
        super().__init__(shell)
        self._names: dict[str, Any] = shell.user_ns
        self._carried: KnowledgeGraph | None = None

    def ask(self, language: str, line: str, cell: str | None) -> Any:
        """Asks what a cell or a line says, and shows or stores the answer.

        Args:
            language: `sparql` or `cypher`.
            line: the options.
            cell: the query; None in a line magic.

        Returns:
            The answer in the format asked for; None where it was stored or shown.
        """
        options = parse_argstring(getattr(self, language), line)
        text = ""
        try:
            if options.into and not options.into.isidentifier():
                raise UsageError(f"--into {options.into}: write the name of a variable")
            if options.server and options.format == "network":
                raise UsageError("--format network draws a graph that is loaded here: leave --server out")
            text = self._query_text(language, options.query, cell)
            graph = None if options.server else self.graph(options.graph)
            rows = self._rows(language, text, graph, options)
            answer = _formatted(rows, options, graph)
        except KeyboardInterrupt as error:
            error._render_traceback_ = lambda: ["stopped"]  # type: ignore[attr-defined]
            raise
        except SkillgraphError as error:
            # The message points into the query; a traceback through skillgraph would only hide it.
            message = pointed(text, str(error)) if language == "cypher" else str(error)
            lines = f"{type(error).__name__}: {message}".split("\n")
            error._render_traceback_ = lambda: lines  # type: ignore[method-assign]
            raise
        if answer is not rows or options.into:  # Rows show their notes themselves.
            for note in rows.notes:
                print(f"note: {note}", file=sys.stderr)
        if options.into:
            self._names[options.into] = answer
            return None
        _check_length(options.format, answer)
        if options.format == "csv":
            print(answer, end="")
            return None
        if options.format == "auto" and isinstance(answer, Network):
            display(answer, rows)
            return None
        return answer

    def graph(self, name: str | None = None) -> KnowledgeGraph:
        """The graph that is asked: a named one, else the notebook's newest, else the one that `load()` gives."""
        names = self._names
        if name is None:
            found = [v for k, v in names.items() if isinstance(v, KnowledgeGraph) and not k.startswith("_")]
            if found:
                return found[-1]
            if self._carried is None:
                self._carried = load()
            return self._carried
        if isinstance(names.get(name), KnowledgeGraph):
            graph: KnowledgeGraph = names[name]
            return graph
        if Path(name).is_dir():
            return load(name)
        raise UsageError(f"--graph {name}: neither a variable with a graph (graph = skillgraph.load()) nor a folder")

    def _query_text(self, language: str, words: list[str], cell: str | None) -> str:
        if cell is None:
            if not words:
                raise MagicError(f"%{language} asks a question by its name, as %{language} q06; %%{language} a cell")
            return query_text(" ".join(words), "rq" if language == "sparql" else "cypher")
        if words:
            raise UsageError(f"{' '.join(words)}: no option of %%{language}; %%{language}? lists them")
        return cell.rstrip()  # A mistake at the end is shown on the last line that is written on.

    def _rows(self, language: str, text: str, graph: KnowledgeGraph | None, options: Any) -> Rows:
        values = self._parameters(options)
        if graph is not None:
            try:
                if language == "sparql":
                    allowed = options.allow_service
                    return graph.sparql(text, values, timeout=options.timeout, allow_service=allowed)
                return graph.cypher(text, values, timeout=options.timeout)
            finally:
                if graph is not self._carried and not any(v is graph for v in self._names.values()):
                    graph.close()  # No variable holds it: nobody else could stop its engines.
        if language == "sparql":
            endpoint = RemoteSparql(options.server, **sparql_credentials(_ask_password))
            try:
                ask = endpoint.query
                rows = ask(text, values, timeout=options.timeout, allow_service=options.allow_service)
                return with_notes(language, text, values, rows, ask)
            finally:
                endpoint.close()
        with CypherStore(options.server, **neo4j_credentials(_ask_password)) as store:
            return with_notes(language, text, values, store.query(text, values, timeout=options.timeout), store.query)

    def _parameters(self, options: Any) -> dict[str, Any]:
        values = self._names.get(options.params) if options.params else {}
        if not isinstance(values, dict):
            raise UsageError(f"--params {options.params}: no variable with a dictionary")
        pairs = tuple(p.strip("'\"") if p[:1] == p[-1:] and p[:1] in "'\"" else p for p in options.param)
        return {**values, **parse_parameters(pairs)}

    @_options
    @argument("--allow-service", action="store_true", help="Let SERVICE send requests to other servers.")
    def sparql(self, line: str, cell: str | None = None) -> Any:
        """Asks in SPARQL; the prefixes of the vocabulary need not be declared, a parameter binds a variable."""
        return self.ask("sparql", line, cell)

    @_options
    def cypher(self, line: str, cell: str | None = None) -> Any:
        """Asks in Cypher; a parameter is `$name` in the query."""
        return self.ask("cypher", line, cell)


#: Characters of output that a notebook may keep.
_LONGEST_OUTPUT = 1_000_000


def _check_length(form: str, answer: Any) -> None:
    """Refuses to leave an answer in the notebook that would make its file large; tables show their beginning."""
    if form in ("csv", "json") and (length := len(str(answer))) > _LONGEST_OUTPUT:
        raise UsageError(f"--format {form}: {length:,} characters are too many for a notebook; store them: --into NAME")


def _formatted(rows: Rows, options: Any, graph: KnowledgeGraph | None) -> Any:
    form = "df" if options.into and options.format == "auto" else options.format
    if form == "df":
        return rows.to_pandas()
    if form == "json":
        return rows.to_dicts()
    if form == "csv":
        return rows.to_csv()
    if form == "network" and graph is not None:
        return Network(graph, View(things=things_of(graph, rows)))
    if form == "auto" and graph is not None and is_graph(rows):
        with suppress(UsageError):  # A CONSTRUCT may give what is no entity, as classes.
            return Network(graph, View(things=things_of(graph, rows)))
    return rows


def register(shell: InteractiveShell) -> None:
    """Adds magics, completion and displays to a shell.

    Args:
        shell: of IPython or a notebook's kernel.
    """
    magics = SkillgraphMagics(shell)
    for language in ("sparql", "cypher"):
        method = getattr(magics, language)
        for kind in ("line", "cell"):
            shell.magics_manager.register_function(method, kind, language)
    if shell.Completer is not None:
        shell.Completer.custom_matchers.append(_match)
    assert shell.display_formatter is not None
    formatter = shell.display_formatter.formatters["text/html"]

    def card(record: Entity | Statement | Observation) -> str | None:
        graphs = [v for v in shell.user_ns.values() if isinstance(v, KnowledgeGraph)]
        graph = next((g for g in reversed(graphs) if record.source in g.documents), None)
        return Description(graph, record)._repr_html_() if graph else None

    for record_type in (Entity, Statement, Observation):
        formatter.for_type(record_type, card)
    formatter.for_type(Document, document_html)


_CELL = re.compile(r"\s*%%(sparql|cypher)\b[^\n]*\n")


@context_matcher(identifier="skillgraph")
def _match(context: CompletionContext) -> SimpleMatcherResult:
    """Completes inside the cells of the two magics, and keeps Python's completions out of them."""
    cell = _CELL.match(context.full_text)
    lines = context.full_text.split("\n")
    before = "\n".join([*lines[: context.cursor_line], context.line_with_cursor[: context.cursor_position]])
    if not cell or len(before) < cell.end():
        return {"completions": []}
    fragment, words = completions(cell[1], before[cell.end() :])
    return {
        "completions": [SimpleCompletion(word, type="skillgraph") for word in words],
        "matched_fragment": fragment,
        "suppress": True,
    }
