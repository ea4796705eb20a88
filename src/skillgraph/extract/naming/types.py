"""The class of the ontology that a name of a coarse class belongs to."""

from __future__ import annotations

from skillgraph.extract.mentions import Mention
from skillgraph.extract.naming.classes import COARSE
from skillgraph.extract.terms import Head, Term, Terms

#: What a name of a coarse class is where neither rules nor lists know more.
_USUAL = {
    "Talent": "TalentCategory",
    "Field": "Occupation",
    "School": "VocationalSchool",
}
_PLACES = {"市": "City", "州": "City", "省": "Province", "国": "Country", "洲": "Region", "湾": "Region"}


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
    """
    if proposed is not None and COARSE.get(proposed.type) == coarse:
        return proposed.type
    known = terms.known.forms.get(text)
    if isinstance(known, Term) and COARSE.get(known.type) == coarse:
        return known.type
    for start in range(len(text)):
        head = terms.heads.forms.get(text[start:])
        if isinstance(head, Head) and COARSE.get(head.type) == coarse:
            return head.type
    if coarse == "Place":
        return _PLACES.get(text[-1], "Place")
    return _USUAL.get(coarse, coarse)
