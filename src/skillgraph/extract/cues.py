"""Cues of what is denied, ended, doubtful or still to come, and how far each reaches; a name counts as one word.

rules/cues.toml lists them.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from functools import cache
from typing import Literal

import msgspec

from skillgraph.extract.rule_files import read_rules
from skillgraph.model.records import Modality

Effect = Literal[
    "denied",
    "refused",
    "dropped",
    "ended",
    "former",
    "doubtful",
    "planned",
    "exploratory",
    "rule",
    "supported",
    "holds",
]
Reach = Literal["clause", "onward", "back", "sentence", "behind", "name"]
_SENTENCE_ENDS = re.compile("[;。!?]")
#: A clause ends where it turns, too: 不是与甲而是与乙合作.
_CLAUSE_ENDS = re.compile("[,;:。!?]|而是|反而")
#: What stands for each character of a name.
_NAME = "\0"
#: Between a name and a cue behind it these say that the cue is about something else.
_ELSE = re.compile(r"但|却|而|并且|此外|\0")
#: Effects of cues that a clause puts behind what it is about: 两校的合作已到期.
_BEHIND = ("denied", "refused", "dropped", "ended", "doubtful")
#: Effects that are modalities of what would be actual without the cue.
_UNREAL: tuple[Modality, ...] = ("planned", "exploratory", "rule", "supported")
#: What may stand between a denial and the figure that it denies: 未达到300人, 不是招生300人.
_DENIED_FIGURE = re.compile(r"(?:达到?|超过|突破|有|是|为|满|派出|招收?|招生)?")
#: What joins two that do something together, and what may stand between them and what they are to do.
_TOGETHER = re.compile("[与和同跟及、]|以及")
_SOON = re.compile("(?:双方|两家|两校|校企|均|都|也|还|正)*")
#: What names a person's post along with the person: 甲集团董事长乙.
_POST = re.compile(r"[^,;:。与和同跟由被将任为是]*")
#: What tells of the second name what the rest of the sentence takes for granted: 参加甲举办的乙.
_GRANTED = re.compile(r"[^,;:。\0]{2,6}的")
_WITH = tuple("与和同跟被由把对为向")


class CueRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A group of words with the same effect; the head of the file says what the fields mean."""

    id: str
    effect: Effect
    reach: Reach
    words: tuple[str, ...]
    example: str
    counterexample: str


class _Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    partner: str = msgspec.field(name="with")
    cue: tuple[CueRule, ...]


class Cue(msgspec.Struct, frozen=True):
    """A cue in a sentence, [start, end), and the part of the sentence that it speaks of."""

    start: int
    end: int
    rule: CueRule
    reach: tuple[int, int]

    @property
    def effect(self) -> Effect:
        """What it makes of what it speaks of."""
        return self.rule.effect


def rules() -> tuple[CueRule, ...]:
    """The groups of the file."""
    return _file().cue


@cache
def _file() -> _Rules:
    return read_rules("cues", _Rules)


def masked(text: str, names: Iterable[tuple[int, int]]) -> str:
    """A text in which no character of a name can be taken for a word.

    Example:
        >>> masked("甲未来学院", [(0, 5)]) == "\\0" * 5
        True
    """
    for start, end in names:
        text = text[:start] + _NAME * (end - start) + text[end:]
    return text


def cues(text: str) -> list[Cue]:
    """The cues of a sentence whose names are masked.

    Example:
        >>> [(c.effect, c.reach) for c in cues("没有与\\0\\0合作,成立\\0\\0")]
        [('denied', (0, 7))]
    """
    found = []
    for match in _pattern().finditer(text):
        rule = rules()[int((match.lastgroup or "")[1:])]
        if rule.effect != "holds":
            found.append(Cue(match.start(), match.end(), rule, _reach(rule.reach, text, match.start(), match.end())))
    return found


def _reach(kind: Reach, text: str, start: int, end: int) -> tuple[int, int]:
    if kind == "name":
        # The names of a list: 而非甲、乙.
        names = re.compile(rf"{_NAME}+(?:[、和与及]{_NAME}+)*").match(text, end)
        return end, names.end() if names else end
    since = _SENTENCE_ENDS if kind in ("back", "sentence") else _CLAUSE_ENDS
    until = _SENTENCE_ENDS if kind in ("onward", "sentence") else _CLAUSE_ENDS
    begin = max((m.end() for m in since.finditer(text, 0, start)), default=0)
    stop = until.search(text, end)
    return (end if kind == "behind" else begin), stop.start() if stop else len(text)


def concerns(cue: Cue, text: str, first: tuple[int, int], second: tuple[int, int], person: bool = False) -> bool:
    """Whether a cue speaks of what a sentence says of two names.

    Args:
        cue: one of the sentence's.
        text: the sentence, names masked.
        first: where the first name stands; (-1, -1) where it doesn't stand in the sentence.
        second: where the second one stands.
        person: whether one of them is a person.

    Example:
        >>> text = "\\0\\0与\\0\\0的合作已终止"
        >>> [concerns(cue, text, (0, 2), (3, 5)) for cue in cues(text)]
        [True]
    """
    begin, stop = cue.reach
    reach = cue.rule.reach
    at, last = first[0], second[1]
    if at >= 0 and not first[1] <= cue.start < second[0] and _told_along(cue, text, first, second, person):
        return False
    if reach == "name":
        return begin <= at < stop or begin < last <= stop
    if not begin < last <= stop:
        return False
    if reach in ("sentence", "behind"):
        return reach == "sentence" or begin <= at
    if cue.start < last:
        return at < cue.start or begin <= at
    # 因资金不足而搁置: a 而 right before the cue leads to it.
    between = text[last : cue.start].removesuffix("而")
    if cue.effect in _UNREAL:
        # Of two that a sentence begins with it says what they plan together: 甲与乙拟签约.
        return bool(_TOGETHER.fullmatch(text, first[1], second[0]) and _SOON.fullmatch(between))
    return cue.effect in _BEHIND and not _ELSE.search(between)


def _told_along(cue: Cue, text: str, first: tuple[int, int], second: tuple[int, int], person: bool) -> bool:
    """Whether two names are told together while the sentence states something else: 没有请甲集团董事长乙."""
    if person and _POST.fullmatch(text, first[1], second[0]):
        return True
    granted = _GRANTED.fullmatch(text, first[1], second[0]) and not text.endswith(_WITH, 0, first[0])
    return bool(granted) and cue.end <= first[0] - 1


def as_cued(effects: Container[str], modality: Modality) -> Modality:
    """The modality of what is neither denied nor doubtful under cues of some effects.

    Example:
        >>> as_cued({"planned"}, "actual"), as_cued({"planned"}, "rule")
        ('planned', 'rule')
    """
    return next((unreal for unreal in _UNREAL if unreal in effects), modality) if modality == "actual" else modality


def of_figure(about: Sequence[Cue], text: str, start: int, end: int, modality: Modality) -> Modality | None:
    """The modality of a figure under the cues of its sentence; None where nothing is stated.

    Args:
        about: the sentence's cues.
        text: the sentence, names masked.
        start: where the figure begins.
        end: where it ends.
        modality: that of its clause.

    Example:
        >>> text = "在校生未达到300人"
        >>> of_figure(cues(text), text, 6, 10, "actual")
        'negated'
    """
    told = [cue for cue in about if concerns(cue, text, (-1, -1), (start, end))]
    if any(cue.effect == "doubtful" and _doubts_figure(cue, text, start) for cue in told):
        return None
    effects: set[str] = {cue.effect for cue in told}
    if any(c.effect == "denied" and c.end <= start and _DENIED_FIGURE.fullmatch(text, c.end, start) for c in about):
        return "negated"
    # 原计划培训,已培训300人.
    return (
        modality
        if "已" in text[max((c.end for c in about if c.end <= start), default=0) : start]
        else as_cued(effects, modality)
    )


def _doubts_figure(cue: Cue, text: str, start: int) -> bool:
    """Whether a doubt is about a figure that it reaches: 可能是最大的学校,在校生9000人 doubts no number."""
    if cue.rule.reach != "onward" or cue.rule.id == "condition":
        return True
    stop = _CLAUSE_ENDS.search(text, cue.end, max(start, cue.end))
    return stop is None or stop.start() == cue.end


@cache
def _pattern() -> re.Pattern[str]:
    """A pattern of all words, a group for each rule."""
    groups = (f"(?P<r{n}>{'|'.join(rule.words)})" for n, rule in enumerate(rules()))
    return re.compile("|".join(groups).replace("WITH", _file().partner))
