"""Who works with whom: partners abroad by country and year, institutions tied by shared alliances."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from typing import TYPE_CHECKING, Any

from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.model.derivation import FOREIGN_PARTNER
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Entity, Statement
from skillgraph.model.terms import ALLIANCE, CITY, COUNTRY, JOINTLY_ESTABLISHED, LOCATED_IN, ORGANIZATION

if TYPE_CHECKING:
    import pandas as pd

#: What says that two work together.
COOPERATION = ontology().marked("cooperation")
_COLUMNS = (
    "partner", "partner_en", "partner_id", "country", "country_en", "with", "with_id", "relation", "year", "statement",
)  # fmt: skip


def partners(graph: KnowledgeGraph) -> pd.DataFrame:
    """Partners abroad, a row for each fact of cooperation.

    A partner abroad is what the graph's rule derives as `ForeignPartner`: located abroad, and at work with somebody in
    China. Joint establishment counts as cooperation with the others who established the same thing.

    Args:
        graph: a built graph.

    Returns:
        `partner`, `partner_en`, `partner_id`, `country`, `country_en`, `with`, `with_id`, `relation` (the Chinese name
        of the predicate), `year` (in which it began; missing where the report gives none) and `statement`.

    Example:
        >>> import skillgraph
        >>> table = partners(skillgraph.load())
        >>> sorted(set(table.country))
        ['德国', '日本', '老挝', '韩国']
    """
    import pandas as pd

    facts = [s for s in graph.statements() if s.is_fact and s.object]
    entities = graph.entities
    foreign = {id for id, e in entities.items() if FOREIGN_PARTNER in e.derived}
    countries = {
        s.subject: entities[s.object]
        for s in facts
        if s.predicate == LOCATED_IN and s.subject in foreign and _is_a(entities[s.object], COUNTRY)
    }
    rows: list[tuple[Any, ...]] = []
    for fact, partner, other in _cooperations(facts, foreign):
        country = countries.get(partner)
        rows.append(
            (
                entities[partner].name,
                entities[partner].name_en,
                partner,
                country.name if country else None,
                country.name_en if country else None,
                entities[other].name,
                other,
                ontology().label(fact.predicate, "zh"),
                int(fact.start[:4]) if fact.start else None,
                fact.id,
            )
        )
    table = pd.DataFrame(rows, columns=list(_COLUMNS)).astype({"year": "Int64"})
    return table.sort_values(["country", "partner", "with"], ignore_index=True)


def partners_by_country(graph: KnowledgeGraph) -> pd.DataFrame:
    """How many partners abroad each country has, by the year in which cooperation began.

    Args:
        graph: a built graph.

    Returns:
        `country`, `country_en`, `year` (missing where no report gives one), `partners` (each counted once, in the
        first year known) and `names`.

    Example:
        >>> import skillgraph
        >>> table = partners_by_country(skillgraph.load())
        >>> int(table.set_index("country").partners["日本"])
        2
    """
    table = partners(graph)
    first = table.sort_values("year", na_position="last").drop_duplicates("partner_id")
    grouped = first.groupby(["country", "country_en", "year"], dropna=False, sort=True)
    counted = grouped.agg(partners=("partner_id", "size"), names=("partner", lambda names: "、".join(sorted(names))))
    return counted.reset_index().sort_values(["partners", "country"], ascending=[False, True], ignore_index=True)


def institutions_by_alliance(graph: KnowledgeGraph, through: Iterable[str] = (ALLIANCE,)) -> pd.DataFrame:
    """Institutions tied by alliances that they share: the one-mode projection of a two-mode network.

    Each pair of actors is weighted by the number of alliances, and by Newman's weight, in which an alliance of n
    counts 1/(n - 1), so that large ones do not drown small ones (Newman 2001, doi:10.1103/PhysRevE.64.016132).

    Args:
        graph: a built graph.
        through: the classes of what is shared; `("Alliance", "TrainingPlatform")` adds joint bases and centres.

    Returns:
        A row for each pair: `one`, `one_id`, `other`, `other_id`, `shared` (number), `weight` (Newman's) and
        `alliances` (names, joined with 、), the strongest first.

    Example:
        >>> import skillgraph
        >>> table = institutions_by_alliance(skillgraph.load(), ("Alliance", "TrainingPlatform"))
        >>> table.query("one_id == 'gfm' or other_id == 'gfm'").alliances.item()
        '山东培训基地'
    """
    import pandas as pd

    entities, classes = graph.entities, tuple(through)
    members: dict[str, set[str]] = {}
    for fact in graph.statements():
        if not fact.is_fact or not fact.object:
            continue
        for actor, shared in ((fact.subject, fact.object), (fact.object, fact.subject)):
            if _is_a(entities[shared], *classes) and _is_actor(entities[actor], classes):
                members.setdefault(shared, set()).add(actor)
    pairs: dict[tuple[str, str], list[str]] = {}
    for alliance, actors in members.items():
        for pair in combinations(sorted(actors), 2):
            pairs.setdefault(pair, []).append(alliance)
    rows = [
        (
            entities[one].name,
            one,
            entities[other].name,
            other,
            len(shared),
            sum(1 / (len(members[a]) - 1) for a in shared),
            "、".join(entities[a].name for a in shared),
        )
        for (one, other), shared in pairs.items()
    ]
    columns = ["one", "one_id", "other", "other_id", "shared", "weight", "alliances"]
    order = ["weight", "one_id", "other_id"]
    return pd.DataFrame(rows, columns=columns).sort_values(order, ascending=[False, True, True], ignore_index=True)


def _cooperations(facts: list[Statement], foreign: set[str]) -> Iterable[tuple[Statement, str, str]]:
    """Each fact of cooperation with a partner abroad: the fact, the partner, and with whom."""
    joint: dict[str, set[str]] = {}
    for fact in facts:
        if fact.predicate == JOINTLY_ESTABLISHED:
            joint.setdefault(fact.object, set()).add(fact.subject)
    for fact in facts:
        if fact.predicate not in COOPERATION:
            continue
        if fact.predicate == JOINTLY_ESTABLISHED:
            if fact.subject in foreign:
                yield from ((fact, fact.subject, other) for other in sorted(joint[fact.object] - foreign))
            continue
        for partner, other in ((fact.subject, fact.object), (fact.object, fact.subject)):
            if partner in foreign and other not in foreign:
                yield fact, partner, other


def _is_a(entity: Entity, *classes: str) -> bool:
    return entity.existence == "individual" and any(ontology().is_a(c, w) for c in entity.classes for w in classes)


def _is_actor(entity: Entity, shared: tuple[str, ...]) -> bool:
    """Whether it acts, and is not itself one of the shared things, or a place far above all of them."""
    return _is_a(entity, ORGANIZATION, CITY) and not _is_a(entity, *shared)
