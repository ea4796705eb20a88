"""What a document speaks of where its sentences don't say so: whose section it is, and what was spoken of before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from itertools import islice

from skillgraph.extract.doc import Doc, Mention, Sentence
from skillgraph.extract.groups import classes
from skillgraph.extract.headings import is_alone
from skillgraph.extract.mentions import CITIES, GOVERNMENTS, PLACES

_BODIES = classes("bodies")
_EVENTS = classes("events")
_ABOUT = _BODIES | _EVENTS | PLACES
_BYLINE = re.compile(r"[(][^,。;]{2,28}[)]$")
#: How far, in sentences, what a sentence before spoke of may be its left-out subject.
_BEFORE = 2


def is_byline(text: str) -> bool:
    """Whether a line says who wrote a section.

    Example:
        >>> is_byline("(嘉禾市教育局)"), is_byline("嘉禾市教育局")
        (True, False)
    """
    return bool(_BYLINE.match(text))


class Sections:
    """Whose section each sentence stands in.

    Args:
        doc: with its names.
    """

    def __init__(self, doc: Doc) -> None:
        about = [[m for m in here if m.kind != "kind" and m.type in _ABOUT] for here in doc.by_sentence]
        self._about = [m for here in about for m in here]
        self._cities = [m for m in (*self._about, *doc.inner) if m.type in CITIES]
        alone = [_alone(sentence, here) for sentence, here in zip(doc.sentences, about, strict=True)]
        #: With which sentence the part of the document begins that each sentence stands in.
        self.begin = [part.begin for part in doc.parts]
        self._most = self._named_most()
        self._title = {n: self._titled(doc.sentences[n:], about[n:]) for n in dict.fromkeys(self.begin)}
        self._of: list[list[tuple[str, Mention]]] = []
        headed: Mention | None = None
        signed: Mention | None = None
        for sentence, here, part in zip(doc.sentences, about, doc.parts, strict=True):
            begun = part.place if part.begin == sentence.index else ""
            named = next((m for m in here if begun and m.type in PLACES), alone[sentence.index])
            if named is not None and named.type in PLACES:
                headed, signed = named, None
            elif named is not None or is_byline(sentence.text):
                body = next((m for m in here if m.type in GOVERNMENTS), named)
                signed = self._city_of(body) if body is not None else signed
            elif sentence.passage.block.kind == "heading" and here:
                headed = here[0]
            self._of.append(self._reasons(self.begin[sentence.index], headed, signed))

    def _named_most(self) -> dict[int, Mention]:
        """What each part names most, the title thrice; the earliest of those."""
        counted: dict[int, Counter[str]] = {}
        for mention in self._about:
            begin = self.begin[mention.sentence]
            weight = (3 if mention.sentence == begin else 1) * (1 if mention.type in PLACES else 2)
            counted.setdefault(begin, Counter())[mention.entity] += weight
        most = {begin: max(of, key=lambda e: of[e]) for begin, of in counted.items()}
        return {
            begin: next(m for m in self._about if m.entity == entity and self.begin[m.sentence] == begin)
            for begin, entity in most.items()
        }

    def _titled(self, sentences: Sequence[Sentence], about: Sequence[Sequence[Mention]]) -> Mention | None:
        """The body or place that the first lines name; a body's city rather than itself."""
        for sentence, here in zip(sentences, about, strict=True):
            if sentence.text.endswith("。"):
                return None
            if here:
                return self._city_of(here[0]) if here[0].type in GOVERNMENTS else here[0]
        return None

    def _city_of(self, body: Mention) -> Mention:
        """The city whose name a body begins with; the body where the document has no such city."""
        return next((m for m in self._cities if body.text.startswith(m.text)), body)

    def _reasons(self, begin: int, headed: Mention | None, signed: Mention | None) -> list[tuple[str, Mention]]:
        title, most = self._title[begin], self._most.get(begin)
        found = (("headed", headed), ("signed", signed), ("titled", title), ("most", most))
        return [(why, m) for why, m in found if m is not None]

    def of(self, index: int) -> list[tuple[str, Mention]]:
        """Whose section a sentence may stand in, with why, what says it most plainly first.

        A heading or a line of its own that names it (`headed`), who signed it (`signed`: the city of a bureau), what
        the title names (`titled`), what the document names most (`most`).
        """
        return self._of[index]

    def subject(self, index: int) -> Mention | None:
        """Whose section a sentence stands in."""
        plain = [m for why, m in self._of[index] if why in ("signed", "headed") and m.type in CITIES]
        return next(iter(plain), self._most.get(self.begin[index]))


def _alone(sentence: Sentence, here: Sequence[Mention]) -> Mention | None:
    """The name that a line consists of."""
    return here[0] if here and is_alone(sentence, here[0].start, here[0].end) else None


class Spoken:
    """What a sentence may leave out: what sentences before spoke of, and whose section it is."""

    def __init__(self, doc: Doc) -> None:
        #: What each sentence names and refers to.
        self.named = [[m for m in here if m.kind != "kind"] for here in doc.by_sentence]
        self.sections = Sections(doc)
        self._events: list[Mention | None] = []
        event: Mention | None = None
        for index, here in enumerate(self.named):
            event = event if self.sections.begin[index] != index else None
            self._events.append(event)
            event = next((m for m in reversed(here) if m.type in _EVENTS), event)

    def left_out(self, index: int, named: Container[str]) -> list[tuple[Mention, tuple[str, ...]]]:
        """What a sentence may leave out, with why: entities that are not among those that it names."""
        reasons: dict[str, tuple[Mention, list[str]]] = {}
        for why, mention in self._before(index):
            if mention.entity not in named:
                reasons.setdefault(mention.entity, (mention, []))[1].append(why)
        return [(mention, tuple(told)) for mention, told in reasons.values()]

    def _before(self, index: int) -> Iterator[tuple[str, Mention]]:
        earlier = (self.named[at] for at in range(index - 1, self.sections.begin[index] - 1, -1) if self.named[at])
        for back, mentions in enumerate(islice(earlier, _BEFORE)):
            if not back:
                yield "before-first", mentions[0]
                yield "before-last", mentions[-1]
            body = next((m for m in mentions if m.type in _BODIES), None)
            if body is not None:
                yield "earlier-body" if back else "before-body", body
        if (event := self._events[index]) is not None:
            yield "event", event
        yield from self.sections.of(index)
        if (main := self.sections.subject(index)) is not None:
            yield "main", main
