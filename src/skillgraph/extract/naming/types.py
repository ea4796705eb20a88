"""The class of the ontology that a name of a coarse class belongs to."""

from __future__ import annotations

from skillgraph.extract.groups import classes
from skillgraph.extract.mentions import ENTERPRISES, ORGANIZATIONS, Mention
from skillgraph.extract.naming.classes import PLACE_ENDINGS, USUAL, coarse_of, is_new
from skillgraph.extract.terms import Head, Term, Terms
from skillgraph.model.terms import ENTERPRISE, PLACE

_SCHOOLS = classes("schools")


def fine_type(text: str, coarse: str, proposed: Mention | None, terms: Terms) -> str:
    """The class of a name.

    Args:
        text: the name.
        coarse: its coarse class.
        proposed: what the rules found in the same place.
        terms: the lists.

    Example:
        >>> from skillgraph.extract.terms import load_terms
        >>> fine_type("嘉禾技师学院", "School", None, load_terms()), fine_type("青岛", "Place", None, load_terms())
        ('TechnicalSchool', 'City')
        >>> fine_type("Norvik Robotics", "Person", None, load_terms())
        'Enterprise'
    """
    if proposed is not None and (coarse_of(proposed.type) == coarse or is_new(proposed.type)):
        return proposed.type
    if text.isascii() and (latin := _latin_head(text, terms)) is not None:
        return latin.type
    known = terms.known.forms.get(text)
    if isinstance(known, Term) and coarse_of(known.type) == coarse:
        return known.type
    for start in range(len(text)):
        head = terms.heads.forms.get(text[start:])
        if isinstance(head, Head) and (coarse_of(head.type) == coarse or is_new(head.type)):
            return head.type
    if coarse in ORGANIZATIONS and _begins_with_enterprise(text, terms):
        return ENTERPRISE
    if coarse == PLACE:
        return PLACE_ENDINGS.get(text[-1], PLACE)
    return USUAL.get(coarse, coarse)


def _latin_head(text: str, terms: Terms) -> Head | None:
    """The longest of the listed heads that stands between the words of a Latin name, the last of these."""
    words = text.split()
    spans = [(j - i, j, i) for i in range(len(words)) for j in range(i + 1, len(words) + 1)]
    found = (terms.heads.forms.get(" ".join(words[i:j]).rstrip(".,")) for _, j, i in sorted(spans, reverse=True))
    return next((head for head in found if isinstance(head, Head)), None)


def _begins_with_enterprise(text: str, terms: Terms) -> bool:
    """Whether a body is called by a listed enterprise, as what has no head of another class then is one: 吉利汽车."""
    first = next(terms.known.find(text), None)
    return first is not None and first[0] == 0 and isinstance(first[2], Term) and first[2].type in ENTERPRISES


def is_kind(text: str, coarse: str, terms: Terms) -> bool:
    """Whether what looks like a name says only what kind of school: words that describe, and a head that needs a name.

    What is praised as well, as a leading school, may be an honour. 集团 before a head is the one that was named before.

    Example:
        >>> from skillgraph.extract.terms import load_terms
        >>> [is_kind(text, "School", load_terms()) for text in ("公办高等职业学校", "高水平高职学校", "嘉禾职业学校")]
        [True, True, False]
        >>> is_kind("重点技工学校", "Honour", load_terms())
        False
    """
    before = terms.describing | (terms.words["trim"] - terms.heads.forms.keys() if coarse in ORGANIZATIONS else set())
    described = [0]
    for end in range(1, len(text)):
        if any(text[start:end] in before for start in described):
            described.append(end)
    return any(_is_kind_of_school(text[start:], terms) for start in described[1:])


def _is_kind_of_school(form: str, terms: Terms) -> bool:
    head = terms.heads.forms.get(form)
    return isinstance(head, Head) and head.type in _SCHOOLS and head.need in ("proper", "class")
