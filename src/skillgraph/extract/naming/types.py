"""The class of the ontology that a name of a coarse class belongs to."""

from __future__ import annotations

from skillgraph.extract.mentions import Mention
from skillgraph.extract.naming.classes import PLACE_ENDINGS, USUAL, coarse_of, is_new
from skillgraph.extract.terms import Head, Term, Terms
from skillgraph.model.terms import PLACE


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
    if proposed is not None and (coarse_of(proposed.type) == coarse or is_new(proposed.type)):
        return proposed.type
    known = terms.known.forms.get(text)
    if isinstance(known, Term) and coarse_of(known.type) == coarse:
        return known.type
    for start in range(len(text)):
        head = terms.heads.forms.get(text[start:])
        if isinstance(head, Head) and (coarse_of(head.type) == coarse or is_new(head.type)):
            return head.type
    if coarse == PLACE:
        return PLACE_ENDINGS.get(text[-1], PLACE)
    return USUAL.get(coarse, coarse)
