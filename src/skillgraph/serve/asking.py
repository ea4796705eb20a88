"""The page that asks: queries in both languages, with the recorded questions and the vocabulary at hand."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from skillgraph.explore.page import PageOptions
from skillgraph.model.ontology import BASE, CODE_LISTS, PREFIXES, ontology
from skillgraph.questions.recorded import find_questions
from skillgraph.questions.words import CYPHER_WORDS, KEYS, OWN_LABELS, SPARQL_WORDS, relationship_types
from skillgraph.serve import assets
from skillgraph.serve.assets import Asset, tag_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route


def routes(options: PageOptions) -> list[Route]:
    """Where the page is, and the words that it helps with.

    Args:
        options: with the language that it starts in.
    """
    from starlette.routing import Route

    async def page(request: Request) -> Response:
        return assets.page("ask", options)

    async def given(request: Request) -> Response:
        return assets.tagged(request, words())

    return [Route("/ask", page), Route("/ask.json", given)]


@cache
def words() -> Asset:
    """The recorded questions, and all that can stand in a query, with its labels in `zh` and `en`.

    Example:
        >>> import json
        >>> [told for told in json.loads(words().body)["classes"] if told[0] == "School"]
        [['School', '学校', 'school', '#4b8dfc', 3]]
    """
    o = ontology()
    labels = {name: (p.label_zh, p.label_en) for name, p in o.properties.items()}
    told: dict[str, Any] = {
        "base": BASE,
        "prefixes": PREFIXES,
        "classes": [[name, c.label_zh, c.label_en, o.colour(name), len(c.ancestors)] for name, c in o.classes.items()],
        "properties": [[name, *label] for name, label in labels.items()],
        "codes": {
            scheme: [[code, zh, o.codes(scheme, "en").get(code, "")] for code, zh in o.codes(scheme).items()]
            for scheme in CODE_LISTS
        },
        "labels": list(OWN_LABELS),
        "relationships": [[type, *labels.get(name, ("", ""))] for type, name in relationship_types().items()],
        "keys": [[name, *labels.get(name, ("", ""))] for name in dict.fromkeys((*KEYS, *o.qualifiers))],
        "keywords": {"sparql": SPARQL_WORDS, "cypher": CYPHER_WORDS},
        "questions": [
            {"name": q.name, "zh": q.text_zh, "en": q.text_en, "sparql": q.sparql, "cypher": q.cypher}
            for q in find_questions()
        ],
    }
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    return Asset(body, "application/json", tag_of(body))
