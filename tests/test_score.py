"""The score: what counts as right, what a reviewer would accept, what scores and voices are worth, and the command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from command_line import Ended, skillgraph
from drafts import accept_all
from scored import NAMES, TEXT, fact, facts_score, figure, name, text
from skillgraph.extract.records import Extraction, FoundDocument, FoundEntity
from skillgraph.model.errors import DataError, UsageError
from skillgraph.model.ontology import ontology
from skillgraph.review.agreement import agreement
from skillgraph.review.annotated import AnnotatedText
from skillgraph.review.answers import Answer, Fact, Name, asserted, matched, read_answer_lines, read_answers
from skillgraph.review.calibration import acceptance, calibration
from skillgraph.review.floors import below_floor
from skillgraph.review.gold import read_gold
from skillgraph.review.report import false_line
from skillgraph.review.score import score
from skillgraph.review.verdicts import Part
from skillgraph.review.voices import voices

__all__ = ["text"]
ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize(
    ("found", "pair", "whole"),
    [
        (fact("岚集团", "established", "红枫学院", "由岚集团建立"), 1, 1),
        (fact("岚集团", "builds", "红枫学院", "由岚集团建立"), 1, 1),  # near
        (fact("红枫学院", "established", "岚集团", "由岚集团建立"), 1, 0),  # the wrong way round
        (fact("岚集团", "awards", "红枫学院", "由岚集团建立"), 1, 0),  # another predicate
        (fact("岚集团", "established", "红枫学院", "由岚集团建立", modality="planned"), 1, 0),
        (fact("蓝鲸大学", "partnersWith", "红枫学院", "合作办学"), 1, 1),  # has no direction
        (fact("蓝鲸大学", "established", "鲸班", "设立鲸班"), 1, 0),  # only planned
        (fact("蓝鲸大学", "established", "鲸班", "设立鲸班", modality="planned"), 1, 1),
        (fact("红枫学院", "partnersWith", "岚集团", "没有与岚集团合作"), 0, 0),  # what the text denies
        (fact("红枫学院", "partnersWith", "岚集团", "没有与岚集团合作", modality="negated"), 1, 1),
        (fact("岚集团", "established", "红枫学院", "为岚集团建立"), 1, 1),  # said again
        (fact("岚集团", "awards", "红枫学院", "为岚集团建立"), 0, 0),  # something else, elsewhere
        (fact("岚集团", "established", "鲸班", "设立鲸班"), 0, 0),
        (fact("红枫学院", "partnersWith", "蓝鲸大学", "合作办学", basis="name"), 0, 0),  # not judged
    ],
)
def test_a_fact_is_right_in_predicate_direction_and_modality(
    text: AnnotatedText, found: Fact, pair: int, whole: int
) -> None:
    parts = facts_score(text, found).parts
    assert (parts["pairs"].right, parts["facts"].right) == (pair, whole)
    assert parts["facts"].rows == (found.basis != "name")


def test_what_is_wrong_with_the_false_facts_is_told(text: AnnotatedText) -> None:
    found = facts_score(
        text,
        fact("岚集团", "established", "红枫学院", "由岚集团建立"),
        fact("岚集团", "awards", "红枫学院", "由岚集团建立"),
        fact("红枫学院", "established", "岚集团", "由岚集团建立"),
        fact("岚集团", "established", "鲸班", "设立鲸班"),
        fact("岚集团", "established", "无名", "设立鲸班"),
    )
    line = false_line([found])
    assert line.startswith("Of 4 false facts 2 have another predicate, direction or modality than the text")
    assert "1 join two things of which the text states nothing" in line
    assert "1 have an end that is no name" in line
    assert false_line([score(text, None)]) == "No fact is false"


def test_a_predicate_that_turns_another_round_says_the_same(text: AnnotatedText) -> None:
    led = msgspec.structs.replace(text.relations[0], predicates=("leads",))
    turned = msgspec.structs.replace(text, relations=(led,))
    assert facts_score(turned, fact("红枫学院", "ledBy", "岚集团", "由岚集团建立")).parts["facts"].right == 1
    assert facts_score(turned, fact("岚集团", "ledBy", "红枫学院", "由岚集团建立")).parts["facts"].right == 0


def test_a_fact_said_again_counts_once_for_recall_and_for_a_reviewer(text: AnnotatedText) -> None:
    twice = [fact("岚集团", "established", "红枫学院", clause) for clause in ("由岚集团建立", "为岚集团建立")]
    found = facts_score(text, *twice)
    assert (found.parts["facts"].found, found.parts["facts"].wrong) == (1, 0)
    accepted = {a.part: (a.accepted, a.rows) for a in acceptance(found.verdicts)}
    assert accepted["facts"] == (1, 1)


def test_core_leaves_out_what_is_softer(text: AnnotatedText) -> None:
    soft = [
        fact("岚集团", "supports", "红枫学院", "由岚集团建立"),
        fact("岚集团", "builds", "红枫学院", "由岚集团建立"),
    ]
    parts = facts_score(text, *soft).parts
    assert (parts["facts"].rows, parts["core"].rows, parts["core"].right) == (2, 1, 1)


@pytest.mark.parametrize(
    ("found", "right", "acceptable"),
    [
        (name("红枫学院", "VocationalSchool"), 1, 1),
        (name("红枫学院", "School"), 1, 1),
        (name("红枫学院", "City"), 1, 0),
        (name("枫学院", "School"), 1, 0),  # a character short: found, but to be corrected
        (name("鲸班。", "Programme"), 1, 0),
        (name("合作办学", "Event"), 0, 0),
    ],
)
def test_a_name_is_right_where_it_stands_and_accepted_as_it_is_written(
    text: AnnotatedText, found: Name, right: int, acceptable: int
) -> None:
    judged = score(text, Answer(names=[found]))
    assert (judged.parts["names"].right, judged.parts["names"].rows) == (right, 1)
    assert [v.acceptable for v in judged.verdicts] == [bool(acceptable)]


def test_kinds_are_neither_demanded_nor_wrong(text: AnnotatedText) -> None:
    part = score(text, Answer(names=[name("学生", "Kind")])).parts["names"]
    assert (part.rows, part.gold, part.found) == (0, 4, 0)


@pytest.mark.parametrize(
    ("changed", "right", "acceptable"),
    [
        ({}, 1, 1),
        ({"subject": "蓝鲸大学"}, 1, 0),
        ({"subject": None}, 1, 0),
        ({"time": "2030"}, 1, 0),
        ({"unit": "名"}, 1, 0),
        ({"unit": "名", "units": ("人",)}, 1, 1),
        ({"indicator": "占地"}, 1, 0),
        ({"modality": "planned"}, 1, 0),
        ({"value": 301}, 0, 0),
        ({"bound": "lessThan"}, 0, 0),
        ({"value_max": 400}, 0, 0),
        ({"span": (0, 3)}, 0, 0),
    ],
)
def test_a_figure_is_right_in_value_and_accepted_if_all_it_says_is(
    text: AnnotatedText, changed: dict[str, Any], right: int, acceptable: int
) -> None:
    judged = score(text, Answer(names=NAMES, figures=[figure(**changed)]))
    assert judged.parts["figures"].right == right
    assert [v.acceptable for v in judged.verdicts if v.part == "figures"] == [bool(acceptable)]


def test_numbers_that_need_not_be_figures_are_not_counted(text: AnnotatedText) -> None:
    at = TEXT.index("2031")
    part = score(text, Answer(figures=[figure(span=(at, at + 4), value=2031)])).parts["figures"]
    assert (part.rows, part.found, part.gold) == (0, 0, 1)


def test_nothing_answered_is_nothing_found(text: AnnotatedText) -> None:
    found = score(text, None)
    assert {name: (part.f1, part.gold) for name, part in found.parts.items()} == {
        "names": (0.0, 4), "pairs": (0.0, 4), "facts": (0.0, 4), "core": (0.0, 4), "asserted": (0.0, 4),
        "figures": (0.0, 1),
    }  # fmt: skip
    assert len(found.missed["facts"]) == 4


def test_scores_are_held_against_what_is_right(text: AnnotatedText) -> None:
    found = facts_score(
        text,
        fact("岚集团", "established", "红枫学院", "由岚集团建立", score=0.95),
        fact("岚集团", "established", "鲸班", "设立鲸班", score=0.91),
        fact("岚集团", "supports", "鲸班", "设立鲸班", score=0.1),
        fact("蓝鲸大学", "partnersWith", "红枫学院", "合作办学"),
    )
    bands = [(b.low, b.rows, b.right) for b in calibration(found.verdicts) if b.part == "facts"]
    assert bands == [(0.9, 2, 1), (0.0, 1, 0), (None, 1, 1)]


def test_proposals_below_a_line_are_left_out_and_rows_without_score_stay() -> None:
    rows = [fact("岚集团", "builds", "红枫学院", "建立", score=s) for s in (0.4, 0.5, None)]
    assert [f.score for f in asserted(Answer(facts=rows), 0.5).facts] == [0.5, None]


def test_asserted_facts_are_counted_apart_by_the_answer_s_own_line_or_another(text: AnnotatedText) -> None:
    sure = fact("岚集团", "established", "红枫学院", "由岚集团建立", score=0.6)
    guess = fact("岚集团", "established", "鲸班", "设立鲸班", score=0.4, asserted=False)
    answer = Answer(names=NAMES, facts=[sure, guess])
    for above, asserted_ in ((None, (1, 0)), (0.3, (1, 1)), (0.7, (0, 0))):
        parts = score(text, answer, above).parts
        assert (parts["asserted"].right, parts["asserted"].wrong) == asserted_
        assert (parts["facts"].right, parts["facts"].wrong) == (1, 1), "all proposals, whatever the line"


def test_records_say_who_found_them_and_how_sure_only_where_somebody_does() -> None:
    document = FoundDocument("1.txt", "", "text/plain", "0" * 64, "0" * 64, 9)
    plain, voiced = FoundEntity("a", "岚市", "City"), FoundEntity("b", "岚县", "City", by=("lac",), score=0.5)
    half = FoundEntity("c", "岚镇", "City", by=("lac",))
    lines = Extraction(document, (plain, voiced, half)).jsonl()
    assert [sorted({"by", "score"} & set(json.loads(line))) for line in lines.splitlines()] == [
        [], [], ["by", "score"], ["by"],
    ]  # fmt: skip
    [answer] = read_answer_lines(lines, "found")
    assert [(n.name, n.by, n.score) for n in answer.names] == [
        ("岚市", (), None), ("岚县", ("lac",), 0.5), ("岚镇", ("lac",), None),
    ]  # fmt: skip


def test_each_voice_is_worth_what_it_found(text: AnnotatedText) -> None:
    found = score(
        text,
        Answer(
            names=[name("红枫学院", "VocationalSchool", by=("lac", "list")), name("枫学院", "School", by=("tagger",))],
            facts=[
                fact("红枫学院", "partnersWith", "蓝鲸大学", "合作办学", by=("with",)),
                fact("红枫学院", "partOf", "蓝鲸大学", "合作办学", by=("pairs",)),
            ],
        ),
    )
    worth = {(v.part, v.voice): (v.rows, v.right, v.alone, v.overlap, v.conflict) for v in voices([found])}
    assert worth["names", "lac"] == (1, 1, 0, 1, 1)
    assert worth["names", "tagger"] == (1, 1, 1, 0, 1)  # another name ends at the same place
    assert worth["facts", "with"] == (1, 0, 0, 0, 1)  # the names' ids are those of other rows
    assert {v.voice: (v.texts, v.right_texts) for v in voices([found, found])}["lac"] == (2, 2)


def test_the_table_of_what_counts_as_one_is_of_known_words() -> None:
    table = agreement()
    odd = {"follows", "partOf", "hasMember", "ledBy"}  # one word for a group, and inverses
    assert table.predicates() - set(ontology().relations) <= odd
    older = {"Government", "Platform", "VocationalCollege", "Association", "Brand", "Card", "ForeignPartner"}
    classes = {*table.like, *table.wider, *(c for names in table.like.values() for c in names)}
    assert classes - set(ontology().classes) <= older


def test_answers_are_for_the_document_with_their_checksum(text: AnnotatedText) -> None:
    mine, other = Answer("a", (text.sha256,)), Answer("b", ("0" * 64,))
    assert [found for _, found in matched([text], [other, mine])] == [mine]
    with pytest.raises(DataError, match="no answer is for any of the texts"):
        list(matched([text], [other]))
    with pytest.raises(DataError, match="a and a answer for one document"):
        list(matched([text], [mine, Answer("a", (text.sha256,))]))


def test_what_is_no_answer_is_named_by_line(tmp_path: Path) -> None:
    path = tmp_path / "found.jsonl"
    with pytest.raises(UsageError, match="no answers in this folder"):
        read_answers(tmp_path)
    path.write_text('\ufeff{"kind": "doubt", "text": "?"}\n\n{"kind": "relation", "subject": "a"}\n', "utf-8")
    with pytest.raises(DataError, match=r"found\.jsonl, line 3: no record of an extraction: .*`predicate`"):
        read_answers(path)
    path.write_text('{"kind": "doubt", "more": ' + "[" * 100_000, "utf-8")
    with pytest.raises(DataError, match=r"found\.jsonl, line 1: no record of an extraction"):
        read_answers(path)


@pytest.mark.parametrize("value", ["9" * 5000, "[" * 5000])
@pytest.mark.parametrize("ending", ["toml", "json"])
def test_gold_that_no_reader_takes_is_one_complaint(tmp_path: Path, ending: str, value: str) -> None:
    path = tmp_path / f"a.{ending}"
    path.write_text(f"a = {value}" if ending == "toml" else value, "utf-8")
    with pytest.raises(DataError, match=rf"a\.{ending}: n"):
        read_gold([path])


def run(*arguments: object, code: int = 0) -> Ended:
    ended = skillgraph(*arguments, cwd=ROOT)
    assert ended.returncode == code, ended.stderr
    return ended


def test_the_example_of_the_help_runs(tmp_path: Path) -> None:
    lines = run("score", "--help").stdout.partition("Example:\n")[2].partition("\n\n")[0].splitlines()
    assert len(lines) == 3
    for line in lines:
        words = [str(tmp_path / "found") if word == "found" else word for word in line.split()]
        output = run(*words[1:]).stdout
    assert "9 texts together" in output
    assert "tagger" in output


def test_json_holds_every_text_and_what_each_voice_is_worth_there(tmp_path: Path, text: AnnotatedText) -> None:
    rows: list[Any] = [{"kind": "document", "sha256": text.sha256}]
    rows += [
        msgspec.to_builtins(n) for n in (name("红枫学院", "School", by=("lac",)), name("合作", "Event", by=("list",)))
    ]
    absurd = {"kind": "statistic", "span": [TEXT.index("300人"), 10**12], "value": 1, "by": ["long"]}
    answer = tmp_path / "found.jsonl"
    answer.write_text("\n".join(map(json.dumps, (*rows, absurd))), encoding="utf-8")
    options = ("--format", "json", "--rules", "--misses")
    found = json.loads(run("score", answer, tmp_path, *options).stdout)
    assert list(found["texts"]) == ["1"]
    for part in (found["all"], found["texts"]["1"]):
        assert {(v["voice"], v["precision"]) for v in part["rules"]} == {("lac", 1.0), ("list", 0.0), ("long", 0.0)}
        assert part["parts"]["names"]["false_of_100"] == 50
        assert part["accepted"]["all"] == {"accepted": 1, "rows": 3}
    assert found["texts"]["1"]["wrong"]["names"] == ["合作 (Event)"]
    assert "鲸班" in found["texts"]["1"]["missed"]["names"]


def test_a_draft_scores_like_the_records_it_was_made_from(tmp_path: Path) -> None:
    document = ROOT / "tests" / "registers" / "developed" / "news.txt"
    run("extract", document, "-o", tmp_path / "found.jsonl")
    run("extract", document, "--loader", tmp_path / "my-news")
    accept_all(tmp_path / "my-news")
    run("extract", document, "--loader", tmp_path / "my-news")
    records, draft = (
        json.loads(run("score", tmp_path / answers, document.with_suffix(".toml"), "--format", "json").stdout)["all"]
        for answers in ("found.jsonl", "my-news")
    )
    for part, figures in (("names", ("recall", "f1")), ("facts", ("recall",)), ("figures", ("recall", "unit"))):
        for share in figures:
            assert draft["parts"][part][share] == pytest.approx(records["parts"][part][share], abs=0.06), part
    assert draft["parts"]["facts"]["recall"] > 0.5


def test_what_is_rejected_in_a_draft_is_no_answer(tmp_path: Path) -> None:
    document = ROOT / "tests" / "registers" / "developed" / "news.txt"
    folder = tmp_path / "my-news"
    run("extract", document, "--loader", folder)
    accept_all(folder)
    run("extract", document, "--loader", folder)
    before = read_answers(folder)[0]
    table = folder / "statements.csv"
    table.write_text(table.read_text("utf-8").replace(",extracted,", ",rejected,", 1), encoding="utf-8")
    assert len(read_answers(folder)[0].facts) == len(before.facts) - 1


def test_a_missing_answer_is_said_and_a_fall_below_the_floor_is_named(tmp_path: Path, text: AnnotatedText) -> None:
    (tmp_path / "2.txt").write_text(TEXT + "又", encoding="utf-8")
    (tmp_path / "2.toml").write_bytes((tmp_path / "1.toml").read_bytes())
    answer = tmp_path / "found.jsonl"
    document = {"kind": "document", "sha256": text.sha256}
    answer.write_text("\n".join(json.dumps(row) for row in (document, *map(msgspec.to_builtins, NAMES))), "utf-8")
    floor = tmp_path / "floor.toml"
    floor.write_text("[all.names]\nrecall = 0.5\n\n[1.facts]\nrecall = 0.1\n", encoding="utf-8")
    done = run("score", answer, tmp_path / "1.toml", tmp_path / "2.toml", "--floor", floor, code=1)
    assert "1 of 2 texts have no answer and count as nothing found: 2" in done.stderr
    assert "1 facts recall: 0.0, below 0.1" in done.stderr
    assert "all names" not in done.stderr


def test_a_floor_for_what_is_not_there_is_below(tmp_path: Path) -> None:
    floor = tmp_path / "floor.toml"
    floor.write_text("[pages.facts]\nf1 = 0.1\nwhose = 0.1\n", encoding="utf-8")
    assert below_floor({"pages": {"facts": Part(right=1, gold=1, found=1)}}, floor) == [
        "pages facts whose: None, below 0.1"
    ]
    assert len(below_floor({}, floor)) == 2
    floor.write_text("[facts]\nf1 = 0.1\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"\[facts\] needs tables of parts"):
        below_floor({}, floor)


def test_what_a_report_says_cannot_rewrite_the_terminal(tmp_path: Path, text: AnnotatedText) -> None:
    answer = tmp_path / "found.jsonl"
    rows: list[dict[str, Any]] = [{"kind": "document", "sha256": text.sha256}]
    rows += [{"kind": "entity", "id": "e", "name": "\x1b[2J坏", "type": "City", "mentions": [[0, 1]]}]
    answer.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    shown = run("score", answer, tmp_path / "1.toml", "--misses").stdout
    assert "坏" in shown
    assert "\x1b" not in shown
