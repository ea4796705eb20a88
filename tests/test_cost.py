"""What a document costs grows with its size, whatever stands in it: a line of ten times the length takes ten times."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillgraph.documents import read_bytes
from skillgraph.documents.source import Block
from skillgraph.extract.naming.nearby import Near, Others, held_in, occurrences
from skillgraph.language.passages import Passage, sentences
from skillgraph.language.quantities import quantities
from skillgraph.model.problems import Known


def test_lines_that_are_joined_cost_what_their_number_is() -> None:
    text = "甲," * 3 + "\n"
    begin = time.process_time()
    source = read_bytes((text * 60_000).encode(), "a.txt", "text/plain")
    assert len(source.blocks) == 1
    assert time.process_time() - begin < 10


def test_sentences_without_a_stop_are_parted_at_commas() -> None:
    text = "甲校与乙公司共建中心," * 500
    parts = list(sentences(Passage(0, Block("paragraph", 0, len(text)), text, tuple(range(len(text))))))
    assert "".join(text[start:end] for start, end in parts) == text
    assert all(text[start:end].endswith(",") and end - start <= 1000 for start, end in parts)


@pytest.mark.parametrize("part", ["2024", "1,", "1.1,", "三百", "2分", "1:1"])
def test_long_numbers_are_read_once(part: str) -> None:
    begin = time.process_time()
    assert quantities(part * 40_000 + "，三分之一", {})
    assert time.process_time() - begin < 10


def test_a_wrong_reference_costs_no_search_over_all_names() -> None:
    ends = [f"{n:06x}".replace("0", "z") for n in range(200_000)]
    known = Known(f"school-{end}" for end in ends)
    known.near("school")
    begin = time.process_time()
    found = [known.near(f"{first}{end}") for end in ends[:300] for first in ("school_", "shool-")]
    assert found == [f"school-{end}" for end in ends[:300] for _ in range(2)]
    assert time.process_time() - begin < 10


FORMS = st.lists(st.text("甲乙丙", max_size=5), unique=True, max_size=12)


@given(FORMS, st.data())
def test_forms_in_forms_are_counted_as_one_by_one(forms: list[str], data: st.DataObject) -> None:
    likely = [form for form in forms if len(form) > 1 and data.draw(st.booleans())]
    longer, shorter = held_in(forms, likely, 2)
    assert longer == {f: sum(f != o and f in o for o in likely) if len(f) > 1 else 0 for f in forms}
    assert shorter == {f: sum(f != o and o in f for o in likely) for f in forms}


@given(FORMS, st.text("甲乙丙", max_size=60))
def test_occurrences_are_counted_as_one_by_one(forms: list[str], text: str) -> None:
    assert occurrences(forms, text) == {form: text.count(form) for form in forms}


PLACES = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 9)).map(lambda p: (p[0], p[0] + p[1])), max_size=30)


@given(PLACES, st.integers(0, 50), st.integers(1, 9))
def test_no_place_nearby_is_missed(places: list[tuple[int, int]], start: int, length: int) -> None:
    near = Near(places).around(start, start + length)
    assert {(s, e) for s, e in places if s <= start + length + 1 and start - 1 <= e} <= set(near)


@given(st.lists(st.tuples(st.sampled_from([0.0, 0.25, 0.5, 1.0]), st.integers(0, 9), st.integers(0, 9)), max_size=30))
def test_chances_of_many_places_are_those_of_few(found: list[tuple[float, int, int]]) -> None:
    many = found * 40
    for _, sentence, offset in found[:5]:
        others = [p for p, *place in many if place != [sentence, offset]]
        best, average, count = Others(many).than((sentence, offset))
        assert (best, count) == (max(others, default=-1.0), len(others))
        assert average == pytest.approx(sum(others) / len(others) if others else -1.0)
