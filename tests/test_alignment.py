"""Passages are found again in another version of a text, and nothing else is taken for them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from skillgraph.language.alignment import Alignment
from small_report import TEXT


def test_the_same_short_words_elsewhere_are_not_taken_for_the_passage() -> None:
    """A cell of a table holds a number that stands in many cells."""
    old = "学校|教师\n甲校|12\n乙校|34\n丙校|56\n"
    new = "学校|教师\n甲校|15\n丁校|12\n乙校|34\n丙校|56\n"
    place = old.index("12")
    found = Alignment(old, new).find(place, place + 2)
    assert found is None or not found.same


def test_chapters_that_changed_places_are_followed() -> None:
    chapters = [f"第{n}章\n\n" + "".join(chr(0x4E00 + (n * 997 + i * i) % 9000) for i in range(300)) for n in range(6)]
    chapters[2] += "𬭎"
    old, new = "\n".join(chapters), "\n".join(chapters[n] for n in (0, 4, 3, 5, 1, 2))
    alignment = Alignment(old, new)
    for start in range(0, len(old) - 40, 7):
        found = alignment.find(start, start + 40)
        inside = any(old[start : start + 40] in chapter for chapter in chapters)
        assert not inside or (found and new[found.start : found.end] == old[start : start + 40])


_PASSAGES = (
    *("海滨市现有12所技工学校,在校生3.5万人", "海滨技师学院与云山集团共建“焊接\n中心”", "培训焊工近百名"),
    *("每人补贴最高2万元", "其中女学员10余名", "计划新增5个工位", "二期工程尚未动工", "多名教师参训"),
)
_PLACES = st.sampled_from([0, len(TEXT), *map(TEXT.index, _PASSAGES)])


@given(st.lists(st.tuples(_PLACES, st.text("甲校12所市海滨，。\n 𬭎#万", min_size=1)), max_size=6))
def test_whatever_is_put_between_passages_all_rows_are_kept(inserted: list[tuple[int, str]]) -> None:
    text = TEXT
    for place, words in sorted(inserted, key=lambda pair: -pair[0]):
        text = text[:place] + words + "。" + text[place:]
    alignment = Alignment(TEXT, text)
    for passage in _PASSAGES:
        start = TEXT.index(passage)
        found = alignment.find(start, start + len(passage))
        assert found
        assert text[found.start : found.end] == passage


@given(st.text("甲乙丙丁。，12 \n𬭎", max_size=60), st.text("甲乙丙丁。，12 \n𬭎", max_size=60), st.data())
def test_what_is_called_the_same_has_the_same_words(old: str, new: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(old)))
    end = data.draw(st.integers(start, len(old)))
    for sure in (True, False):
        found = Alignment(old, new).find(start, end, sure)
        assert found is None or 0 <= found.start < found.end <= len(new)
        if found and found.same:
            there, words = (
                "".join(t.split()).replace("，", ",") for t in (new[found.start : found.end], old[start:end])
            )
            assert there == words
