"""Tables whose rows are partners or figures: what the columns' titles make of the cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from skillgraph.extract.entities import Entry
from skillgraph.extract.groups import classes
from skillgraph.extract.mentions import FIELDS, ORGANIZATIONS, PLACES
from skillgraph.extract.predicates import Linked
from skillgraph.extract.records import FoundRelation, FoundStatistic, Span, period
from skillgraph.language.cells import Grid
from skillgraph.language.measures import without_unit
from skillgraph.language.passages import Passage
from skillgraph.language.times import Time, times
from skillgraph.model.records import Modality
from skillgraph.model.terms import ESTABLISHED, JOINTLY_ESTABLISHED, LOCATED_IN, PARTNERS_WITH

_PARTNER = re.compile(r"合作|外方|伙伴|对方|协作|共建|参与|境外|国外|外国")
_THING = re.compile(r"项目|机构|平台|基地|专业|工坊|分校|学院名称|办学点|中心|班级|课程")
_PLACE = re.compile(r"国别|国家|所在地|地区|所在国|城市|地点")
_TIME = re.compile(r"时间|年份|年度|日期|设立年|启动|届次")
#: When something began, which is no time of what was counted since.
_BEGUN = re.compile(r"启动|设立|开始|成立|起始|始建|建立|签约")
_COUNTED = re.compile(r"数|人次|规模|占比|比例|率|金额|投入|经费|面积|合计|总计|学生|学员|人$|[(].{1,4}[)]$")
_UNIT = re.compile(
    r"[(](?:单位[::])?(?P<unit>[^()]{1,5})[)]|(?P<people>人次|人数)$|(?P<homes>家|所|个)数$|(?P<rate>率|占比|比例)$|/[^/]{1,5}$"
)
_PLANNED_YEAR = re.compile(r"(20[0-9]{2})年?(?:数据|数)?(?:均|皆)?(?:为|系|是)(?:计划|预计|预测|目标|规划)")
_SKIPPED = re.compile(r"序号|编号|备注|说明")
_PLANNED = re.compile(r"计划|拟|筹建|筹备|在建|待|规划|即将")
_MADE = classes("made_together")
_ABROAD = classes("abroad")


def read_table(
    cells: Sequence[tuple[Passage, Sequence[Linked]]], topic: Entry | None, units: dict[str, str], caption: str,
    before: Sequence[str],
) -> tuple[list[FoundRelation], list[FoundStatistic], Passage | None]:  # fmt: skip
    """The relations and figures of one table, whose first rows name the columns, and a number that no head explains.

    Args:
        cells: in reading order, with the names in each.
        topic: whose figures they are where a row names nobody.
        units: what may stand behind numbers (`Terms.counters`).
        caption: what stands above it, from which it has its time.
        before: the passages before it, whose unit holds where no column names one.
    """
    links = {passage.index: named for passage, named in cells}
    grid = Grid((passage for passage, _ in cells), before)
    rows = [_Row(row, grid, links, topic, units, caption) for row in (grid.rows if grid.heads else ())]
    relations = [relation for row in rows for relation in row.relations()]
    return relations, [figure for row in rows for figure in row.figures()], grid.unclear()


class _Row:
    def __init__(
        self, row: dict[int, Passage], grid: Grid, links: Mapping[int, Sequence[Linked]], topic: Entry | None,
        units: dict[str, str], caption: str,
    ) -> None:  # fmt: skip
        self.caption = caption
        #: The years that the text above the table says are planned: 2025年为计划数.
        self.planned_years = _PLANNED_YEAR.findall(caption)
        self.row = row
        self.grid = grid
        self.links = links
        self.titles = {column: grid.title(column) for column in row}
        self.cells = {column: passage for column, passage in row.items() if not _SKIPPED.search(self.titles[column])}
        self.topic = topic
        self.units = units
        text = "|".join(passage.text for passage in row.values())
        self.modality: Modality = "planned" if _PLANNED.search(text) else "actual"
        self.time = self._time()
        self.owners = self._owners()

    def _named(self, column: int) -> list[Entry]:
        """The things that a cell names, fields and places aside where it names others."""
        links = self.links[self.cells[column].index]
        found = [x.entry for x in links if x.mention.kind == "name" and x.entry.type not in FIELDS]
        return [e for e in found if e.type not in PLACES] or found

    def _time(self) -> Time | None:
        for column, cell in self.cells.items():
            if _TIME.search(self.titles[column]) and (found := _first_time(cell.text)) is not None:
                begun = bool(_BEGUN.search(self.titles[column]))
                until = "" if begun else found.until
                return msgspec.structs.replace(found, text=cell.text, until=until, since=begun)
        return None

    def _owners(self) -> list[Entry]:
        """Whose row it is: the organizations of the first column that names some and isn't one of partners."""
        for column in self.cells:
            if not _PARTNER.search(self.titles[column]) and not _PLACE.search(self.titles[column]):
                found = [e for e in self._named(column) if e.type in ORGANIZATIONS and e.type not in _MADE]
                if found:
                    return found
        return []

    def _whose(self) -> Entry | None:
        """Whose the row's figures are: its organization, or the place that the row is called by."""
        places = [e for e in self._named(min(self.cells)) if e.type in PLACES] if self.cells else []
        return next(iter([*self.owners, *places]), self.topic)

    def _span(self) -> Span:
        cells = list(self.cells.values())
        return cells[0].block.start, cells[-1].block.end

    def relations(self) -> Iterator[FoundRelation]:
        """Owners and partners work together and made what the row names besides; places are where it is."""
        partners: list[Entry] = []
        made: list[Entry] = []
        places: list[tuple[Entry, bool]] = []  # the second: whether it says where the partners are from
        title = ""
        for column in self.cells:
            former, title = title, self.titles[column]
            thing = bool(_THING.search(title)) and column != min(self.cells)
            for entry in self._named(column):
                if entry in self.owners:
                    continue
                if entry.type in PLACES:
                    of_partner = title.startswith("国") or bool(_PARTNER.search(former) and not _THING.search(former))
                    places += [(entry, of_partner)] if _PLACE.search(title) else []
                elif _PARTNER.search(title) and not thing:
                    partners.append(entry)
                elif thing or entry.type in _MADE:
                    made.append(entry)
                elif entry.type in ORGANIZATIONS:
                    (made if partners else partners).append(entry)
        return self._say(partners, made, places)

    def _say(
        self, partners: list[Entry], made: list[Entry], places: list[tuple[Entry, bool]]
    ) -> Iterator[FoundRelation]:
        said = [(owner, PARTNERS_WITH, partner) for owner in self.owners for partner in partners]
        founding = JOINTLY_ESTABLISHED if partners else ESTABLISHED
        said += [(maker, founding, thing) for thing in made for maker in (*self.owners, *partners)]
        abroad = [thing for thing in made if thing.type in _ABROAD]
        said += [
            (thing, LOCATED_IN, place)
            for place, of_partners in places
            for thing in (partners if of_partners else abroad) or partners or abroad
        ]
        for s, p, o in dict.fromkeys(said):
            if s is not o and s.named and o.named:
                # Where a partner is from is so, whatever is only planned with it.
                modality = "actual" if p == LOCATED_IN and s in partners else self.modality
                yield FoundRelation(
                    s.id, p, o.id, modality, "stated", *period(self.time), self._span(), self._span(), by=("tables",),
                    score=round(min(s.score, o.score), 3),
                )  # fmt: skip

    def figures(self) -> Iterator[FoundStatistic]:
        """The cells that are numbers under a title that says what is counted."""
        whose = self._whose()
        for column, cell in self.cells.items():
            title = self.titles[column]
            figure = self.grid.figure(self.row, column, self.units)
            if figure is None or (_TIME.search(title.removeprefix(figure.year))):
                continue
            measure = figure.measure
            if not (figure.year or _COUNTED.search(title) or measure):
                continue
            if measure is not None and not (measure.known or measure.written):
                continue  # the caption names several units and not which is whose
            time = _first_time(figure.year) or self._when()
            label = without_unit(figure.label, self.units)
            indicator = _UNIT.sub(lambda m: m[0] if m["people"] or m["rate"] else "", label)
            modality = "planned" if time and time.begin[:4] in self.planned_years else self.modality
            yield FoundStatistic(
                whose.id if whose is not None and whose.named else None, indicator, figure.value, figure.value_max,
                measure.unit if measure else "", figure.bound, *period(time), modality, "measure", "",
                cell.span(0, len(cell.text)), self._span(), None,
                (figure.title.block.start, figure.title.block.end), ("tables",),
            )  # fmt: skip

    def _when(self) -> Time | None:
        """The time of the row's figures, which the year that something began in is not; else that of the caption."""
        if self.time is not None:
            return None if self.time.since else self.time
        return next((t for t in times(self.caption) if t.begin), None)


def _first_time(text: str) -> Time | None:
    """The first time in a cell, where a year stands without 年 too."""
    return next(times(text if "年" in text else f"{text}年"), None)
