"""Texts in the encodings and with the ends of lines that mail programs and other systems write."""

from __future__ import annotations

import pytest

from skillgraph.documents import read_bytes
from skillgraph.language.passages import passages
from skillgraph.model.errors import DataError

TXT, MD = "text/plain", "text/markdown"


@pytest.mark.parametrize("encoding", ["hz", "utf-7", "iso2022_jp_2"])
def test_chinese_in_nothing_but_ascii_is_read(encoding: str) -> None:
    text = "柳州市有技工院校9所。\n全市与东盟国家合作办学~+\n"
    for media_type in (TXT, MD):
        source = read_bytes(text.encode(encoding), "a", media_type)
        assert source.text == text
        assert source.encoding


@pytest.mark.parametrize(
    "text",
    [
        "C++ and a+bcd e+/x, call +8613800138000",
        "~{abc~} ~/home ~~",
        "+AGEAYg- +ABCD-",
        "\x1b[31mred",
        "~{VP~}",
        "+T2A-",
        "+2AA- and +2ADcAA-",
        "+2ADYAA- +Ti1lh1tXfW4-",
        "$ make all\n\x1b$ ok, 3 tests ran\n" * 3,
        "a plain report of what was done today, line by line\n" * 9 + "\x1b$Bold\x1b(B\n",
    ],
)
def test_signs_in_an_english_text_stay_what_they_are(text: str) -> None:
    assert read_bytes(text.encode(), "a.txt", TXT).text == text


def test_a_text_with_many_words_of_an_art_is_read() -> None:
    text = (
        "吡啶、嘧啶、吲哚、噻吩、呋喃与黄芪、茯苓、菝葜、蒺藜的检验由药物制剂专业的学生完成，"
        "共九所学校参加，学校与企业共同建设实训基地。\n"
    )
    for encoding in ("gb18030", "hz"):
        assert read_bytes(text.encode(encoding), "a.txt", TXT).text == text


#: What iconv writes for Chinese sentences.
FOREIGN = {
    "EUC-TW": "ead7fda4cefbcac0ddb4f0d0d8e1ead8c7bae4c6c7d9c9a2f2d6f0d0d9dbeff2f0d0c6edc4b5c4c5c4a9",
    "ISO-2022-CN": "1b2429410e6372565d4a50563052355127543a0f",
}


@pytest.mark.parametrize("name", FOREIGN)
def test_another_encoding_is_no_chinese_text_of_rare_characters(name: str) -> None:
    with pytest.raises(DataError, match="save it as UTF-8"):
        read_bytes(bytes.fromhex(FOREIGN[name]) * 4, "a.txt", TXT)


@pytest.mark.parametrize("end", ["\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_lines_end_as_other_systems_end_them(end: str) -> None:
    text = (
        "嘉禾市技能人才工作\n\n嘉禾学院与金竹集团签订合作协议，共建实训基地。\n全市有技工院校9所，在校生2.4\n"
        "万人，每年新增教师六十名。\n\n二、师资队伍\n- 甲校有教师70人。\n- 乙校有教师80人。\n\n"
        "| 学校 | 人数 |\n|---|---|\n| 甲校 | 300 |\n"
    )
    for media_type in (TXT, MD):
        lines, other = (read_bytes(t.encode(), "a", media_type) for t in (text, text.replace("\n", end)))
        assert [(p.block.kind, p.text) for p in passages(other)] == [(p.block.kind, p.text) for p in passages(lines)]
    assert read_bytes(text.replace("\n", end).encode(), "a", TXT).text == text.replace("\n", end)
