"""Tables whose rows are partners or figures: what the columns' titles make of the cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

import msgspec

from skillgraph.extract.entities import Entry
from skillgraph.extract.groups import classes
from skillgraph.extract.mentions import FIELDS, ORGANIZATIONS, PLACES
from skillgraph.extract.predicates import Linked
from skillgraph.language.cells import Grid
from skillgraph.language.measures import without_unit
from skillgraph.language.passages import Passage
from skillgraph.language.times import Time, times
from skillgraph.model.records import Bound, Modality
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


class Cell(msgspec.Struct, frozen=True):
    """A cell: its passage and the names in it."""

    passage: Passage
    links: tuple[Linked, ...]


class RowRelation(msgspec.Struct, frozen=True):
    """What a row says of two entities."""

    subject: Entry
    predicate: str
    object: Entry
    modality: Modality
    time: Time | None
    cells: tuple[Cell, ...]


class RowFigure(msgspec.Struct, frozen=True):
    """A figure in a cell."""

    subject: Entry | None
    indicator: str
    value: Decimal
    value_max: Decimal | None
    unit: str
    bound: Bound
    modality: Modality
    time: Time | None
    cell: Cell
    title: Cell
    row: tuple[Cell, ...]


def read_table(
    cells: Sequence[Cell], topic: Entry | None, units: dict[str, str], caption: str = "", before: Sequence[str] = ()
) -> tuple[list[RowRelation], list[RowFigure], Passage | None]:
    """The relations and figures of one table, whose first rows name the columns, and a number that no head explains.

    Args:
        cells: in reading order.
        topic: whose figures they are where a row names nobody.
        units: what may stand behind numbers (`Terms.counters`).
        caption: what stands above it, from which it has its time.
        before: the passages before it, whose unit holds where no column names one.
    """
    by_passage = {cell.passage.index: cell for cell in cells}
    grid = Grid((cell.passage for cell in cells), before)
    relations: list[RowRelation] = []
    figures: list[RowFigure] = []
    for row in grid.rows if grid.heads else ():
        reader = _Row(row, grid, by_passage, topic, units, caption)
        relations += reader.relations()
        figures += reader.figures()
    return relations, figures, grid.unclear()


class _Row:
    def __init__(
        self, row: dict[int, Passage], grid: Grid, by_passage: dict[int, Cell], topic: Entry | None,
        units: dict[str, str], caption: str,
    ) -> None:  # fmt: skip
        self.caption = caption
        #: The years that the text above the table says are planned: 2025年为计划数.
        self.planned_years = _PLANNED_YEAR.findall(caption)
        self.row = row
        self.grid = grid
        self.by_passage = by_passage
        self.titles = {column: grid.title(column) for column in grid.heads}
        self.cells = {
            column: by_passage[passage.index]
            for column, passage in row.items() if not _SKIPPED.search(self.titles.get(column, ""))
        }  # fmt: skip
        self.topic = topic
        self.units = units
        text = "|".join(passage.text for passage in row.values())
        self.modality: Modality = "planned" if _PLANNED.search(text) else "actual"
        self.time = self._time()
        self.owners = self._owners()

    def _named(self, column: int) -> list[Entry]:
        """The things that a cell names, fields and places aside where it names others."""
        cell = self.cells[column]
        found = [x.entry for x in cell.links if x.mention.kind == "name" and x.entry.type not in FIELDS]
        return [e for e in found if e.type not in PLACES] or found

    def _time(self) -> Time | None:
        for column, cell in self.cells.items():
            if _TIME.search(self.titles.get(column, "")):
                text = cell.passage.text
                year = text if "年" in text else f"{text}年"
                if (found := next(times(year), None)) is not None:
                    begun = bool(_BEGUN.search(self.titles[column]))
                    return msgspec.structs.replace(found, text=text, until="" if begun else found.until, since=begun)
        return None

    def _owners(self) -> list[Entry]:
        """Whose row it is: the organizations of the first column that names some and isn't one of partners."""
        for column in self.cells:
            if not _PARTNER.search(self.titles.get(column, "")) and not _PLACE.search(self.titles.get(column, "")):
                found = [e for e in self._named(column) if e.type in ORGANIZATIONS and e.type not in _MADE]
                if found:
                    return found
        return []

    def _whose(self) -> Entry | None:
        """Whose the row's figures are: its organization, or the place that the row is called by."""
        places = [e for e in self._named(min(self.cells)) if e.type in PLACES] if self.cells else []
        return next(iter([*self.owners, *places]), self.topic)

    def relations(self) -> list[RowRelation]:
        """Owners and partners work together and made what the row names besides; places are where it is."""
        partners: list[Entry] = []
        made: list[Entry] = []
        places: list[tuple[Entry, bool]] = []  # the second: whether it says where the partners are from
        title = ""
        for column in self.cells:
            former, title = title, self.titles.get(column, "")
            thing = bool(_THING.search(title)) and column != min(self.cells)
            for entry in self._named(column):
                if entry in self.owners:
                    continue
                if thing and entry.type not in PLACES:
                    made.append(entry)
                    continue
                if entry.type in PLACES:
                    of_partner = title.startswith("国") or bool(_PARTNER.search(former) and not _THING.search(former))
                    places += [(entry, of_partner)] if _PLACE.search(title) else []
                elif _PARTNER.search(title) and not thing:
                    partners.append(entry)
                elif entry.type in _MADE or not (_PARTNER.search(title) or entry.type in ORGANIZATIONS):
                    made += [entry] if entry.type in _MADE | ORGANIZATIONS else []
                elif partners and not _PARTNER.search(title):
                    made.append(entry)
                else:
                    partners.append(entry)
        return self._say(partners, made, places)

    def _say(self, partners: list[Entry], made: list[Entry], places: list[tuple[Entry, bool]]) -> list[RowRelation]:
        said = [(owner, PARTNERS_WITH, partner) for owner in self.owners for partner in partners]
        founding = JOINTLY_ESTABLISHED if partners else ESTABLISHED
        said += [(maker, founding, thing) for thing in made for maker in (*self.owners, *partners)]
        abroad = [thing for thing in made if thing.type in _ABROAD]
        said += [
            (thing, LOCATED_IN, place)
            for place, of_partners in places
            for thing in (partners if of_partners else abroad) or partners or abroad
        ]
        cells = tuple(self.cells.values())
        return [
            # Where a partner is from is so, whatever is only planned with it.
            RowRelation(s, p, o, "actual" if p == LOCATED_IN and s in partners else self.modality, self.time, cells)
            for s, p, o in dict.fromkeys(said)
            if s is not o
        ]

    def figures(self) -> list[RowFigure]:
        """The cells that are numbers under a title that says what is counted."""
        found = []
        for column, cell in self.cells.items():
            title = self.titles.get(column, "")
            figure = self.grid.figure(self.row, column, self.units)
            if figure is None or (_TIME.search(title.removeprefix(figure.year))):
                continue
            measure = figure.measure
            if not (figure.year or _COUNTED.search(title) or measure):
                continue
            if measure is not None and not (measure.known or measure.written):
                continue  # the caption names several units and not which is whose
            time = (
                next(times(figure.year if "年" in figure.year else figure.year + "年"), None) if figure.year else None
            )
            time = time or self._when()
            indicator = _UNIT.sub(
                lambda m: m[0] if m["people"] or m["rate"] else "", without_unit(figure.label, self.units)
            )
            modality = "planned" if time and time.begin[:4] in self.planned_years else self.modality
            found.append(
                RowFigure(
                    self._whose(), indicator, figure.value, figure.value_max, measure.unit if measure else "",
                    figure.bound, modality, time, cell, self.by_passage[figure.title.index], tuple(self.cells.values()),
                )
            )  # fmt: skip
        return found

    def _when(self) -> Time | None:
        """The time of the row's figures, which the year that something began in is not; else that of the caption."""
        if self.time is not None:
            return None if self.time.since else self.time
        return next((t for t in times(self.caption) if t.begin), None)
