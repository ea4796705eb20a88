"""What a question means: its words found, in full and then in short, and read."""

from __future__ import annotations

import msgspec

from skillgraph.questions.plain import segments
from skillgraph.questions.plain.grammar import readings
from skillgraph.questions.plain.names import Names
from skillgraph.questions.plain.preferring import preferred
from skillgraph.questions.plain.reading import Reading
from skillgraph.questions.plain.text import clauses, fold
from skillgraph.questions.plain.words import Meaning

#: Letters of words that say what counts: things, classes, times, plans, what is left out, the most.
_TELLING = tuple("ekijtml-=<>&")
#: Clauses of a question that are looked at each by itself.
_CLAUSES = 5


class Understood(msgspec.Struct, frozen=True):
    """How a question was understood.

    Attributes:
        found: its readings; one, where it is clear.
        spare: readings that are worth a look where the graph has nothing of the one.
        unknown: words that nobody knows, where there is no reading.
        is_many: whether its words can be read in more ways than are looked at.
        left_out: clauses that have nothing to do with it.
    """

    found: tuple[Reading, ...] = ()
    spare: tuple[Reading, ...] = ()
    unknown: tuple[str, ...] = ()
    is_many: bool = False
    left_out: tuple[str, ...] = ()


def understand(question: str, names: Names) -> Understood:
    """What a question means, as a whole or in the one clause that is a question.

    Args:
        question: in Chinese or English.
        names: of the graph that is asked.
    """
    whole = _read(question, names)
    return whole if whole.found or whole.is_many else _in_a_clause(question, names) or whole


def _read(question: str, names: Names) -> Understood:
    def known(form: str) -> tuple[Meaning, ...]:
        return names.of(form) or names.short(form)

    folded = fold(question)
    covered = segments.covers(folded, segments.stretches(folded, names.of))
    short = segments.covers(folded, segments.stretches(folded, known)) if covered.unknown else covered
    sequences = segments.sequences(folded, short.ways)
    if sequences is None:
        return Understood(is_many=True)
    found, spare = preferred(readings(sequences, names))
    return Understood(tuple(found), tuple(spare), () if found else short.unknown or covered.unknown)


def _in_a_clause(question: str, names: Names) -> Understood | None:
    """The reading of the one clause that has one: 我在写论文，青岛有多少所技工院校.

    None where a clause that is left out may say what counts: names a thing, a time, a plan, an exception.
    """
    parts = clauses(question)
    if not 1 < len(parts) <= _CLAUSES:
        return None
    read = [(part, each) for part in parts if (each := _read(part, names)).found]
    if len(read) != 1:
        return None
    [(asked, meant)] = read
    rest = tuple(part for part in parts if part is not asked)
    for part in rest:
        known = (m for row in segments.stretches(fold(part), names.of) for stretch in row for m in stretch.meanings)
        if any(meaning.letter in _TELLING for meaning in known):
            return None
    return msgspec.structs.replace(meant, left_out=rest)
