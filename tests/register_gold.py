"""Makes gold records for the texts in tests/registers: their TOML files name what is expected.

The texts, the schools and most enterprises in them are made up. `developed`, `heldout` and `developed2` are what rules
were tried on, `heldout2` is only ever measured.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from skillgraph.documents import read_document
from skillgraph.extract.pipeline import RuleExtractor
from skillgraph.review.score import Part, Score, score

COUNTS = ("right", "wrong", "found", "gold")
FOLDER = Path(__file__).parent / "registers"


def register_texts(part: str) -> list[Path]:
    """The texts of one part: developed, heldout, developed2 or heldout2."""
    return sorted(p for p in (FOLDER / part).iterdir() if p.suffix != ".toml")


def gold_of(text_file: Path) -> dict[str, Any]:
    """The gold records for a text."""
    text = text_file.read_text("utf-8")
    expected = tomllib.loads(text_file.with_suffix(".toml").read_text("utf-8"))
    entities = [_entity(text, row) for row in expected["entities"]]
    entities += [{**_entity(text, [kind, "Kind"]), "specificity": "class"} for kind in expected["kinds"]]
    return {
        "entities": entities,
        "relations": [_relation(text, row) for row in expected["relations"]],
        "statistics": [_statistic(text, row) for row in expected["statistics"]],
        "optional_numbers": [{"span": _span(text, quote)} for quote in expected.get("optional", ())],
    }


def measure(text_file: Path) -> Score:
    """The score on a text; what only a name says is left out on both sides, as the expectations don't list it."""
    found = RuleExtractor().extract(read_document(text_file))
    import json

    records = [json.loads(line) for line in found.jsonl().splitlines()]
    return score([r for r in records if r.get("basis") != "name"], gold_of(text_file))


def together(scores: list[Score]) -> dict[str, Part]:
    """The parts of several scores as one: counts added, shares weighted by what was right."""
    parts: dict[str, Part] = {}
    for kind in ("entity", "relation", "statistic"):
        each = [s.parts[kind] for s in scores]
        shares: dict[str, float | None] = {}
        for name in each[0].shares:
            known = [(p.shares[name], p.right) for p in each if p.shares[name] is not None]
            total = sum(weight for _, weight in known)
            shares[name] = sum((value or 0) * weight for value, weight in known) / total if total else None
        right, wrong, found, gold = (sum(getattr(p, field) for p in each) for field in COUNTS)
        parts[kind] = Part(right, wrong, found, gold, shares)
    return parts


def _entity(text: str, row: list[str]) -> dict[str, Any]:
    name, type_, *rest = row
    aliases = rest[0].split("|") if rest else []
    mentions = [m for form in (name, *aliases) for m in _all(text, form)]
    return {"id": name, "name": name, "aliases": aliases, "type": type_, "mentions": mentions}


def _all(text: str, form: str) -> Iterator[list[int]]:
    for match in re.finditer(re.escape(form), text):
        yield [match.start(), match.end()]


def _span(text: str, quote: str) -> list[int]:
    """Where a quotation stands first; `context|quotation` for one that stands more than once."""
    context, _, inner = quote.rpartition("|") if quote.count("|") == 1 else ("", "", quote)
    at = text.index(context) + context.index(inner) if context else text.index(inner)
    return [at, at + len(inner)]


def _relation(text: str, row: list[str]) -> dict[str, Any]:
    subject, predicate, object_, modality, clause = row
    start = text.index(clause)
    return {
        "subject": subject, "predicate": predicate, "object": object_, "modality": modality,
        "evidence": [start, start + len(clause)],
    }  # fmt: skip


def _statistic(text: str, row: list[Any]) -> dict[str, Any]:
    quote, value, unit, bound, time, subject, indicator, modality = row
    return {
        "span": _span(text, quote), "value": value, "unit": unit, "bound": bound, "time": time, "subject": subject,
        # Without what it is about, a figure that is nobody's would count as right.
        "about": subject, "indicator": indicator, "modality": modality,
    }  # fmt: skip
