"""Web pages: what a reader sees is read, whatever the markup; what is left out is counted and can be kept."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

import pytest

from command_line import skillgraph
from skillgraph.documents import read_bytes, read_document
from skillgraph.documents.source import SourceText
from skillgraph.model.errors import DataError
from skillgraph.review.verify import verify

BODY = "<p>柳州市有技工院校9所，在校生2.6万人。</p><p>柳州嘉禾技师学院与云帆汽车公司共建实训基地。</p>"
TEXT = ["柳州市有技工院校9所，在校生2.6万人。", "柳州嘉禾技师学院与云帆汽车公司共建实训基地。"]
INNER = "<table><tr><td>{}</table>"
LINKS = "<a href=/>首页</a> <a href=/n>学院新闻</a> <a href=/j>招生就业</a>"


def page(markup: str | bytes, keep: bool = False) -> SourceText:
    data = markup.encode() if isinstance(markup, str) else markup
    return read_bytes(data, "a.html", "text/html", keep)


def shown(source: SourceText) -> list[tuple[str, str]]:
    return [(b.kind, source.text[b.start : b.end]) for b in source.blocks]


def lines(markup: str | bytes, keep: bool = False) -> list[str]:
    return page(markup, keep).text.splitlines()


def cells(source: SourceText) -> list[tuple[int, int, str]]:
    return [(b.row, b.column, source.text[b.start : b.end]) for b in source.blocks if b.kind == "cell"]


@pytest.mark.parametrize(
    "markup",
    [
        f"<form id=aspnetForm><input type=hidden value=xyz><div>{BODY}</div><button>提交</button></form>",
        f"<html><head><title>x</title><body>{BODY}",
        f"<html><head><meta charset=utf-8>{BODY}",
        BODY.replace("</p>", ""),
        f"<div class='main-nav-content'>{BODY}</div>",
        f"<div class='main-content comment-box'><div id=con_side class=side-l>{BODY}</div></div>",
        f"<nav>{LINKS}{BODY}",
        f"<footer class=foot>{BODY}",
        f"<p style='display:none'>不看<p hidden>不看{BODY}",
        f"<ul><li class=share>分享到<li>{'<li>'.join(TEXT)}</ul>",
        f"<ul><li><div hidden>不看<li>{'<li>'.join(TEXT)}</ul>",
        f"<table><tr><td width=120>{LINKS}<td>{BODY}</table>",
        f"<table><tr><td colspan=2>{LINKS}<tr><td>{INNER.format(LINKS)}<td>{INNER.format(BODY)}</table>",
        f"<table><tbody><tr><td><h1></h1>{'<br><br>　　'.join(TEXT)}</table>",
        f"<div>{'<br>'.join(TEXT)}</div>",
        f"<section><span style='display: block'>{TEXT[0]}</span><span style='display:block'>{TEXT[1]}</span></section>",
        f"<pre>{chr(10).join(TEXT)}</pre>",
        f"<svg><path d=x>{BODY}",
        f"<b><i>{BODY.replace('</p>', '</b></p>')}</i>",
        f"</div></p></td></table>{BODY}</body></html>",
        f"<template><p>不看</p></template><noscript>不看</noscript><script>不看</script>{BODY}<!-- 不看 -->",
        BODY.replace("柳州市", "<font color=red>柳</font>州<!-- x -->市").replace("技工", "技&#x5de5;"),
        BODY.replace("技工", "技\0工"),
        BODY.replace("柳州市", "<ruby>柳<rp>(</rp><rt>liǔ</rt><rp>)</rp>州<rt>zhōu</ruby>市"),
        f"<p class='{'x ' * 400_000}'>{TEXT[0]}</p><p {'a=1 ' * 1000}>{TEXT[1]}</p>",
        f"{'<div>' * 5_000}{BODY}",
        f"<article>{BODY}</article><div><a href=1>热点</a><a href=2>学校召开大会</a></div>",
        f"<div id=js_content style='visibility: hidden; opacity: 0'>{BODY}</div><template>不看</template>",
        f"<?xml version='1.0'?><html xmlns='x'><head><title/><script src='a'/></head><body>{BODY}</body></html>",
        BODY.replace("技工", "技&shy;工").replace("嘉禾", "嘉&#8203;禾").replace("云帆", "云<wbr>帆"),
        f"<body style='visibility:hidden'>{BODY}<div aria-hidden=true>不看</div>",
    ],
)
def test_the_text_of_a_page_is_read_whatever_its_markup(markup: str) -> None:
    assert lines(markup) == TEXT


def test_what_is_left_out_is_counted_and_can_be_kept() -> None:
    markup = f"<nav>{LINKS}</nav>{BODY}<p hidden>看不见</p><footer>版权所有</footer><select><option>甲</select>"
    source = page(markup)
    assert source.text.splitlines() == TEXT
    count = len("".join(TEXT)) + 18
    share = round(100 * 18 / count)
    assert source.notes == (
        f"left out 18 of {count} characters ({share} %): 3 hidden, 1 form fields, 10 navigation, 4 footer; "
        "--keep reads them",
    )
    kept = page(markup, keep=True)
    assert [line for line in ("首页", "学院新闻", *TEXT, "看不见", "版权所有", "甲") if line not in kept.text] == []
    assert kept.notes == ()
    assert kept.converter == f"{source.converter}, --keep"


def test_a_page_of_nothing_but_furniture_says_so() -> None:
    with pytest.raises(DataError, match=r"no text in it: 3 characters are hidden, 2 characters are navigation; --keep"):
        page("<p hidden>看不见</p><nav>首页</nav>")
    with pytest.raises(DataError, match="scripts fill it: open it in a browser"):
        page("<div id=app></div><script src=a.js></script>")


def test_links_that_are_names_are_text_and_those_of_menus_are_none() -> None:
    names = "<li><a href=1>嘉禾职业学院</a><li><a href=2>云帆大学</a><li><a href=3>海曲汽车集团</a>"
    found = lines(f"{BODY}<h2>合作单位</h2><ul>{names}</ul><ul><li><a href=/>首页</a><li><a href=/b>校友之窗</a></ul>")
    assert found == [*TEXT, "合作单位", "嘉禾职业学院", "云帆大学", "海曲汽车集团"]
    side_by_side = lines(f"{BODY}<div><a>嘉禾职业学院</a> <a>云帆大学</a> | <a>海曲汽车集团</a></div>")
    assert side_by_side == [*TEXT, "嘉禾职业学院", "云帆大学", "海曲汽车集团"]
    assert lines("<p><a>柳州</a>的<a>嘉禾学院</a>与<a>云帆公司</a><a>集团</a>共建基地。") == [
        "柳州的嘉禾学院与云帆公司集团共建基地。"
    ]
    news = "<ul><li><a href=1>学校举办校园开放日</a><span>2024-05-01</span><li><a href=2>我校教师获奖</a> [05-02]</ul>"
    assert lines(f"{BODY}<h3>相关新闻</h3>{news}") == TEXT


def test_raised_marks_and_powers_join_no_number() -> None:
    assert lines("<p>学校有基地7<sup>1</sup>个，面积3.5×10<sup>4</sup>平方米<sup>[2]</sup>。</p>") == [
        "学校有基地7¹个，面积3.5×10⁴平方米[2]。"
    ]


@pytest.mark.parametrize(
    ("mark", "read"),
    [
        ("<span style='vertical-align: super; font-size: 8px'>1</span>", "7¹个"),
        ("<span style='position:relative;top:-4pt;mso-text-raise:4.0pt'>1</span>", "7¹个"),
        ("<sup><a href=#n><span style='vertical-align:super'>1</span></a></sup>", "7¹个"),
        ("<sub>1</sub>", "7₁个"), ("<span style='vertical-align:-2px'>1</span>", "7₁个"),
        ("<span style='vertical-align:middle'></span>", "7个"),
    ],
)  # fmt: skip
def test_marks_that_styles_move_off_the_line_join_no_number(mark: str, read: str) -> None:
    assert lines(f"<p>基地7{mark}个，减排CO<sub>2</sub>。</p>") == [f"基地{read}，减排CO2。"]


@pytest.mark.parametrize(
    "style",
    ["opacity:0", "opacity: 0.0 ; color:red", "position:absolute;left:-9999px", "text-indent:-999em", "font-size:0"],
)
def test_what_a_style_hides_in_a_line_is_left_out_and_told(style: str) -> None:
    source = page(f"<p>{TEXT[0]}<span style='{style}'>看不见</span></p>")
    assert (source.text, "3 hidden" in "".join(source.notes)) == (f"{TEXT[0]}\n", True)
    assert page(f"<p>{TEXT[0]}<span style='opacity:0.8;left:-10px'>看得见</span></p>").notes == ()


def test_a_table_of_facts_is_a_table() -> None:
    table = """<table><caption>表1</caption><tr><th colspan=3>合作情况（单位：人）</th></tr>
    <tr><th>学校<th>国家<th>学生数<tr><td rowspan=2><p>嘉禾</p><p>学院</p><td>老挝<td>35<sup>①</sup>
    <tr><td>泰国<td>12<tr><td>云帆学院<td colspan=2>—</table>"""
    source = page(table)
    assert shown(source)[:2] == [("paragraph", "表1"), ("paragraph", "合作情况（单位：人）")]
    assert cells(source) == [
        (0, 0, "学校"), (0, 1, "国家"), (0, 2, "学生数"), (1, 0, "嘉禾\n学院"), (1, 1, "老挝"), (1, 2, "35①"),
        (2, 0, "嘉禾\n学院"), (2, 1, "泰国"), (2, 2, "12"), (3, 0, "云帆学院"), (3, 1, "—"),
    ]  # fmt: skip


def test_sentences_in_cells_are_read_as_text_under_what_their_row_is_called_by() -> None:
    rows = "".join(f"<tr><td>{name}<td>{text}" for name, text in zip(("嘉禾学院", "云帆学院"), TEXT, strict=True))
    source = page(f"<table><tr><th>单位<th>主要做法{rows}</table>")
    assert [x for x in shown(source) if x[0] != "cell"] == [
        ("heading", "嘉禾学院"), ("paragraph", TEXT[0]), ("heading", "云帆学院"), ("paragraph", TEXT[1]),
    ]  # fmt: skip
    said = page("<table><tr><th>单位<th>做法<tr><td>嘉禾学院<td>与云帆公司共建基地。<tr><td>海曲<td>3</table>")
    assert "嘉禾学院与云帆公司共建基地。" in said.text
    assert [text for _, _, text in cells(source)] == ["单位", "主要做法", "嘉禾学院", "", "云帆学院", ""]


@pytest.mark.parametrize(
    ("said", "encoding"),
    [
        ("gb2312", "utf-8"), ("gbk", "utf-8"), ("utf-8", "gb18030"), ("gb2312", "gb18030"), ("iso-8859-1", "gb18030"),
        ("iso-8859-1", "utf-8"), ("unicode_escape", "utf-8"), ("undefined", "utf-8"), ("big5", "utf-8"), ("x", "gbk"),
        ("gbk", "big5"), ("big5", "gb18030"),
    ],
)  # fmt: skip
def test_a_charset_that_lies_is_not_believed(said: str, encoding: str) -> None:
    said_so = "柳州嘉禾技师学院与云帆汽车公司共建实训基地，在校生两万六千人。"
    if encoding == "big5":
        said_so = "柳州嘉禾技師學院與雲帆汽車公司共建實訓基地，在校生兩萬六千人。"
    text = said_so * 3 + ("㐀𠮷。" if encoding == "gb18030" else "")
    markup = f"<html><head><meta http-equiv=Content-Type content='text/html; charset={said}'></head><p>{text}</p>"
    assert lines(markup.encode(encoding)) == [text]


@pytest.mark.parametrize("said", ["gbk", "gb2312", "big5", "utf-8", "utf-16", "iso-8859-1"])
@pytest.mark.parametrize("declared", ["<meta charset={}>", "<?xml version='1.0' encoding='{}'?>"])
@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")],
)
def test_a_byte_order_mark_is_believed_before_the_page(said: str, declared: str, mark: bytes, encoding: str) -> None:
    # In GB 18030 these bytes are characters too, and mostly ideographs.
    text = "柳州嘉禾技师学院，在校生两万六千人。"
    source = page(mark + f"{declared.format(said)}<html><p>{text}".encode(encoding))
    assert (source.text.splitlines(), source.encoding) == ([text], f"{encoding} with a byte order mark")


@pytest.mark.parametrize(
    "markup",
    [
        "<p>青岛</p>" + "<!--" * 300_000,
        "<p>青岛</p>" + "<![CDATA[" * 200_000,
        "<p>青岛</p>" + "<div>" * 1_990 + "</p></x>" * 150_000,
        "<p>青岛</p><table>" + f"<tr>{'<td rowspan=65534000 colspan=999>甲' * 200}" * 200,
        "<p>青岛</p>" + "<a><b><div>" * 80_000 + "</a></b>" * 40_000,
        "<p>青岛</p>" + "<table><tr><td>" * 50_000,
        "<p>青岛</p>" + "<nav><ul class=menu><li><a>首页" * 50_000,
        "<p>青岛</p><p>" + "甲 " * 200_000,
        "<p>青岛" + "&lt" * 500_000 + "<" * 300_000,
        f"<p {' '.join(f'a{n}=1' for n in range(1_900))}>青岛",
    ],
    ids=["comments", "cdata", "end tags", "rowspan", "formatting", "tables", "menus", "gaps", "entities", "attributes"],
)
def test_hostile_markup_costs_no_more_than_its_length(markup: str, bounded: None) -> None:
    source = page(markup)
    assert source.text.startswith("青岛")
    assert len(source.blocks) <= len(markup) // 2 + 10


@pytest.mark.parametrize(
    "markup",
    [
        "".join(f"<b class=c{n}><p>" for n in range(20_000)),
        "".join(f"<font a{n}>" for n in range(1_500)) + "<p>x" * 100_000,
        "".join(f"<html a{n}>" for n in range(20_000)),
        "<body>" + "".join(f"<body a{n}>" for n in range(20_000)),
        "<i>" * 500_000,
    ],
)
def test_markup_that_multiplies_is_refused_in_one_line(markup: str, bounded: None) -> None:
    with pytest.raises(DataError, match=r"^a\.html: (its markup makes|more than)"):
        page(f"<p>青岛</p>{markup}")


@pytest.fixture
def bounded() -> object:
    """Fails a test that takes more than some seconds of the processor."""
    import time

    start = time.process_time()
    yield
    assert time.process_time() - start < 15


def test_a_draft_made_with_keep_is_read_so_again(tmp_path: Path) -> None:
    markup = f"<nav>{LINKS}</nav><h1>技工教育</h1>{BODY}<div hidden><p>柳州云帆学院有教师80人。</p></div>"
    (tmp_path / "page.html").write_text(markup, encoding="utf-8")
    loader = tmp_path / "a-page"
    command = "extract", tmp_path / "page.html", "--loader", loader, "--accept"
    first = skillgraph(*command, "--keep", cwd=tmp_path)
    assert first.returncode == 0, first.stderr
    assert "left out" not in first.stderr
    assert re.search(r'converter = ".*, --keep"', (loader / "source.toml").read_text("utf-8"))
    again = skillgraph(*command, cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert "云帆学院" in (loader / "entities.csv").read_text("utf-8")
    assert [str(p) for p in verify(tmp_path, [loader]).problems if p.file.startswith("a-page")] == []
    other = skillgraph("extract", tmp_path / "page.html", "--loader", tmp_path / "text", cwd=tmp_path)
    assert re.search(r"page\.html: left out \d+ of \d+ characters", other.stderr)
    assert "云帆学院" not in (tmp_path / "text" / "entities.csv").read_text("utf-8")


def test_a_folder_is_extracted_anew_with_keep(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.html").write_text(f"{BODY}<p hidden>柳州云帆学院有教师80人。</p>", encoding="utf-8")
    done = "1 of 1 were done before"
    for options, says in (((), "left out 13 of"), ((), done), (("--keep",), ""), (("--keep",), done)):
        ended = skillgraph("extract", tmp_path / "in", "-o", tmp_path / "out", *options, cwd=tmp_path)
        assert ended.returncode == 0, ended.stderr
        assert says in ended.stderr
        assert ("80" in (tmp_path / "out" / "a.html.jsonl").read_text("utf-8")) == bool(options)
    assert read_document(tmp_path / "in" / "a.html").text.splitlines() == TEXT
