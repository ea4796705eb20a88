"""The places inside of names: the city of a college, the other country of 中德某学院."""

from __future__ import annotations

from collections.abc import Iterator

from skillgraph.extract.doc import Sentence
from skillgraph.extract.mentions import COUNTRIES, PLACES, Mention
from skillgraph.extract.terms import Term, Terms

#: What LAC may take a short place and what stands around it for.
_NAMING_TAGS = frozenset({"LOC", "ORG", "nz", "nw"})
_OWN_SIGN = "中"
#: Words with that sign that speak of no country.
_CENTRAL = ("中央", "中心")


def inner_places(sentence: Sentence, name: Mention, terms: Terms) -> Iterator[Mention]:
    """The places of the reference tables that stand in a name.

    Args:
        sentence: that the name stands in.
        name: a name.
        terms: the lists.

    Example:
        >>> from skillgraph.documents import read_bytes
        >>> from skillgraph.extract.doc import read_doc
        >>> from skillgraph.extract.terms import load_terms
        >>> [sentence] = read_doc(read_bytes("青岛的中德海帆学院".encode(), "a.txt", "text/plain")).sentences
        >>> name = Mention(0, 9, sentence.text, "School")
        >>> [(m.text, m.term) for m in inner_places(sentence, name, load_terms())]
        [('青岛', '青岛市'), ('德', '德国')]
    """
    abroad = -1
    for start, end, term in terms.known.find(sentence.text, name.start, name.end):
        if (
            not isinstance(term, Term)
            or term.type not in PLACES
            or not term.id
            or (start, end) == (name.start, name.end)
        ):
            continue
        # A town behind another country is none of those that the tables know: 越南太原.
        if start != abroad and _stands(sentence, start, end):
            yield _nested(sentence, start, end, term)
        abroad = end if term.type in COUNTRIES and term.id != "china" else -1
    for word in sentence.words:
        if name.start <= word.start < name.end - 1 and word.text[0] == _OWN_SIGN and len(word.text) > 1:
            at = word.start + 1
            other = terms.pairs.get(sentence.text[at])
            if other is not None and not word.text.startswith(_CENTRAL):
                yield _nested(sentence, at, at + 1, other)
                return


def _nested(sentence: Sentence, start: int, end: int, term: Term) -> Mention:
    return Mention(start, end, sentence.text[start:end], term.type, "nested", term.name, term.id)


def _stands(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a short form stands between words, or inside of one that is a name."""
    if end - start > 2:
        return True
    first = next(w for w in sentence.words if w.start <= start < w.end)
    last = next(w for w in sentence.words if w.start < end <= w.end)
    return (first.start == start and last.end == end) or first.tag in _NAMING_TAGS
