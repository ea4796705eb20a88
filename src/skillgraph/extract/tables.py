"""Tables whose rows are partners or figures: what the columns' titles make of the cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import msgspec

from skillgraph.extract.cues import cues, masked
from skillgraph.extract.entities import Entry, Linked
from skillgraph.extract.groups import classes
from skillgraph.extract.mentions import FIELDS, ORGANIZATIONS, PLACES
from skillgraph.extract.records import FoundRelation, FoundStatistic, Span, period
from skillgraph.extract.row_facts import facts_under, plain_title, row_rules
from skillgraph.language.cells import Grid
from skillgraph.language.measures import without_unit
from skillgraph.language.passages import Passage
from skillgraph.language.times import Time, times
from skillgraph.model.records import Modality
from skillgraph.model.terms import ESTABLISHED, JOINTLY_ESTABLISHED, LOCATED_IN, PARTNERS_WITH, PERSON

_Said = tuple[Entry, str, Entry]

_PARTNER = re.compile(r"合作|外方|伙伴|对方|协作|共建|参与|境外|国外|外国")
_BODY = re.compile(r"(?:方|单位|学校|[院高]校|企业|公司|伙伴)$")
_THING = re.compile(
    r"项目|机构|平台|基地|专业|工坊|分校|学院名称|办学点|中心|班[级次]?$|培训班|课程|工作室|实[训验]室|联盟|集团|品牌|内容"
)
_TIME = re.compile(r"时间|年份|年度|日期|设立年|启动|届次")
#: When something began, which is no time of what was counted since.
_BEGUN = re.compile(r"启动|设立|开始|成立|起始|始建|建立|签约")
_COUNTED = re.compile(r"数|人次|规模|占比|比例|率|金额|投入|经费|面积|合计|总计|学生|学员|人$|[(].{1,4}[)]$")
_UNIT = re.compile(
    r"[(](?:单位[::])?(?P<unit>[^()]{1,5})[)]|(?P<people>人次|人数)$|(?P<homes>家|所|个)数$|(?P<rate>率|占比|比例)$|/[^/]{1,5}$"
)
_PLANNED_YEAR = re.compile(r"(20[0-9]{2})年?(?:数据|数)?(?:均|皆)?(?:为|系|是)(?:计划|预计|预测|目标|规划)")
#: Rows of sums, and what the rows are called by where each is a thing that has a name.
_SUM = re.compile(r"[合总共小]计|总[数和]|平均|均值|其他|其它")
_CALLED = re.compile(r"学校|[院高]校|单位|企业|公司|机构|地[区市]|城市|[市县]区|姓名|院系|学院")
#: What a cell holds beside a cue that tells the state of the row and nothing else: 合作已终止, not 首期班已结束.
_STATE = re.compile(
    r"(?:\0+(?=[(]))?(?:已|均|现|暂|尚|双方|合作|协议|合同|签约|签订|于|20[0-9]{2}年|[0-9]{1,2}[月日]|[()])*"
)
#: Cues by which a row states nothing that holds.
_NOT_SO = {"denied", "refused", "dropped", "ended", "former", "doubtful"}
_MADE = classes("made_together")
_HAVING = classes("having") | {PERSON}
_ABROAD = classes("abroad")


class Around(msgspec.Struct, frozen=True):
    """What the text around a table says of its rows.

    Args:
        topic: whom the section is about, where it was named before the table.
        caption: what stands above the table, from which it has its time.
        before: the passages before it, whose unit holds where no column names one.
        members: of which body the rows are members.
        republic: whether the document counts years from 1912.
        partners: whether the only bodies in the table are partners of whom the section is about.
    """

    topic: Entry | None
    caption: str
    before: Sequence[str]
    members: Entry | None
    republic: bool = False
    partners: bool = False

    @property
    def of_partners(self) -> bool:
        """Whether the text right above speaks of working together."""
        return re.search(row_rules().partnering, "".join((self.caption, *self.before[-1:]))) is not None


def read_table(
    cells: Sequence[tuple[Passage, Sequence[Linked]]], around: Around, units: dict[str, str]
) -> tuple[list[FoundRelation], list[FoundStatistic], Passage | None]:
    """The relations and figures of one table, whose first rows name the columns, and a number that no head explains.

    Args:
        cells: in reading order, with the names in each.
        around: what the text says of the table.
        units: what may stand behind numbers (`Terms.counters`).
    """
    links = {passage.index: named for passage, named in cells}
    grid = Grid((passage for passage, _ in cells), around.before)
    if grid.heads and _lists_partners(grid, around):
        around = msgspec.structs.replace(around, partners=True)
    rows = [_Row(row, grid, links, around, units) for row in (grid.rows if grid.heads else ())]
    owned = any(row.owners for row in rows)
    relations = [relation for row in rows for relation in row.relations(owned)]
    return relations, [figure for row in rows for figure in row.figures()], grid.unclear()


class _Together(msgspec.Struct, frozen=True):
    """Partners of whom a row is about, what they made, and places with their title and what the column before names."""

    partners: list[Entry]
    made: list[Entry]
    places: list[tuple[Entry, str, list[Entry]]]


class _Row:
    def __init__(
        self, row: dict[int, Passage], grid: Grid, links: Mapping[int, Sequence[Linked]], around: Around,
        units: dict[str, str],
    ) -> None:  # fmt: skip
        self.around = around
        #: The years that the text above the table says are planned: 2025年为计划数.
        self.planned_years = _PLANNED_YEAR.findall(around.caption)
        self.row = row
        self.grid = grid
        self.links = links
        self.titles = {column: grid.title(column) for column in row}
        self.cells = {c: passage for c, passage in row.items() if not re.search(row_rules().skipped, self.titles[c])}
        self.units = units
        self.holds, self.modality = self._held()
        self.time = self._time()
        self.own = self._own()
        self.owners = self._owners()

    def _held(self) -> tuple[bool, Modality]:
        """Whether what the row states is so, and how, by the words in it that are no names."""
        texts = {}
        for column, passage in self.row.items():
            names = [(x.mention.start, x.mention.end) for x in self.links[passage.index] if x.mention.kind == "name"]
            texts[column] = masked(passage.text, names)
        rules = row_rules()
        said = "。".join(text for column, text in texts.items() if self._tells_state(column, text))
        if re.search(rules.exploratory, said):
            return True, "exploratory"
        planned = re.search(rules.planned, said) or any(cue.effect == "planned" for cue in cues(said))
        states = {c.effect for t in texts.values() for c in cues(t) if _STATE.fullmatch(t[: c.start] + t[c.end :])}
        return states.isdisjoint(_NOT_SO), "planned" if planned else "actual"

    def _tells_state(self, column: int, text: str) -> bool:
        """Whether words of plans in a cell are of all that the row states.

        They are where its title says so, where they are all that it says, where it begins with the plan of an agreement
        (拟签订三年协议, 正在洽谈), and where they stand beside a name or begin what is no remark; 拟续签 and 明年拟扩招
        plan what comes after.
        """
        rules, title = row_rules(), plain_title(self.titles[column])
        if re.search(rules.status, title) or re.fullmatch(rules.state, text):
            return True
        if re.search(rules.later, title):
            return False
        first = re.split("[,;。]", text, maxsplit=1)[0]
        if re.search(rules.agreeing, first) and not re.search(rules.on, first):
            return True
        if column not in self.cells:
            return False
        plan = f"(?:{rules.planned}|{rules.exploratory})(?!{rules.on})"
        return re.search(f"^{plan}|{plan}[^,;。]{{0,6}}\0|\0[(]?{plan}", text) is not None

    def _named(self, column: int) -> list[Entry]:
        """The things that a cell names, fields and places aside where it names others."""
        links = self.links[self.cells[column].index]
        found = [x.entry for x in links if x.mention.kind == "name"]
        return [e for e in found if e.type not in PLACES and e.type not in FIELDS] or found

    def _time(self) -> Time | None:
        for column, cell in self.cells.items():
            if _TIME.search(self.titles[column]) and (found := self._first_time(cell.text)) is not None:
                begun = bool(_BEGUN.search(self.titles[column]))
                until = "" if begun else found.until
                return msgspec.structs.replace(found, text=cell.text, until=until, since=begun)
        return None

    def _first_time(self, text: str) -> Time | None:
        """The first time in a cell, where a year stands without 年 too."""
        return next(times(text if "年" in text else f"{text}年", self.around.republic), None)

    def _is_place(self, column: int) -> bool:
        return re.fullmatch(row_rules().place, plain_title(self.titles[column])) is not None

    def _is_partner(self, column: int) -> bool:
        """Whether a column names partners: its title says so, or the text above where the title says nothing."""
        rules, title = row_rules(), self.titles[column]
        if _PARTNER.search(title):
            return not self._is_place(column)
        return self.around.of_partners and re.fullmatch(rules.body, plain_title(title)) is not None

    def _own(self) -> list[list[Entry]]:
        """What the row is about: what each column names that says nothing of others, persons first."""
        rules = row_rules()
        found: list[tuple[int, list[Entry]]] = []
        for column in self.cells:
            title = plain_title(self.titles[column])
            if self._is_place(column) or _PARTNER.search(title):
                continue
            if self.around.partners and re.fullmatch(rules.body, title):
                continue
            named = [e for e in self._named(column) if e.type not in PLACES and e.type not in FIELDS]
            persons = [e for e in named if e.type == PERSON]
            if re.fullmatch(rules.person, title):
                found.append((0, persons))
            elif _is_body(title):
                # Whom 教学团队 or 完成人 lists a row is about too, but after those whom a title calls so.
                found.append((1 if len(persons) == len(named) else 2, named))
        return [named for _, named in sorted(found, key=lambda one: one[0]) if named]

    @property
    def _about(self) -> list[Entry]:
        return self.own[0] if self.own else []

    def _owners(self) -> list[Entry]:
        """Whose row it is: the organizations of the first column that names some and isn't one of partners."""
        for named in self.own:
            if found := [e for e in named if e.type in ORGANIZATIONS and e.type not in _MADE]:
                return found
        return []

    def _whose(self) -> Entry | None:
        """Whose the row's figures are: what it is about, or the place or partner that it is called by."""
        first = min(self.cells, default=-1)
        if first < 0 or _SUM.match(self.cells[first].text):
            return self.around.topic
        places = [e for e in self._named(first) if e.type in PLACES]
        partners = [e for c in self.cells if self._is_partner(c) for e in self._named(c) if e.type in ORGANIZATIONS]
        own = [e for named in (*self.own, self._named(first)) for e in named if e.type in _HAVING]
        called = None if _CALLED.search(self.titles[first]) else self.around.topic
        return next(iter([*own[:1], *places, *partners]), called)

    def _span(self) -> Span:
        cells = list(self.cells.values())
        return cells[0].block.start, cells[-1].block.end

    def relations(self, owned: bool) -> Iterator[FoundRelation]:
        """What the row states.

        Args:
            owned: whether rows of the table say whose they are; else they are the section's.
        """
        together = self._together()
        ahead = self._ahead()
        said = [*self._by_titles(), *self._as_member(), *self._partnership(together, owned)]
        for s, p, o in dict.fromkeys(said):
            # Where something is is so, whatever is only planned there.
            if s is not o and s.named and o.named and (self.holds or p == LOCATED_IN):
                is_there = p == LOCATED_IN and (s.type not in _MADE or s in together.partners)
                planned = self.modality == "actual" and (s in ahead or o in ahead)
                modality = "actual" if is_there else "planned" if planned else self.modality
                yield FoundRelation(
                    s.id, p, o.id, modality, "stated", *period(self.time), self._span(), self._span(), by=("tables",),
                    score=round(min(s.score, o.score), 3),
                )  # fmt: skip

    def _ahead(self) -> list[Entry]:
        """What the row names under titles of what is planned, and under no other."""
        here: dict[bool, list[Entry]] = {True: [], False: []}
        for column in self.cells:
            here[re.match(row_rules().ahead, self.titles[column]) is not None] += self._named(column)
        return [e for e in here[True] if e not in here[False]]

    def _by_titles(self) -> Iterator[_Said]:
        """What single columns state of what the row is about."""
        for column in self.cells:
            for rule in facts_under(self.titles[column]):
                cell = self._named(column)
                topic = [[self.around.topic]] if rule.of_topic and not self.own and self.around.topic else []
                # What else the row names, as 完成单位 beside a work, may have won; no more is stated of it.
                others = (them for them in self.own[1:] if all(e.type in ORGANIZATIONS for e in them))
                named = (*self.own[:1], *others, *topic)
                about = (them for them in named if any(rule.holds(e.type, c.type) for e in them for c in cell))
                for entry, other in product(next(about, []), cell):
                    if rule.holds(entry.type, other.type):
                        yield (other, rule.predicate, entry) if rule.turned else (entry, rule.predicate, other)

    def _as_member(self) -> Iterator[_Said]:
        """What the row is about as a member of what the text above the table lists."""
        rules, body = row_rules(), self.around.members
        if body is None or not self.owners:
            return
        heads = any(re.search(rules.heads, cell.text) for c, cell in self.cells.items() if not self._named_in(c))
        for owner in self.owners:
            yield owner, rules.leads if heads else rules.belongs, body

    def _named_in(self, column: int) -> bool:
        return any(x.mention.kind == "name" for x in self.links[self.row[column].index])

    def _together(self) -> _Together:
        """Whom and what the row names beside its owners."""
        partners: list[Entry] = []
        made: list[Entry] = []
        places: list[tuple[Entry, str, list[Entry]]] = []
        about = self._about
        former: list[Entry] = []
        for column in self.cells:
            title = self.titles[column]
            everything = self._named(column)
            named = [e for e in everything if e not in self.owners]
            if self._is_place(column):
                places += [(e, title, former) for e in named if e.type in PLACES]
                continue
            former = everything if everything == about or any(e in self.owners for e in everything) else []
            if facts_under(title) and not _is_body(title):
                continue
            thing = bool(_THING.search(title)) and column != min(self.cells)
            if self._is_partner(column) and not thing:
                former = [e for e in named if e.type in ORGANIZATIONS]
                # Called by what it runs, as a 培训中心 under 外方合作单位, a body is the partner itself.
                former = former or [e for e in named if e.type in _MADE and _BODY.search(plain_title(title))]
                partners += former
                made += [e for e in named if e.type in _MADE and e not in former]
            elif things := [e for e in named if (e.type in _MADE or e.type in ORGANIZATIONS) and (thing or e in about)]:
                made += [e for e in things if thing or e.type in _MADE]
                former = former or things
        return _Together(partners, made, places)

    def _partnership(self, together: _Together, owned: bool) -> Iterator[_Said]:
        """Owners and partners work together and made what the row names besides; places are where it is."""
        partners, made = together.partners, together.made
        topic, owners = self.around.topic, self.owners
        if not owned and partners and topic is not None and topic.type in ORGANIZATIONS and topic not in partners:
            owners = [topic]
        yield from ((owner, PARTNERS_WITH, partner) for owner in owners for partner in partners)
        founding = JOINTLY_ESTABLISHED if partners else ESTABLISHED
        if partners or self._is_made():
            yield from ((maker, founding, thing) for thing in made for maker in (*owners, *partners))
        groups = [self.owners or self._about, partners, made]
        located = [[e for e in group if e.type in ORGANIZATIONS or e.type in _ABROAD] for group in groups]
        for place, title, before in together.places:
            for there in _there(title, before, *located):
                yield there, LOCATED_IN, place

    def _is_made(self) -> bool:
        """Whether the title of the owners' column says that they may have made what the row names."""
        titles = [self.titles[c] for c in self.cells if any(e in self.owners for e in self._named(c))]
        return any(re.fullmatch(row_rules().maker, plain_title(title)) for title in titles)

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
            time = self._first_time(figure.year) or self._when()
            label = without_unit(figure.label, self.units)
            indicator = _UNIT.sub(lambda m: m[0] if m["people"] or m["rate"] else "", label)
            ahead = re.match(row_rules().ahead, title.removeprefix(figure.year))
            is_planned = ahead or (time and time.begin[:4] in self.planned_years)
            modality = "planned" if is_planned else self.modality
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
        return next((t for t in times(self.around.caption, self.around.republic) if t.begin or t.until), None)


def _there(
    title: str, before: list[Entry], own: list[Entry], partners: list[Entry], made: list[Entry]
) -> list[Entry]:  # fmt: skip
    """What is in the place of a column: what its title says, or what the column before holds."""
    if partners and re.search(row_rules().of_partner, title):
        return partners
    groups = [group for group in (partners, own, made) if group]
    beside = next((group for group in groups if any(e in before for e in group)), None)
    return beside or (groups[0] if len(groups) == 1 else [])


def _lists_partners(grid: Grid, around: Around) -> bool:
    """Whether a table has one column of bodies, and the text above says that they work with whom it is about."""
    titles = [plain_title(grid.title(column)) for column in grid.heads]
    bodies = sum(re.fullmatch(row_rules().body, title) is not None for title in titles)
    others = sum(_PARTNER.search(title) is not None and not _THING.search(title) for title in titles)
    spoken = around.topic is not None and around.topic.type in ORGANIZATIONS and around.of_partners
    return spoken and bodies == 1 and not others


def _is_body(title: str) -> bool:
    """Whether a title says no more than that a body stands in the cell."""
    return all(rule.own == (PERSON,) for rule in facts_under(title))
