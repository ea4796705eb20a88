"""Cities side by side: figures of the same indicator, base unit and definition; what can't be compared is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from skillgraph.analysis._facts import cities_of
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.graph.folder import GraphFolder
from skillgraph.model.bounds import figure_text
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Observation
from skillgraph.model.terms import BASE_UNIT
from skillgraph.resolve.comparable import ABOUT, TIME, UNIT, Comparable, Difference, Group

if TYPE_CHECKING:
    import pandas as pd

_FIGURES = (
    "indicator", "indicator_en", "city", "city_en", "figure", "value", "value_max", "bound", "unit", "about", "time",
    "start", "end", "id", "city_id", "indicator_id",
)  # fmt: skip
_REASONS = {UNIT: "unit", ABOUT: "things counted", TIME: "times"}


class Comparison:
    """Figures of cities that can be compared, and those that can't, with the reason.

    Attributes:
        figures: a row for each figure: `indicator`, `indicator_en`, `city`, `city_en`, `figure` (as people write it,
            the bound as a sign), `value`, `value_max` (floats), `bound`, `unit` (the base unit: 人 of what a report
            counts as 名), `about`, `time` (as the report writes it), `start`, `end`, and the ids `id`, `city_id`,
            `indicator_id`.
        not_compared: a row for each indicator that several cities report differently: `indicator`, `figures`,
            `reason`.
        single: a row for each figure of an indicator that one city alone reports, with the columns of `figures`.
    """

    def __init__(self, figures: pd.DataFrame, not_compared: pd.DataFrame, single: pd.DataFrame) -> None:
        self.figures = figures
        self.not_compared = not_compared
        self.single = single

    @property
    def table(self) -> pd.DataFrame:
        """Indicators down, cities across, in the cells the figures as people write them."""
        rows = self.figures.assign(
            text=self.figures.figure + self.figures.time.map(lambda time: f" ({time})" if time else "")
        )
        wide = rows.pivot_table(index="indicator", columns="city", values="text", aggfunc="；".join, sort=False)
        return wide.fillna("")

    def __repr__(self) -> str:
        return (
            f"<Comparison: {self.figures.indicator_id.nunique()} compared, {len(self.not_compared)} can't be, "
            f"{len(self.single)} figures of one city alone>"
        )

    def _repr_html_(self) -> str:
        parts = [self.table.to_html(escape=True)]
        if len(self.not_compared):
            parts += ["<p>Not compared / 不可比:</p>", self.not_compared.to_html(escape=True, index=False)]
        parts.append(f"<p>{len(self.single)} figures of one city alone: <code>.single</code></p>")
        return "".join(parts)


def compare_cities(graph: KnowledgeGraph) -> Comparison:
    """Sets the figures of the reports' cities side by side.

    Two figures are compared where `resolve.comparable.Comparable` says so: they are of one indicator, base unit and
    definition, and of one time where both have one. Plans, norms and what measures nothing are no figures. Bounds stay
    what they are: 近万 is less than 10,000, and no point.

    Args:
        graph: a built graph.

    Example:
        >>> import skillgraph
        >>> comparison = compare_cities(skillgraph.load())
        >>> comparison.table.loc["技工院校在校生数", "枣庄市"]
        '> 20,000 人 (目前)'
        >>> comparison.not_compared.indicator.tolist()
        ['市级技术能手称号获得人数']
    """
    import pandas as pd

    rule = Comparable(graph.entities, base_units(graph))
    compared: list[Observation] = []
    single: list[Observation] = []
    refused = []
    for group in city_groups(graph):
        if group.is_single:
            single += group.figures
        elif group.differences:
            refused.append(
                {
                    "indicator": _name(graph, group.indicator),
                    "figures": "；".join(f"{_name(graph, r.subject)} {_written(graph, r)}" for r in group.figures),
                    "reason": reason(group),
                }
            )
        else:
            compared += group.figures
    return Comparison(
        _table(graph, compared, rule),
        pd.DataFrame(refused, columns=["indicator", "figures", "reason"]),
        _table(graph, single, rule),
    )


def city_groups(graph: GraphFolder) -> list[Group]:
    """The figures of the reports' cities, those together that are of one indicator, with what keeps them apart.

    Args:
        graph: a built graph.

    Example:
        >>> import skillgraph
        >>> [reason(group) for group in city_groups(skillgraph.load()) if group.differences and not group.is_single]
        ['things counted differ: 济南市技术能手 / 枣庄市技术能手; scope differ: 选手 / –']
    """
    cities, rule = set(cities_of(graph)), Comparable(graph.entities, base_units(graph))
    return rule.groups(o for o in graph.observations() if o.subject in cities)


def reason(group: Group) -> str:
    """Why figures of one indicator can't be compared; empty where they can.

    Args:
        group: as `city_groups` has it.
    """
    return "; ".join(map(_reason, group.differences))


def base_units(graph: GraphFolder) -> dict[str, str]:
    """The unit that each unit's values compare in, where it is another one.

    Args:
        graph: a built graph.

    Example:
        >>> import skillgraph
        >>> base_units(skillgraph.load())["unit-ming"]
        'unit-ren'
    """
    return {s.subject: s.object for s in graph.statements() if s.predicate == BASE_UNIT and s.is_fact}


def _reason(difference: Difference) -> str:
    what = _REASONS.get(difference.what) or ontology().label(difference.what, "en")
    return f"{what} differ: {' / '.join(dict.fromkeys(value.zh for value in difference.values))}"


def _table(graph: KnowledgeGraph, records: list[Observation], rule: Comparable) -> pd.DataFrame:
    import pandas as pd

    rows: list[tuple[Any, ...]] = []
    for r in records:
        city, indicator = graph.entities[r.subject], graph.entities[r.indicator]
        rows.append(
            (
                indicator.name,
                indicator.name_en,
                city.name,
                city.name_en,
                _written(graph, r),
                None if r.value is None else float(r.value),
                None if r.value_max is None else float(r.value_max),
                r.bound,
                rule.name(rule.unit(r)).zh,
                _name(graph, r.about),
                r.time,
                r.start,
                r.end,
                r.id,
                r.subject,
                r.indicator,
            )
        )
    return pd.DataFrame(rows, columns=list(_FIGURES)).astype({"value": "float64", "value_max": "float64"})


def _written(graph: KnowledgeGraph, record: Observation) -> str:
    return figure_text(record, _name(graph, record.unit))


def _name(graph: KnowledgeGraph, id: str) -> str:
    return graph.entities[id].name if id in graph.entities else id
