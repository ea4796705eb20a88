"""What is proposed as the same thing, and how a person's decisions on it are taken: `skillgraph resolve`."""

from __future__ import annotations

import csv
import json
import runpy
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from command_line import skillgraph
from loaders import write_table
from skillgraph.model.problems import Problem
from skillgraph.model.records import Entity, Statement
from skillgraph.resolve.decisions import DECISIONS, Decision, append_decisions, read_decisions
from skillgraph.resolve.forms import FormReader
from skillgraph.resolve.places import Places
from skillgraph.resolve.things import Thing, things
from skillgraph.resolve.weighing import reasons, score
from skillgraph.tables.opening import open_loader, reference_loaders

Row = dict[str, str]
ROOT = Path(__file__).resolve().parents[1]
SCHOOL, FIRM, BODY = "VocationalSchool", "Enterprise", "GovernmentBody"


def thing_row(id: str, name: str, class_name: str = SCHOOL, **more: str) -> Row:
    return {"id": id, "class": class_name, "existence": "individual", "name": name, "status": "reviewed", **more}


def fact(id: str, subject: str, predicate: str, object: str) -> Row:
    return {
        "id": id, "subject": subject, "predicate": predicate, "object": object, "modality": "actual",
        "basis": "stated", "status": "reviewed",
    }  # fmt: skip


def report(parent: Path, name: str, entities: Iterable[Row], statements: Iterable[Row] = ()) -> Path:
    folder = parent / name
    folder.mkdir(parents=True)
    (folder / "source.toml").write_text(f'id = "{name}"\ntitle = "报告"\ntitle_en = "report"\n', "utf-8")
    for table, rows in (("entities", entities), ("statements", statements), ("observations", ())):
        write_table(folder, f"{table}.csv", list(rows))
    return folder


@pytest.fixture
def loaders(tmp_path: Path) -> list[Path]:
    """Two reports that call schools of two cities by the same and by other names."""
    parent = tmp_path / "loaders"
    first = report(
        parent, "r2023",
        [
            thing_row("qd-tech", "青岛市技师学院", "TechnicalSchool"), thing_row("qd-exp", "实验职业学校"),
            thing_row("hongfeng", "𬭎鋒职业学院", aliases="𬭎锋学院（东校区）"),
        ],
        [fact("s1", "qd-exp", "locatedIn", "qingdao")],
    )  # fmt: skip
    second = report(
        parent, "r2024",
        [
            thing_row("tech-2", "青島技師學院", "TechnicalSchool"), thing_row("zb-exp", "实验职业学校"),
            thing_row("zb-tech", "淄博市技师学院", "TechnicalSchool"),
        ],
        [fact("s1", "zb-exp", "locatedIn", "zibo")],
    )  # fmt: skip
    return [first, second]


def asked(*arguments: object, cwd: Path) -> list[Row]:
    ended = skillgraph("resolve", *arguments, "--format", "json", cwd=cwd)
    assert ended.returncode == 0, ended.stderr
    found: list[Row] = json.loads(ended.stdout)
    return found


def decided(path: Path) -> list[tuple[str, ...]]:
    problems: list[Problem] = []
    found: list[tuple[str, ...]] = [(d.left, d.right, d.decision) for d in read_decisions(path, problems)]
    assert problems == []
    return found


def fill(sheet: Path, decision: str, end: str = "\n") -> None:
    """Decides on all rows of a sheet, and saves it as a spreadsheet does."""
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with sheet.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator=end)
        writer.writeheader()
        writer.writerows({**row, "decision": decision} for row in rows)


def test_one_school_in_two_scripts_is_asked_about_and_two_schools_of_one_name_are_not(
    loaders: list[Path], tmp_path: Path
) -> None:
    (row,) = asked(*loaders, cwd=tmp_path)
    assert {row["left"], row["right"]} == {"qd-tech", "tech-2"}
    assert row["reasons_zh"] == "名称核心相同；地名相同；类别相同"
    assert row["reasons"] == "same core of the name; same place; same class"


def test_a_sheet_is_decided_taken_once_and_never_asked_again(loaders: list[Path], tmp_path: Path) -> None:
    sheet, table = tmp_path / "sheet.csv", tmp_path / "loaders" / DECISIONS
    assert skillgraph("resolve", *loaders, "-o", sheet, cwd=tmp_path).returncode == 0
    assert sheet.read_bytes().startswith(b"\xef\xbb\xbfdecision,score,left,")
    fill(sheet, "相同", end="\r\n")
    for added in (1, 0):
        ended = skillgraph("resolve", *loaders, "--take", sheet, "--by", "李敏", cwd=tmp_path)
        assert (ended.returncode, ended.stderr) == (0, f"{added} decisions added to {table}\n")
    assert decided(table) == [("qd-tech", "tech-2", "same")]
    assert asked(*loaders, cwd=tmp_path) == []


def test_a_decision_that_was_withdrawn_is_not_made_again_by_the_old_sheet(loaders: list[Path], tmp_path: Path) -> None:
    sheet, table = tmp_path / "sheet.csv", tmp_path / "loaders" / DECISIONS
    skillgraph("resolve", *loaders, "-o", sheet, cwd=tmp_path)
    fill(sheet, "same")
    skillgraph("resolve", *loaders, "--take", sheet, "--by", "李敏", cwd=tmp_path)
    append_decisions(table, [Decision("qd-tech", "tech-2", "withdrawn", "王芳", f"{date.today()}")])
    assert skillgraph("resolve", *loaders, "--take", sheet, "--by", "李敏", cwd=tmp_path).stderr.startswith("0 ")
    assert len(asked(*loaders, cwd=tmp_path)) == 1


def test_a_sheet_runs_nothing_in_a_spreadsheet(tmp_path: Path) -> None:
    name = '=cmd|"/c calc"!A1技师学院'
    folders = [report(tmp_path / "l", f"r{id}", [thing_row(id, name)]) for id in "ab"]
    skillgraph("resolve", *folders, "-o", tmp_path / "sheet.csv", cwd=tmp_path)
    with (tmp_path / "sheet.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["left_name"] == "'" + name


def test_mappings_go_out_and_decisions_come_back(loaders: list[Path], tmp_path: Path) -> None:
    mappings, table = tmp_path / "m.sssom.tsv", tmp_path / "loaders" / DECISIONS
    skillgraph("resolve", *loaders, "--sssom", mappings, cwd=tmp_path)
    text = mappings.read_text("utf-8")
    assert "\tsemapv:CompositeMatching\t" in text
    assert skillgraph("resolve", *loaders, "--take", mappings, "--by", "李", cwd=tmp_path).stderr.startswith("0 ")
    mappings.write_text(text.replace("CompositeMatching", "ManualMappingCuration"), "utf-8")
    assert skillgraph("resolve", *loaders, "--take", mappings, "--by", "李", cwd=tmp_path).stderr.startswith("1 ")
    assert decided(table) == [("qd-tech", "tech-2", "same")]


def test_a_sheet_with_decisions_that_nobody_took_is_not_written_over(loaders: list[Path], tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    skillgraph("resolve", *loaders, "-o", sheet, cwd=tmp_path)
    fill(sheet, "different")
    before = sheet.read_bytes()
    ended = skillgraph("resolve", *loaders, "-o", sheet, cwd=tmp_path)
    assert ended.returncode == 2
    assert "1 decisions that were not taken" in ended.stderr
    assert sheet.read_bytes() == before


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("qd-tech", "qd-teck", "row 2, column left: 'qd-teck' is no thing of these loaders"),
        ("same", "maybe", "row 2, column decision: unknown decision 'maybe'"),
    ],
)
def test_a_sheet_with_a_slip_is_taken_not_at_all(
    loaders: list[Path], tmp_path: Path, old: str, new: str, complaint: str
) -> None:
    sheet = tmp_path / "sheet.csv"
    skillgraph("resolve", *loaders, "-o", sheet, cwd=tmp_path)
    fill(sheet, "same")
    sheet.write_text(sheet.read_text("utf-8").replace(old, new, 1), "utf-8")
    ended = skillgraph("resolve", *loaders, "--take", sheet, "--by", "李", cwd=tmp_path)
    assert ended.returncode == 1
    assert complaint in ended.stderr
    assert not (tmp_path / "loaders" / DECISIONS).exists()


def test_a_sheet_that_contradicts_what_was_decided_is_refused(loaders: list[Path], tmp_path: Path) -> None:
    table = tmp_path / "loaders" / DECISIONS
    told = [Decision("tech-2", "zb-tech", "same", "李"), Decision("qd-tech", "zb-tech", "different", "李")]
    append_decisions(table, told)
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("decision,left,right\nsame,qd-tech,tech-2\n", "utf-8")
    ended = skillgraph("resolve", *loaders, "--take", sheet, "--by", "李", cwd=tmp_path)
    assert ended.returncode == 1
    assert "judged different, but a chain of same joins them" in ended.stderr
    assert len(decided(table)) == 2


def test_a_name_near_to_two_that_were_judged_different_is_a_warning(tmp_path: Path) -> None:
    parent = tmp_path / "loaders"
    names = {"a": "晨星集团", "b": "晨星集团有限公司", "c": "晨星"}
    folders = [report(parent, f"r{id}", [thing_row(id, name, FIRM)]) for id, name in names.items()]
    append_decisions(parent / DECISIONS, [Decision("a", "b", "different", "李")])
    ended = skillgraph("resolve", *folders, "--format", "json", cwd=tmp_path)
    rows = json.loads(ended.stdout)
    assert {(row["left"], row["right"]) for row in rows} == {("a", "c"), ("b", "c")}
    assert all("was judged to be another" in row["warning"] for row in rows)
    assert "warning: 晨星 is near to" in ended.stderr


def test_what_a_person_could_not_tell_comes_last_and_only_when_asked_for(loaders: list[Path], tmp_path: Path) -> None:
    append_decisions(tmp_path / "loaders" / DECISIONS, [Decision("qd-tech", "tech-2", "unsure", "李")])
    assert asked(*loaders, cwd=tmp_path) == []
    assert [row["right"] for row in asked(*loaders, "--unsure", cwd=tmp_path)] == ["tech-2"]


def test_of_many_rows_of_one_thing_no_more_are_asked_about_than_are_needed(tmp_path: Path) -> None:
    names = ["晨星集团", "晨星集团", "晨星集团有限公司", "晨星集团", "晨星"]
    folders = [report(tmp_path / "l", f"r{n}", [thing_row(f"x{n}", name, FIRM)]) for n, name in enumerate(names)]
    assert len(asked(*folders, cwd=tmp_path)) == 4


def test_places_of_names_count_before_places_of_facts(tmp_path: Path) -> None:
    """Schools of two counties that took part in one city are two."""
    names = {"a": "井陉县职教中心", "b": "蔚县职业技术教育中心"}
    folders = [
        report(tmp_path / "l", f"r{id}", [thing_row(id, name)], [fact("s1", id, "locatedIn", "shijiazhuang")])
        for id, name in names.items()
    ]
    assert asked(*folders, cwd=tmp_path) == []


def test_two_that_have_to_do_with_each_other_are_two(tmp_path: Path) -> None:
    firms = [thing_row("a", "晨星集团", FIRM), thing_row("b", "晨星", FIRM)]
    folder = report(tmp_path / "l", "r1", firms[:1])
    assert len(asked(folder, report(tmp_path / "l", "r2", firms[1:]), cwd=tmp_path)) == 1
    told = report(tmp_path / "l", "r3", firms, [fact("s1", "a", "partnersWith", "b")])
    assert asked(told, cwd=tmp_path) == []


def test_kinds_of_things_come_behind_single_things(tmp_path: Path) -> None:
    kind = thing_row("k", "职业院校") | {"existence": "kind"}
    folders = [
        report(tmp_path / "l", "r1", [kind, thing_row("a", "晨星技师学院")]),
        report(tmp_path / "l", "r2", [kind | {"id": "k2"}, thing_row("b", "“晨星”技师学院")]),
    ]
    assert [row["left"] for row in asked(*folders, cwd=tmp_path)] == ["a", "k"]


def test_a_name_that_fits_schools_of_two_cities_is_none_of_them(tmp_path: Path) -> None:
    names = {"a": "青岛职业技术学院", "b": "青海职业技术学院", "c": "青职院"}
    folders = [report(tmp_path / "l", f"r{id}", [thing_row(id, name)]) for id, name in names.items()]
    assert asked(*folders, cwd=tmp_path) == []
    found = {(row["left"], row["right"]) for row in asked(folders[0], folders[2], cwd=tmp_path)}
    assert found == {("a", "c")}


def test_a_list_of_ones_own_gives_identifiers(loaders: list[Path], tmp_path: Path) -> None:
    own, sheet = tmp_path / "schools.csv", tmp_path / "sheet.csv"
    own.write_text(
        "id,name,place,class,备注\r\n3701,青岛技师学院,,TechnicalSchool,x\r\n3702,实验职业学校,山东省淄博市,,\r\n",
        "utf-8",
    )
    found = {(row["left"], row["right"]) for row in asked(*loaders, "--against", own, "--scheme", "moe", cwd=tmp_path)}
    assert found == {("qd-tech", "moe:3701"), ("tech-2", "moe:3701"), ("zb-exp", "moe:3702")}
    skillgraph("resolve", *loaders, "--against", own, "--scheme", "moe", "-o", sheet, cwd=tmp_path)
    fill(sheet, "same")
    skillgraph("resolve", *loaders, "--take", sheet, "--by", "李", cwd=tmp_path)
    assert ("zb-exp", "moe:3702", "same") in decided(tmp_path / "loaders" / DECISIONS)
    assert asked(*loaders, "--against", own, "--scheme", "moe", cwd=tmp_path) == []


@cache
def references() -> tuple[list[Entity], list[Statement], Places]:
    opened = [open_loader(folder) for folder in reference_loaders()]
    entities = [entity for loader in opened for _, entity in loader.entities([])]
    statements = [statement for loader in opened for _, statement in loader.statements([])]
    return entities, statements, Places(entities, statements)


def compared(*rows: tuple[str, str]) -> tuple[list[Thing], Places]:
    _, statements, places = references()
    mine = [Entity(f"x{n}", f"s{n}", (class_name,), name) for n, (name, class_name) in enumerate(rows)]
    return list(things(mine, statements, places).values()), places


def likeness(left: str, right: str, class_name: str = SCHOOL) -> float:
    (one, other), places = compared((left, class_name), (right, class_name))
    told = reasons(one, other, places)
    return score(told) if told else 0.0


@pytest.mark.parametrize(
    ("left", "right", "class_name"),
    [
        ("青岛职业技术学院（黄岛校区）", "青岛职业技术学院", SCHOOL),
        ("淄博市第一技工学校", "淄博市第二技工学校", "TechnicalSchool"),
        ("中国石油大学（华东）", "中国石油大学(北京)", "University"),
        ("柳州市人社局", "桂林市人社局", BODY),
        ("泰国教育部", "国家教育部", BODY),
        ("天津大学", "天津大学化工学院", "University"),
        ("青岛大学", "青岛大学附属中学", "School"),
        ("京东", "京东方", FIRM),
        ("山东省技术能手", "全国技术能手", "Honour"),
        ("长江岩土工程有限公司武汉分公司", "长江岩土工程有限公司", FIRM),
        ("王伟", "王伟", "Person"),
        ("哈职院", "哈尔滨铁道职业技术学院", SCHOOL),
        ("市委", "市委", BODY),
        ("省人社厅", "省人力资源社会保障厅", BODY),
        ("国家级重点职业高中", "国家级重点中等职业学校", "Honour"),
    ],
)
def test_what_only_looks_alike_is_not_asked_about(left: str, right: str, class_name: str) -> None:
    assert likeness(left, right, class_name) < 0.5


@pytest.mark.parametrize(
    ("left", "right", "class_name"),
    [
        ("原青岛市第一技工学校", "青岛第1技校", "TechnicalSchool"),
        ("四川省人力资源和社会保障厅", "四川人社厅", BODY),
        ("井陉县职业技术教育中心", "井陉县职教中心", SCHOOL),
        ("深圳职业技术学院", "深圳职业技术大学", SCHOOL),
        ("德国ＧＦＭ教育集团", "德国gfm集团", FIRM),
        ("五洲汉风网络科技（北京）有限公司", "北京五洲汉风网络科技有限公司", FIRM),
        ("教育部", "中华人民共和国教育部", BODY),
        ("「海右杯」職業技能大賽", "海右杯职业技能大赛", "Competition"),
        ("长沙航院", "长沙航空职业技术学院", SCHOOL),
        ("枝江市", "枝江", "City"),
        ("海西蒙古族藏族自治州职业技术学校", "海西州职业技术学校", SCHOOL),
        ("中铁二十三局集团有限公司", "中铁23局", FIRM),
    ],
)
def test_other_ways_to_write_a_name_are_asked_about(left: str, right: str, class_name: str) -> None:
    assert likeness(left, right, class_name) >= 0.5


@pytest.mark.parametrize(
    ("field", "value", "other", "is_asked"),
    [("uscc", "12370200", "12370200", True), ("uscc", "12370200", "12370300", False)],
)
def test_an_identifier_outweighs_names(field: str, value: str, other: str, is_asked: bool) -> None:
    (one, two), places = compared(("青岛一所学校", SCHOOL), ("另一所学校" if is_asked else "青岛一所学校", SCHOOL))
    one.identifiers, two.identifiers = {field: value}, {field: other}
    assert (score(reasons(one, two, places)) >= 0.5) is is_asked


def test_proposals_on_names_that_were_not_tuned_on_are_as_good_as_promised() -> None:
    script = ROOT / "benchmarks" / "resolving.py"
    measured = runpy.run_path(str(script))["measured"](1)
    assert measured.pairs > 400
    assert measured.precision >= 0.95
    assert measured.recall >= 0.9


PIECES = st.lists(
    st.sampled_from(
        [
            *("青岛", "青島市", "山东省", "淄博", "第一", "1", "１", "二", "实验", "工业", "南洋"),
            *("𬭎达", "GFM", "ＧＦＭ", "技师学院", "技工学校", "职业技术学院", "大学", "集团", "有限公司", "教育局"),
            *("教育部", "人社厅", "职院", "院", "（", "）", "(北京)", "校区", "原", "前", "“", "”", "县"),
            *("市", "\r\n", "\u3000"),
        ]
    ),
    min_size=1, max_size=6,
).map("".join)  # fmt: skip


@given(PIECES, PIECES, st.sampled_from([SCHOOL, FIRM, BODY, "City", "Honour"]))
def test_which_of_two_comes_first_makes_no_difference(left: str, right: str, class_name: str) -> None:
    (one, other), places = compared((left, class_name), (right, class_name))
    there, back = reasons(one, other, places), reasons(other, one, places)
    assert score(there) == score(back)
    assert bool(there) == bool(back)


@given(st.text(max_size=30))
def test_any_text_can_be_taken_apart(name: str) -> None:
    for form in FormReader(references()[2]).forms(name):
        assert form.readings


def test_an_alias_that_one_source_gives_two_things_asks_nothing(tmp_path: Path) -> None:
    """Regulations of one city are all called 管理办法 for short: who lists them has told them apart."""
    names = {"chief": "烟台市焊接首席管理办法", "master": "烟台市海工大师管理办法"}
    rows = [thing_row(id, name, "Policy", aliases="管理办法") for id, name in names.items()]
    assert asked(report(tmp_path, "one", rows), cwd=tmp_path) == []
    apart = [report(tmp_path, name, [row]) for name, row in zip(("two", "three"), rows, strict=True)]
    assert len(asked(*apart, cwd=tmp_path)) == 1
