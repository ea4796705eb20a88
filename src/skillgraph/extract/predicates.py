"""What predicates go with which classes, and what a name alone says of the thing that it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from skillgraph.extract.entities import Entry
from skillgraph.extract.mentions import FIELDS, ORGANIZATIONS, PLACES, SCHOOLS, Mention


class Linked(msgspec.Struct, frozen=True):
    """A mention of the sentence and the entity that it means."""

    mention: Mention
    entry: Entry


#: What each predicate's object can be; None where any thing can.
_OBJECTS: dict[str, frozenset[str] | None] = {
    "attracted": ORGANIZATIONS | {"Qualification", "TrainingModel", "Programme", "Person"},
    "implements": frozenset({"Policy", "Programme", "TrainingModel", "Mechanism"}),
    "pursues": None,
    "memberOf": frozenset({"Alliance", "Organization", "InternationalOrganization", "Programme"}),
    "trains": frozenset({"Honour", "Occupation", "TalentCategory"}),
    "awards": frozenset({"Honour", "Qualification", "Benefit", "TalentCategory"}),
    "evaluates": frozenset(
        {"Honour", "Qualification", "TalentCategory", "Occupation", "TrainingPlatform", "Programme"}
    ),
    "locatedIn": PLACES,
    "partnersWith": ORGANIZATIONS | {"TrainingPlatform"},
    "enrolsFrom": PLACES | {"InternationalOrganization"},
    "guides": frozenset({"Alliance", "TrainingPlatform", "Programme", "Competition", "School", "VocationalSchool"}),
    "leads": frozenset(
        {"Alliance", "TrainingPlatform", "Programme", "Competition", "Organization", "TrainingModel", "Event"}
    ),
    "benchmarkedAgainst": frozenset({"Competition", "Qualification", "School", "University", "TrainingModel"}),
    "certifies": frozenset({"Qualification"}),
}


#: The predicates whose object can be a field.
_OF_FIELDS = frozenset({
    "coversField", "focusesOn", "offersTrainingIn", "developsCourse", "serves", "trains", "hasPart", "has", "drives",
    "supports", "promotes",
})  # fmt: skip


def fitting(predicate: str, thing: Entry) -> str | None:
    """The predicate that a verb has with this object, or None if it makes no sense."""
    type_ = thing.type
    if predicate == "attracted" and type_ in ("Qualification", "TrainingModel", "Programme"):
        return "introduces"
    if predicate == "attracted" and type_ == "Country":
        return "introduces"
    if predicate == "coversField" and type_ in PLACES:
        return "serves"
    if predicate == "issues" and type_ == "Qualification":
        return "developsStandard"
    if predicate in ("organizes", "builds") and type_ in FIELDS:
        return None
    if predicate in ("partnersWith", "builds", "established") and type_ == "Policy":
        return "issues"
    if predicate == "organizes" and type_ in SCHOOLS | {"Alliance"}:
        return "established"
    if predicate == "won" and type_ in ("Competition", "Event"):
        return "participatesIn"
    if predicate == "won" and type_ in PLACES | ORGANIZATIONS:
        return None
    if type_ in FIELDS and predicate not in _OF_FIELDS:
        return None
    if type_ in PLACES and predicate not in (
        "locatedIn",
        "serves",
        "drives",
        "coversField",
        "enrolsFrom",
        "pursues",
        "focusesOn",
        "learnsFrom",
    ):
        return None
    allowed = _OBJECTS.get(predicate)
    return predicate if allowed is None or type_ in allowed else None


def name_relations(outer: Linked, nested: Sequence[Linked]) -> Iterator[tuple[Entry, str, Entry]]:
    """What a name alone says: the country of a college, the city of a bureau, the skill of a competition."""
    type_ = outer.entry.type
    for x in nested:
        inner = x.entry
        if inner is outer.entry:
            continue
        if inner.type in PLACES:
            pair = x.mention.text != x.entry.name and len(x.mention.text) == 1
            if type_ == "GovernmentBody" and x.mention.start == outer.mention.start:
                yield outer.entry, "governmentOf", inner
            elif pair and inner.known == "china":
                continue
            elif pair and type_ in ORGANIZATIONS | {"TrainingPlatform", "Programme", "Competition", "Event"}:
                yield outer.entry, "involves", inner
            elif type_ in ORGANIZATIONS | {"TrainingPlatform", "Competition", "Event"}:
                yield outer.entry, "locatedIn", inner
            elif type_ in ("Qualification", "TrainingModel"):
                yield outer.entry, "originatesFrom", inner
        elif inner.type in FIELDS and type_ in ("Competition", "Programme", "TrainingPlatform"):
            yield outer.entry, "coversField", inner
        elif inner.type == "Competition" and type_ == "Competition":
            yield outer.entry, "editionOf" if re.match(r"[0-9]{4}年|第", outer.mention.text) else "relatedTo", inner
        elif inner.type in ("InternationalOrganization", "Policy") and type_ not in (
            "Policy",
            "GovernmentBody",
            "Publication",
        ):
            yield outer.entry, "involves" if inner.type == "InternationalOrganization" else "alignedWith", inner
