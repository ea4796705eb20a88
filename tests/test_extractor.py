"""Extractors: the rules' spans are exact in every format, and what a foreign one returns is held to the same rules."""

from __future__ import annotations

import re
from pathlib import Path

from document_files import docx, paragraph, print_to_pdf, table
from sentences import read, stated
from skillgraph.documents import SourceText, read_bytes
from skillgraph.documents.docx import MEDIA_TYPE
from skillgraph.extract.pipeline import RuleExtractor
from skillgraph.extract.protocol import held_to_the_rules
from skillgraph.extract.records import Extraction, FoundDocument, FoundEntity, FoundRelation, FoundStatistic
from skillgraph.extract.terms import Head, Term, load_terms
from skillgraph.model.ontology import ontology
from skillgraph.tables.asking import in_language

BREAKS = str.maketrans("", "", "\r\n")
LINES = [
    "臺州市與老撾萬象技術學院共建「中老機電學院」，２０２４年培訓學員１２０餘人。",
    "台州𠮷祥技师学院引进德国AHK职业资格证书,在校生近3000人。",
]
ROWS = [["学校", "合作方", "在校生(人)"], ["台州𠮷祥技师学院", "泰国清迈工业学院", "1,250"]]


def formats(folder: Path, chromium: Path) -> dict[str, SourceText]:
    """The same report as text, web page, Word file and PDF."""
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
    style = "<meta charset=utf-8><style>body{font-family:'Noto Serif CJK SC'}</style>"
    html = style + "".join(f"<p>{line}</p>" for line in LINES) + f"<table border=1>{cells}</table>"
    markdown = (
        "\n\n".join(LINES) + "\n\n" + "\n".join("|" + "|".join(row) + "|" for row in [ROWS[0], ["-"] * 3, ROWS[1]])
    )
    wrapped = "\r\n".join(line[i : i + 17] for line in LINES for i in range(0, len(line), 17))
    word = docx("".join(map(paragraph, LINES)) + table(ROWS))
    files = {
        "text/plain": wrapped.encode("gb18030"), "text/markdown": markdown.encode(), "text/html": html.encode(),
        MEDIA_TYPE: word, "application/pdf": print_to_pdf(html, folder, chromium),
    }  # fmt: skip
    return {kind: read_bytes(data, "report", kind) for kind, data in files.items()}


def test_every_span_is_exact_in_every_format(chromium: Path, tmp_path: Path) -> None:
    for kind, source in formats(tmp_path, chromium).items():
        found = RuleExtractor().extract(source)
        assert held_to_the_rules(found, source).doubts == found.doubts, kind
        names = {e.name for e in found.entities}
        assert {"老撾萬象技術學院", "台州𠮷祥技师学院", "中老機電學院"} <= names, kind
        figures = {(int(s.value or 0), source.text[slice(*s.span)].translate(BREAKS)) for s in found.statistics}
        assert {(120, "１２０餘人"), (3000, "3000人")} <= figures, kind
        if kind != "text/plain":
            assert (1250, "1,250") in figures, kind


class Foreign:
    """An extractor that makes things up."""

    name = "foreign"

    def extract(self, source: SourceText) -> Extraction:
        good = FoundEntity("a", "台州市", "City", (), ((0, 3),))
        elsewhere = FoundEntity("b", "温州市", "City", (), ((0, 3),))
        classless = FoundEntity("c", "台州市", "Town", (), ((0, 3),))
        relations = [
            FoundRelation("a", "partnersWith", "b", "actual", "stated", "", "", "", (0, 3), (0, 3)),
            FoundRelation("a", "befriends", "a", "actual", "stated", "", "", "", (0, 3), (0, 3)),
        ]
        figure = FoundStatistic(
            "a", "学校", None, None, "所", "exact", "", "", "", "actual", "measure", "", (900, 999), (0, 3)
        )
        document = FoundDocument("x", "", "text/plain", "", "", 3, extractor=self.name)
        return Extraction(document, (good, elsewhere, classless), tuple(relations), (figure,))


def test_what_the_text_does_not_bear_out_is_refused_and_shown() -> None:
    source = read_bytes("台州市的学校。".encode(), "x", "text/plain")
    kept = held_to_the_rules(Foreign().extract(source), source)
    assert [e.name for e in kept.entities] == ["台州市"]
    assert kept.relations == ()
    assert kept.statistics == ()
    assert [d.reason for d in kept.doubts] == [
        "“温州市” is refused: does not stand at 0-3",
        "“台州市” is refused: unknown class 'Town'",
        "“partnersWith” is refused: its subject or object is no entity of the text",
        "“befriends” is refused: unknown property 'befriends'",
        "“学校” is refused: passage 900-999 is not in the text",
    ]
    for doubt in kept.doubts:
        told = in_language(doubt.reason, "zh")
        assert not re.search("[a-z]{2} [a-z]{2}", told), told
        assert in_language(told, "en") == doubt.reason


def test_what_could_not_be_classified_is_asked_about() -> None:
    text = "学校弘扬“小先生精神”,多名教师获奖,服务园区343创新集群。"
    found = read(text)
    assert [(d.text, d.reason) for d in found.doubts] == [
        ("“小先生精神”", "in quotation marks, but of no kind that is known"),
    ]
    assert all(text[slice(*d.span)] == d.text for d in found.doubts)


def test_two_names_and_the_verb_between_them_are_told_apart() -> None:
    text = "盐城市与韩国现代摩比斯公司共建中韩汽车技术培训中心。"
    centre = "中韩汽车技术培训中心"
    assert ("韩国现代摩比斯公司", "jointlyEstablished", centre) in {fact[:3] for fact in stated(text)}


def test_the_term_lists_name_only_classes_and_properties_of_the_ontology() -> None:
    terms = load_terms()
    turned = {"guides", "managedBy"}  # stated the other way round
    assert {str(p) for p in terms.verbs.forms.values()} - turned <= set(ontology().relations)
    classes = {head.type for head in terms.heads.forms.values() if isinstance(head, Head)}
    classes |= {term.type for term in terms.known.forms.values() if isinstance(term, Term)}
    assert classes <= ontology().entity_classes


def test_parts_on_a_city_each_are_read_as_reports_of_their_own() -> None:
    report = """# 技能人才培养的城市实践
## 济南市
济南市大力发展技工教育。济南市与山东工业技师学院共建培训基地。济南市举办技能大赛。
## 潍坊市
全市与海尔集团签署合作协议，与山东工业技师学院共建实训基地。全市技能人才85万人。
"""
    found = RuleExtractor().extract(read_bytes(report.encode(), "report.md", "text/markdown"))
    names = {e.id: e.name for e in found.entities}
    partners = {(names[r.subject], names[r.object]) for r in found.relations if r.predicate == "partnersWith"}
    assert ("潍坊市", "海尔集团") in partners
    assert ("济南市", "海尔集团") not in partners
    assert [names[f.subject or ""] for f in found.statistics] == ["潍坊市"]


def test_news_from_several_cities_are_each_of_the_city_they_begin_with() -> None:
    report = """一周职教动态
【烟台】烟台理工学院与东岳重工集团签署校企合作协议，共建“东岳产业学院”。双方将在人才培养等方面开展合作。
【潍坊】我市举办第三届“鸢都工匠”职业技能竞赛，共有来自12个县市区的386名选手参加。
"""
    found = RuleExtractor().extract(read_bytes(report.encode(), "news.txt", "text/plain"))
    names = {e.id: e.name for e in found.entities}
    assert [names[r.subject] for r in found.relations if r.predicate == "organizes"] == ["潍坊"]


def test_what_has_ended_does_not_go_on_where_a_later_sentence_leaves_a_name_out() -> None:
    found = read(
        "岚江技师学院与德洛集团的合作已于2030年底到期，双方未再续签。\n"
        "2031年6月，岚江技师学院与海洋集团解除合作协议。\n"
        "岚江技师学院与北方重工的合作关系于2029年终止。\n"
        "岚江技师学院曾与西门子公司共建实训中心。\n"
    )
    names = {e.id: e.name for e in found.entities}
    partners = [(names[r.object], r.start, r.end) for r in found.relations if r.predicate == "partnersWith"]
    assert sorted(partners) == [("北方重工", "", "2029"), ("德洛集团", "", "2030"), ("海洋集团", "", "2031-06")]


def test_a_dateline_is_no_part_of_the_first_name() -> None:
    found = read("本报雅加达电 由江海工业职业技术学院与泗水电子学院合作建设的工坊迎来首批60名学员。")
    assert "江海工业职业技术学院" in {e.name for e in found.entities}


def test_what_stands_in_the_part_on_another_city_is_not_meant() -> None:
    found = read(
        "三地联动\n兰州：打造培训高地\n甘肃省人社厅支持兰州技师学院建设丝路培训中心。\n"
        "郑州：做强品牌\n郑州技师学院与郑煤机集团共建产业学院。\n"
    )
    names = {e.id: e.name for e in found.entities}
    ends = [{names[r.subject], names[r.object]} for r in found.relations]
    assert not any("丝路培训中心" in pair and pair & {"郑州技师学院", "郑煤机集团"} for pair in ends)


def test_what_is_counted_behind_a_list_is_not_its_last_name() -> None:
    [figure] = read("嘉禾技师学院开设焊接、数控和电气三个专业。").statistics
    assert figure.value == 3
    assert figure.indicator == "专业"
