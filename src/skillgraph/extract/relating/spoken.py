"""What a document speaks of where its sentences don't say so: whose section it is, and what was spoken of before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from itertools import islice

from skillgraph.extract.doc import Doc, Mention, Sentence
from skillgraph.extract.groups import classes
from skillgraph.extract.mentions import CITIES, GOVERNMENTS, PLACES

_BODIES = classes("bodies")
_EVENTS = classes("events")
_ABOUT = _BODIES | _EVENTS | PLACES
_BYLINE = re.compile(r"[(][^,。;]{2,28}[)]$")
#: What may stand beside a name in a line of its own: a number, brackets, a word for who writes.
_BESIDE = re.compile(r"[\s()\[\]【】:—\-]|[一二三四五六七八九十0-9]{1,3}[、.)]|来源|作者|单位|供稿|报送|报告")
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
        self._most = self._named_most()
        self._title = self._titled(doc, about)
        self._of: list[list[tuple[str, Mention]]] = []
        headed: Mention | None = None
        signed: Mention | None = None
        for sentence, here in zip(doc.sentences, about, strict=True):
            alone = _alone(sentence, here)
            if alone is not None and alone.type in PLACES:
                headed, signed = alone, None
            elif alone is not None or is_byline(sentence.text):
                body = next((m for m in here if m.type in GOVERNMENTS), alone)
                signed = self._city_of(body) if body is not None else signed
            elif sentence.passage.block.kind == "heading" and here:
                headed = here[0]
            self._of.append(self._reasons(headed, signed))

    def _named_most(self) -> Mention | None:
        """What the document names most, the title thrice; the earliest of those."""
        counted: Counter[str] = Counter()
        for mention in self._about:
            counted[mention.entity] += (3 if mention.sentence == 0 else 1) * (1 if mention.type in PLACES else 2)
        most = max(counted, key=lambda e: counted[e]) if counted else ""
        return next((m for m in self._about if m.entity == most), None)

    def _titled(self, doc: Doc, about: Sequence[Sequence[Mention]]) -> Mention | None:
        """The body or place that the first lines name; a body's city rather than itself."""
        for sentence, here in zip(doc.sentences, about, strict=True):
            if sentence.text.endswith("。"):
                return None
            if here:
                return self._city_of(here[0]) if here[0].type in GOVERNMENTS else here[0]
        return None

    def _city_of(self, body: Mention) -> Mention:
        """The city whose name a body begins with; the body where the document has no such city."""
        return next((m for m in self._cities if body.text.startswith(m.text)), body)

    def _reasons(self, headed: Mention | None, signed: Mention | None) -> list[tuple[str, Mention]]:
        found = (("headed", headed), ("signed", signed), ("titled", self._title), ("most", self._most))
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
        return next(iter(plain), self._most)


def _alone(sentence: Sentence, here: Sequence[Mention]) -> Mention | None:
    """The name that a line consists of."""
    if not here or sentence.start or len(sentence.text) > 40 or sentence.text.endswith(("。", ":")):
        return None
    first = here[0]
    rest = sentence.text[: first.start] + sentence.text[first.end :]
    return first if not _BESIDE.sub("", rest) else None


class Spoken:
    """What a sentence may leave out: what sentences before spoke of, and whose section it is."""

    def __init__(self, doc: Doc) -> None:
        #: What each sentence names and refers to.
        self.named = [[m for m in here if m.kind != "kind"] for here in doc.by_sentence]
        self.sections = Sections(doc)
        self._events: list[Mention | None] = []
        event: Mention | None = None
        for here in self.named:
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
        earlier = (self.named[at] for at in range(index - 1, -1, -1) if self.named[at])
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
