"""Throws texts with pieces put in, taken out and moved at the rules of extraction; prints what breaks them.

    python fuzz/extraction.py rules --runs 100000 --seed 0

The rules must give the same records again, which hold to the protocol. The seed that is printed makes its input again,
and it belongs into a test.
"""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

from damage import changed_text
from grammars import PIECES
from runs import main

from skillgraph.documents import ENDINGS, read_bytes
from skillgraph.extract.pipeline import RuleExtractor
from skillgraph.extract.protocol import held_to_the_rules

ROOT = Path(__file__).parents[1]
extractor = cache(RuleExtractor)


@cache
def texts() -> list[tuple[str, str]]:
    """Registers and examples, each with its media type."""
    paths = [p for folder in ("tests/registers", "examples/documents") for p in sorted((ROOT / folder).rglob("*.*"))]
    return [(p.read_text("utf-8"), ENDINGS[p.suffix]) for p in paths if ENDINGS.get(p.suffix, "").startswith("text/")]


def rules(seed: int) -> None:
    """Reads a text twice."""
    rng = random.Random(seed)
    text, kind = rng.choice(texts())
    source = read_bytes(changed_text(text, rng, PIECES).encode("utf-8", "replace"), "fuzz", kind)
    found = extractor().extract(source)
    kept = held_to_the_rules(found, source)
    assert len(kept.doubts) == len(found.doubts), kept.doubts[len(found.doubts)]
    assert found.jsonl() == extractor().extract(source).jsonl()


if __name__ == "__main__":
    main(__doc__, {"rules": rules}, slow=30)
