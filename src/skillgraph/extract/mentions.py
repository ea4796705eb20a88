"""A mention: where a text speaks of a thing, what it is called there, and what class of thing it is."""

from __future__ import annotations

from typing import Literal

import msgspec

from skillgraph.extract.groups import classes

MentionKind = Literal["name", "nested", "coref", "class"]

ORGANIZATIONS = classes("organizations")
SCHOOLS = classes("schools")
PLACES = classes("places")
FIELDS = classes("fields")
#: What can act: the subjects of most relations.
CITIES = classes("cities")
COUNTRIES = classes("countries")
ENTERPRISES = classes("enterprises")
GOVERNMENTS = classes("governments")


class Mention(msgspec.Struct, frozen=True):
    """[start, end) in a passage.

    A `class` mention speaks of a kind of thing (技工院校), a `coref` one refers back (该校), a `nested` one stands
    inside a longer name. `term` is the full name where a list gives one, `known` the id of a reference table. `score`
    is how sure it is, from 0 to 1, and `by` names who found it.
    """

    start: int
    end: int
    text: str
    type: str
    kind: MentionKind = "name"
    term: str = ""
    known: str = ""
    score: float = 1.0
    by: tuple[str, ...] = ("rules",)

    @property
    def name(self) -> str:
        """What the thing is called: the listed name, or the text without quotation marks around the whole of it."""
        return self.term or unquoted(self.text)


#: What says nothing of whether two names are the same.
_MARKS = dict.fromkeys(map(ord, "“”\"‘’'《》「」()（） \n\r\t"))


def unquoted(text: str) -> str:
    """A name without the marks around the whole of it.

    Example:
        >>> unquoted("《甲》"), unquoted("“甲”乙")
        ('甲', '“甲”乙')
    """
    for first, last in ("“”", "《》"):
        if text[:1] == first and text.endswith(last) and last not in text[:-1] and len(text) > 2:
            return text[1:-1]
    return text


def bare(name: str) -> str:
    """A name as it is compared: without quotation marks, brackets' own marks and spaces.

    Example:
        >>> bare("“嘉禾杯” 焊接赛")
        '嘉禾杯焊接赛'
    """
    return name.translate(_MARKS)
