"""What of a page's figures compares, by the rule that analyses follow, as columns of numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from skillgraph.explore.schema import Compared, ComparedRow, Label, Names
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Entity, Observation
from skillgraph.model.terms import PER
from skillgraph.resolve.comparable import ABOUT, TIME, UNIT, Comparable, Difference

_WHATS = {
    UNIT: Names("单位", "unit"),
    ABOUT: Names("所计对象", "what is counted"),
    TIME: Names("时间", "time"),
    PER: Names("计算周期", "period counted"),
}
_UNSAID = "–"
#: What figures are counted per, as reports say it.
_PERIODS = {
    "年": "year", "月": "month", "季度": "quarter", "学期": "term", "周": "week", "天": "day", "日": "day",
    "人": "person", "次": "time",
}  # fmt: skip


def compared(
    figures: Sequence[Observation],
    entities: Mapping[str, Entity],
    base: Mapping[str, str],
    scale: Callable[[str], int],
) -> Compared:
    """Which of the figures compare, which several things report and yet don't, and which one thing alone reports.

    Args:
        figures: of the page, in its order.
        entities: all things by id.
        base: by unit, the unit in which its values compare.
        scale: the number of a unit or indicator in the page.
    """
    rule = Comparable(entities, base)
    numbers = {f.id: n for n, f in enumerate(figures)}
    kinds: dict[str, int] = {}
    definitions: dict[tuple[str, tuple[tuple[str, str], ...]], int] = {}
    rows, single = [], []
    for group in rule.groups(figures):
        members = [numbers[f.id] for f in group.figures]
        if group.is_single:
            single += members
        else:
            kind = kinds.setdefault(group.kind, len(kinds))
            rows.append(ComparedRow(scale(group.indicator), kind, members, _reasons(group.differences)))
    used = dict.fromkeys(f.unit for f in figures)
    return Compared(
        kinds=[Label(name, ontology().label(name, "zh"), ontology().label(name, "en")) for name in kinds],
        rows=rows,
        single=single,
        definition=[
            definitions.setdefault((f.indicator, rule.definition(f)), len(definitions)) for f in figures
        ],
        base={str(scale(unit)): scale(base[unit]) for unit in used if unit in base},
        per={
            str(n): Names("、".join(pers), ", ".join(map(_period, pers)))
            for n, f in enumerate(figures)
            if (pers := _pers(f, entities))
        },
    )  # fmt: skip


def _pers(figure: Observation, entities: Mapping[str, Entity]) -> list[str]:
    """What a figure is per, where its unit does not say it: 500 yuan per month are not per month once more."""
    unit = entities[figure.unit].name if figure.unit in entities else ""
    pers = [value.removeprefix("每") for name, value in figure.qualifiers if name == PER]
    return [per for per in pers if not unit.endswith((f"/{per}", _every(per)))]


def _reasons(differences: Sequence[Difference]) -> Names:
    """Why figures can't be compared, as people say it; nothing where they can."""
    return Names("；".join(_reason(d).zh for d in differences), "; ".join(_reason(d).en for d in differences))


def _every(per: str) -> str:
    return f"每{per.removeprefix('每')}"


def _period(per: str) -> str:
    return _PERIODS.get(per.removeprefix("每"), per)


def _reason(difference: Difference) -> Names:
    what = _WHATS.get(difference.what) or Names(
        ontology().label(difference.what, "zh"), ontology().label(difference.what, "en")
    )
    is_per = difference.what == PER
    zh = dict.fromkeys("未注明" if v.zh == _UNSAID else _every(v.zh) if is_per else v.zh for v in difference.values)
    en = dict.fromkeys("not said" if v.en == _UNSAID else _period(v.en) if is_per else v.en for v in difference.values)
    return Names(f"{what.zh}不同：{' / '.join(zh)}", f"{what.en} differs: {' / '.join(en)}")
