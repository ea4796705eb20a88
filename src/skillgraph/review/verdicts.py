"""What a score consists of: parts with counts, and a verdict on each row of an answer."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

import msgspec

#: The parts that verdicts are of: facts, or pairs where the annotation's predicates are not the ontology's.
ROWS = ("names", "pairs", "facts", "figures")


class Part(msgspec.Struct):
    """Precision, recall and F1 of one part, and how many of the right rows agree in what else there is to say.

    Args:
        right: rows that are right.
        wrong: rows that are not.
        found: how much of what is annotated was found.
        gold: how much is annotated.
        agree: of the right rows, how many agree in class, modality, unit and the like.
    """

    right: int = 0
    wrong: int = 0
    found: int = 0
    gold: int = 0
    agree: dict[str, int] = {}

    @property
    def rows(self) -> int:
        """Rows, right or wrong."""
        return self.right + self.wrong

    @property
    def precision(self) -> float:
        """The share of the rows that is right."""
        return self.right / self.rows if self.rows else 0.0

    @property
    def recall(self) -> float:
        """The share of what is annotated that was found."""
        return self.found / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both.

        Example:
            >>> Part(right=1, wrong=1, found=1, gold=1).f1
            0.6666666666666666
        """
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def share(self, what: str) -> float | None:
        """The share of the right rows that agree in something; None without right rows."""
        return self.agree.get(what, 0) / self.right if self.right else None

    def figures(self) -> dict[str, float | int | None]:
        """All of it, by name."""
        return {
            "precision": self.precision, "recall": self.recall, "f1": self.f1,
            **{what: self.share(what) for what in self.agree},
            "right": self.right, "rows": self.rows, "found": self.found, "gold": self.gold,
            "false_of_100": 100 * (1 - self.precision) if self.rows else None,
        }  # fmt: skip

    def add(self, other: Part) -> None:
        """Counts another part of the same kind in."""
        self.right += other.right
        self.wrong += other.wrong
        self.found += other.found
        self.gold += other.gold
        for what, count in other.agree.items():
            self.agree[what] = self.agree.get(what, 0) + count


class Verdict(msgspec.Struct, frozen=True):
    """What became of one row of an answer.

    Args:
        part: one of `ROWS`.
        right: whether it is right.
        acceptable: whether a reviewer would accept it as it stands, with all that it says.
        repeats: whether an earlier row says the same.
        by: the voices that found it.
        score: how sure they are.
        about: what it speaks of; two rows that share one of these speak of the same.
        says: what it says of that.
        row: for people.
        why: of a wrong fact, what is wrong with it.
    """

    part: str
    right: bool
    acceptable: bool
    repeats: bool
    by: tuple[str, ...]
    score: float | None
    about: frozenset[Hashable]
    says: Hashable
    row: str
    why: str = ""


class Score(msgspec.Struct):
    """The score of one text.

    Args:
        text: its name.
        parts: names, pairs, asserted, figures, and facts and core where the annotation has the ontology's predicates.
        classes: names by class; a wrong one counts for the class that it was given.
        predicates: facts by predicate; a wrong one counts for the predicate that it was given.
        verdicts: one for each row that is right or wrong.
        missed: what was not found, by part.
    """

    text: str
    parts: dict[str, Part] = {}
    classes: dict[str, Part] = {}
    predicates: dict[str, Part] = {}
    verdicts: list[Verdict] = []
    missed: dict[str, list[str]] = {}


def total(parts: Iterable[dict[str, Part]]) -> dict[str, Part]:
    """Several scores' parts as one, every row and record counted alike.

    Example:
        >>> total([{"names": Part(right=1, gold=1)}, {"names": Part(wrong=1, gold=1)}])["names"].precision
        0.5
    """
    sums: dict[str, Part] = {}
    for each in parts:
        for name, part in each.items():
            sums.setdefault(name, Part(agree={})).add(part)
    return sums
