"""The Model Context Protocol: the tools, the vocabulary as a resource, the recorded questions as prompts."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from inspect import getdoc
from typing import TYPE_CHECKING, Any, ParamSpec

from skillgraph.graph.folder import GraphFolder
from skillgraph.mcp_server.answers import as_json
from skillgraph.mcp_server.tools import Tools
from skillgraph.model.errors import SkillgraphError
from skillgraph.model.version import __version__
from skillgraph.questions.recorded import Question, find_questions

if TYPE_CHECKING:
    from mcp.server import MCPServer

_Asked = ParamSpec("_Asked")

#: Where the vocabulary is to be had.
SCHEMA = "skillgraph://schema"
_INSTRUCTIONS = """\
A knowledge graph of vocational training, made from Chinese reports: {sources}. {things} things, {statements} \
statements, {figures} figures; names are Chinese, many also English.
Begin with `find` for ids, then `describe`, `list_plans` or `compare_cities`; for all else call `schema` once and ask \
`sparql` or `cypher`. The prompts are questions with queries that are known to be right.
Tell as a fact only what has `is_fact` true. What is planned, explored, a rule, supported or denied has another \
`modality`: say so. A `bound` is part of a figure (lessThan 10000 is not 10000). Cite `evidence` (document:start-end). \
What the graph does not hold may still be so: say that it is not in these reports."""


def make_server(graph: GraphFolder, tools: Tools) -> MCPServer:
    """The server on a graph, not yet running.

    Args:
        graph: that it tells of.
        tools: on it.
    """
    from mcp.server import MCPServer
    from mcp_types import ToolAnnotations

    manifest = graph.manifest
    sources = "、".join(d.title for d in graph.documents.values() if d.kind == "report")
    server = MCPServer(
        "skillgraph",
        title="skillgraph",
        instructions=_INSTRUCTIONS.format(
            sources=sources or "no report yet",
            things=manifest.entities,
            statements=manifest.statements,
            figures=manifest.observations,
        ),
        version=__version__,
        log_level="CRITICAL",
    )
    only_reads = ToolAnnotations(
        read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
    )
    offered: tuple[Callable[..., Any], ...] = (
        tools.find, tools.describe, tools.passages, tools.list_plans, tools.compare_cities, tools.sparql, tools.cypher,
        tools.schema,
    )  # fmt: skip
    for tool in offered:
        is_data = tool != tools.schema
        about = getdoc(tool)
        server.add_tool(_told(tool), description=about, annotations=only_reads, structured_output=is_data)
    server.resource(SCHEMA, name="schema", title="The vocabulary / 词汇表", mime_type="text/plain")(tools.schema)
    for question in find_questions():
        server.prompt(question.name, question.text_zh, f"{question.text_zh} / {question.text_en}")(_prompt(question))
    return server


def _told(tool: Callable[_Asked, Any]) -> Callable[_Asked, Any]:
    """A tool whose answers are short, and whose errors are told in their own words: they say what to do."""
    from mcp.server.mcpserver.exceptions import ToolError
    from mcp_types import CallToolResult, TextContent

    @wraps(tool)
    def told(*args: _Asked.args, **kwargs: _Asked.kwargs) -> Any:
        try:
            answer = tool(*args, **kwargs)
        except SkillgraphError as error:
            raise ToolError(str(error)) from None
        if isinstance(answer, str):
            return answer
        data = as_json(answer)
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        return CallToolResult(content=[TextContent(text=text)], structured_content=data)

    return told


def _prompt(question: Question) -> Callable[[str], str]:
    def asked(language: str = "zh") -> str:
        """The question in a language, zh or en, with both of its queries."""
        words = question.text_en if language == "en" else question.text_zh
        how = "Answer by the skillgraph tools and cite the evidence. Queries known to be right:"
        return "\n\n".join((words, how, "SPARQL\n" + question.sparql.strip(), "Cypher\n" + question.cypher.strip()))

    return asked
