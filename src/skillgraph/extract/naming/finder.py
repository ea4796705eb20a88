"""Finds the names of a document: the voices' candidates, ranked, and the best of them that do not overlap."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path

import msgspec

from skillgraph.extract.doc import Sentence
from skillgraph.extract.forest import Trees
from skillgraph.extract.mentions import Mention
from skillgraph.extract.naming.candidates import Candidate, candidates
from skillgraph.extract.naming.classes import REFERRING
from skillgraph.extract.naming.crf import Stretch, Tagger
from skillgraph.extract.naming.features import Table
from skillgraph.extract.naming.reference import Linker
from skillgraph.extract.naming.types import is_kind
from skillgraph.extract.terms import Terms

WEIGHTS = Path(__file__).parents[1] / "weights"
#: The least score with which a name may stand among the others of its sentence.
LEAST = 0.3
#: How likely the tagger must find a referring word.
_REFERS = 0.3
#: What counts articles, chapters and appendices where a line begins, and is no part of a name there: alone where a gap
#: follows (一 某校), else by its words, which no longer word begins with (第一编织厂, 第三节水技术学校).
_NUMBERED = re.compile(
    r"第[0-9一二三四五六七八九十百零]{1,5}(?:编(?![织辑队程制译导外])|章(?![鱼程])|条(?![约例码龙形件])|款(?![项式待])|篇(?![章幅])|"
    r"节(?![能点目拍气假日约奏]|水(?![利产电务运文])))|附[件录表](?:[0-9一二三四五六七八九十]{1,3}[A-Z]?|[A-Z])|"
    r"(?:附[件录表]|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])(?P<gap>)"
)
#: So many sentences, and characters, go through the tagger at once, which bounds the memory that a long document takes.
_AT_ONCE, _MOST_AT_ONCE = 400, 20_000


class Models(msgspec.Struct, frozen=True):
    """The weights that names and referring words are found with."""

    tagger: Tagger
    trees: Trees
    linker: Linker


@cache
def load_models() -> Models:
    """The weights that come with skillgraph."""
    return Models(
        Tagger.read(WEIGHTS / "names-tagger.npz"),
        Trees.read(WEIGHTS / "names-ranker.npz"),
        Linker.read(WEIGHTS / "references.json"),
    )


def find_names(
    sentences: Sequence[Sentence], proposals: Sequence[Sequence[Mention]], terms: Terms, models: Models
) -> list[list[Candidate]]:
    """The names and the referring words of each sentence of a document, in the order of the text.

    Args:
        sentences: of the document.
        proposals: what the rules find in each.
        terms: the lists.
        models: the weights.
    """
    stretches = likely(sentences, proposals, terms, models.tagger)
    found = candidates(sentences, stretches, proposals, terms)
    for candidate, score in zip(found.candidates, models.trees.chance(found.seen), strict=True):
        candidate.score = float(score)
    names: list[list[Candidate]] = [[] for _ in sentences]
    for index, group in groupby(found.candidates, key=lambda c: c.sentence):
        # Quotation marks alone say that something is a name, but not of what class: that is for a person to say.
        here = sentences[index].text
        begin = _begin(sentences[index])
        said = [c for c in group if c.by != ("quotes",) and c.score >= LEAST and c.end > begin]
        for c in said:
            c.start = max(c.start, begin)
        names[index] = resolve([c for c in said if not is_kind(here[c.start : c.end], c.type, terms)], LEAST)
    for index, (here, likely_ones) in enumerate(zip(names, stretches, strict=True)):
        words = [s for s in likely_ones if s.type == REFERRING and s.score >= _REFERS]
        for s in sorted(words, key=lambda s: -s.score):
            if not any(s.start < c.end and c.start < s.end for c in here):
                here.append(Candidate(index, s.start, s.end, REFERRING, ("tagger",), s.score))
        here.sort(key=lambda c: c.start)
    return names


def resolve(candidates: Sequence[Candidate], least: float) -> list[Candidate]:
    """The candidates of one sentence that stay, in the order of the text.

    Example:
        >>> one, two = Candidate(0, 0, 4, "School", ("rules",), 0.9), Candidate(0, 2, 6, "Event", ("tagger",), 0.5)
        >>> [c.start for c in resolve([one, two, Candidate(0, 4, 6, "Event", ("tagger",), 0.3)], 0.2)]
        [0, 4]
    """
    ordered = sorted((c for c in candidates if c.score >= least), key=lambda c: (c.end, c.start))
    ends = [c.end for c in ordered]
    best: list[tuple[float, tuple[int, ...]]] = [(0.0, ())]
    for i, candidate in enumerate(ordered):
        before = best[bisect_right(ends, candidate.start, 0, i)]
        taken = before[0] + candidate.score - least / 2, (*before[1], i)
        best.append(max(best[i], taken, key=lambda b: b[0]))
    return [ordered[i] for i in best[-1][1]]


def _begin(sentence: Sentence) -> int:
    """Where a sentence begins behind the number of a line; 一 or 附件 alone is one where a gap follows: 一 某校."""
    number = _NUMBERED.match(sentence.text) if not sentence.start else None
    if number is None or (number["gap"] is not None and not _has_gap(sentence, number.end())):
        return 0
    return number.end()


def _has_gap(sentence: Sentence, at: int) -> bool:
    offsets = sentence.passage.offsets
    return at < len(sentence.text) and offsets[at] - offsets[at - 1] > 1


def likely(
    sentences: Sequence[Sentence], proposals: Sequence[Sequence[Mention]], terms: Terms, tagger: Tagger
) -> list[list[Stretch]]:
    """What the tagger finds likely in each sentence of a document."""
    found: list[list[Stretch]] = []
    for part in _portions(sentences):
        table = Table(sentences[part], proposals[part], terms)
        rows = [(start, start + len(s.text)) for start, s in zip(table.starts, sentences[part], strict=True)]
        found += tagger.stretches(table.buckets(), rows)
    return found


def _portions(sentences: Sequence[Sentence]) -> Iterator[slice]:
    """The sentences that are looked at together: their table takes some hundred bytes a character."""
    start = size = 0
    for at, sentence in enumerate(sentences):
        if at > start and (at - start == _AT_ONCE or size + len(sentence.text) > _MOST_AT_ONCE):
            yield slice(start, at)
            start, size = at, 0
        size += len(sentence.text)
    if sentences:
        yield slice(start, len(sentences))
