"""What becomes of bodies: renamed, merged, formed of others, split off. rules/changes.toml says how texts put it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

import msgspec

from skillgraph.extract.cues import concerns, cues, masked
from skillgraph.extract.doc import Doc, Fact, Mention, Sentence
from skillgraph.extract.groups import classes
from skillgraph.extract.rule_files import read_rules
from skillgraph.language.times import Time

_BODIES = classes("bodies")
#: How sure a rule is where the names are.
_SCORE = 0.9
_CLAUSE_ENDS = re.compile("[,;:。!?]")
#: What leads to a time, or follows it, and says nothing else.
_AROUND_TIME = re.compile("^[于在,]+|[,]+$")


class Change(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rule: what stands between two names or lists of names, and what follows from it.

    Args:
        id: what facts that it finds say they are by.
        predicate: of the fact.
        between: a pattern of all that stands between the names, times left out.
        example: a sentence, the subject and the object of a fact that the rule finds in it.
        counterexample: a sentence in which it finds none.
        turned: whether the name behind is the subject.
        behind: a pattern of what follows the second name.
        dated: whether a time in the clause is that of the change; 前身是1985年创办的 is not.
    """

    id: str
    predicate: str
    between: str
    example: tuple[str, str, str]
    counterexample: str
    turned: bool = False
    behind: str = ""
    dated: bool = True


class _Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    joins: str
    unless: str
    change: tuple[Change, ...]


@cache
def rules() -> _Rules:
    """The rules of the file."""
    return read_rules("changes", _Rules)


def changes(doc: Doc) -> Iterator[Fact]:
    """The changes that a document tells of bodies that it names, in the order of the text."""
    for sentence, here in zip(doc.sentences, doc.by_sentence, strict=True):
        mentions = [m for m in here if m.kind != "kind" and m.type in _BODIES]
        if len(mentions) > 1:
            yield from _told(doc, sentence, mentions)


def _told(doc: Doc, sentence: Sentence, mentions: list[Mention]) -> Iterator[Fact]:
    text = masked(sentence.text, ((m.start, m.end) for m in mentions))
    spoken = doc.times(sentence, text)
    about = cues(text)
    for left, right in pairwise(_lists(text, mentions)):
        first, last = left[0].start, right[-1].end
        begin = max((m.end() for m in _CLAUSE_ENDS.finditer(text, 0, first)), default=0)
        if re.search(rules().unless, text[begin:first]) or any(
            concerns(c, text, (first, left[-1].end), (right[0].start, last)) for c in about
        ):
            # A cue may mean many things of what is told once; who knows only that says nothing.
            continue
        between = _without(text, left[-1].end, right[0].start, spoken)
        for rule in rules().change:
            if re.fullmatch(rule.between, between) and re.match(rule.behind, text[last:]):
                when = next((t for t in reversed(spoken) if rule.dated and t.start < last), None)
                subjects, objects = (right, left) if rule.turned else (left, right)
                for subject in subjects:
                    for object_ in objects:
                        if subject.entity != object_.entity:
                            score = round(_SCORE * math.sqrt(min(subject.score, object_.score)), 3)
                            yield Fact(
                                subject.entity, rule.predicate, object_.entity, "actual", sentence.index, begin,
                                last, score, (rule.id,), when,
                            )  # fmt: skip
                break


def _lists(text: str, mentions: list[Mention]) -> list[list[Mention]]:
    """The names of a sentence, those of a list together."""
    found: list[list[Mention]] = []
    for mention in mentions:
        if found and re.fullmatch(rules().joins, text[found[-1][-1].end : mention.start]):
            found[-1].append(mention)
        else:
            found.append([mention])
    return found


def _without(text: str, start: int, end: int, spoken: list[Time]) -> str:
    """A part of a text without its times and what leads to them."""
    for time in reversed(spoken):
        if start <= time.start and time.end <= end:
            begin = time.start - (text[time.start - 1 : time.start] in ("于", "在") and time.start > start)
            text = text[:begin] + text[time.end :]
            end -= time.end - begin
    return _AROUND_TIME.sub("", text[start:end])
