"""Text that a page holds and nobody sees is not read, and said; text that is seen is read, whatever hides others."""

from __future__ import annotations

from pathlib import Path

import pytest

from document_files import pdf, print_to_pdf, shown
from skillgraph.documents import SourceText, read_bytes

SEEN = "嘉禾学院有在校生300人。"
HIDDEN = "云溪学院有在校生900人。"


def page(markup: str, keep: bool = False) -> SourceText:
    return read_bytes(f'<meta charset="utf-8">{markup}'.encode(), "a.html", "text/html", keep)


STYLES = [
    "color:#fff", "color:white", "COLOR: #FFFFFF !important", "color:rgb(255, 255, 255)", "color:rgba(255,255,255,1)",
    "color:#fefefe", "color:transparent", "color:rgba(0,0,0,0)", "color:#222;background:#222",
    "color:red;background:red",
    "background-color:#0a6;color:#0a6", "height:0;overflow:hidden", "overflow:hidden;max-height:0px",
    "max-height: 0; overflow-y: hidden", "width:0;overflow:hidden", "position:absolute;clip:rect(0,0,0,0)",
    "clip: rect(1px, 1px, 1px, 1px); position: absolute", "clip-path:inset(50%)", "clip-path: circle(0)",
    "display:none", "display:block;display:none", "visibility:hidden", "content-visibility:hidden",
    "transform:scale(0)",
    "color:hsl(0, 0%, 100%)", "color:hsla(210,50%,40%,0)", "-webkit-text-fill-color:transparent", "opacity:.01",
    "opacity:0%", "font-size:0", "font-size:1px", "font:0/0 a", "font: italic 0.5px serif",
    "height:1px;overflow:hidden",
    "margin-left:-9999px", "position:fixed;top:-1000px", "filter:opacity(0)",
]  # fmt: skip


@pytest.mark.parametrize("style", STYLES)
def test_a_style_that_hides(style: str) -> None:
    for sheet, markup in (
        ("", f"<p style='{style}'>{HIDDEN}</p>"),
        (f"<style>.tail{{{style}}}</style>", f"<p class='a tail'>{HIDDEN}</p>"),
        (f"<style>/* */ h6, p#tail {{ {style} }}</style>", f"<p id=tail>{HIDDEN}</p>"),
        (f"<style>address{{{style}}}</style>", f"<address><b>{HIDDEN}</b></address>"),
    ):
        source = page(f"{sheet}<p>{SEEN}</p>{markup}")
        assert source.text == f"{SEEN}\n", (style, sheet)
        assert (
            f"left out {len(HIDDEN)} of {len(HIDDEN + SEEN)} characters (50 %): {len(HIDDEN)} hidden" in source.notes[0]
        )
        assert HIDDEN in page(f"{sheet}<p>{SEEN}</p>{markup}", keep=True).text


@pytest.mark.parametrize(
    "markup",
    [
        f"<font color=white>{HIDDEN}</font>",
        f"<table bgcolor=#336699><tr><td><font color='#336699'>{HIDDEN}</font></td></tr></table>",
        f"<div style='background:#eee'><p style='color:#eee'>{HIDDEN}</p></div>",
        f"<style>.b{{background:#123}} .i{{color:#123}}</style><div class=b><p><span class=i>{HIDDEN}</span></p></div>",
        f"<style>.x{{display:block}} .x{{display:none}}</style><p class=x>{HIDDEN}</p>",
        f"<style>.x{{display:none!important}}</style><p class=x style='display:block'>{HIDDEN}</p>",
        f"<style>#x{{display:none}} .x{{display:block}}</style><p class=x id=x>{HIDDEN}</p>",
        f"<style><!-- .x{{display:none}} --></style><p class=x>{HIDDEN}</p>",
        f"<style>.tabs .x{{display:none}}</style><div class=tabs><div><p class=x>{HIDDEN}</p></div></div>",
        f"<style>.tabs > .x{{display:none}}</style><div class=tabs><p class=x>{HIDDEN}</p></div>",
        f"<style>[data-old]{{display:none}}</style><p data-old>{HIDDEN}</p>",
        f"<style>p[class*=hid]{{visibility:hidden}}</style><p class='a-hidden'>{HIDDEN}</p>",
        f"<style>hr + p{{display:none}}</style><hr><p>{HIDDEN}</p>",
        f"<style>b ~ p{{display:none}}</style><b></b><p>{HIDDEN}</p>",
        f"<style>div:not(.on) p{{display:none}}</style><div class=off><p>{HIDDEN}</p></div>",
        f"<style>.a:is(.b, .c) p{{display:none}}</style><div class='a c'><p>{HIDDEN}</p></div>",
        f"<style>ul li:nth-child(2){{display:none}}</style><ul><li></li><li>{HIDDEN}</ul>",
        f"<style>tr.old td{{display:none}}</style><table><tr class=old><td>{HIDDEN}</td></tr></table>",
        f"<style>.a .x{{display:block}} #m .x{{display:none}}</style><div class=a id=m><p class=x>{HIDDEN}</p></div>",
        f"<style>.m .i{{color:#123}} .m{{background:#123}}</style><div class=m><p class=i>{HIDDEN}</p></div>",
        f"<style>@media screen{{.x{{display:none}}}}</style><p class=x>{HIDDEN}</p>",
        f"<style>/* }} */@media only screen and (min-width: 48em){{.a .x{{display:none}}}}</style>"
        f"<div class=a><p class=x>{HIDDEN}</p></div>",
        f"<style>@media print, (max-width:9000px){{.x{{display:none}}}}</style><p class=x>{HIDDEN}</p>",
        f"<style>@layer base{{.x{{display:none}}}}</style><p class=x>{HIDDEN}</p>",
        f"<div style='font-size:0'><p>{HIDDEN}</p></div>",
        f"<div style='font-size:0'><p style='font-size:2em'>{HIDDEN}</p></div>",
        f"<div style='font-size:0'><p style='font-size:inherit'>{HIDDEN}</p></div>",
        f"<p style='height:0;min-width:9px;overflow:hidden'>{HIDDEN}</p>",
    ],
)
def test_other_ways_to_hide(markup: str) -> None:
    source = page(f"<p>{SEEN}</p>{markup}")
    assert (source.text, "hidden" in source.notes[0]) == (f"{SEEN}\n", True)


@pytest.mark.parametrize(
    "markup",
    [
        f"<div style='background:#036'><p style='color:#fff'>{HIDDEN}</p></div>",
        f"<div style='background:url(a.png)'><p style='color:#fff'>{HIDDEN}</p></div>",
        f"<div style='background:linear-gradient(red,blue)'><p style='color:#fff'>{HIDDEN}</p></div>",
        f"<table><tr bgcolor=#003366><td><font color=white>{HIDDEN}</font></td></tr></table>",
        f"<div style='color:#fff'><p style='color:#000'>{HIDDEN}</p></div>",
        f"<style>.x{{display:none}} .x.on{{display:block}}</style><p class='x on'>{HIDDEN}</p>",
        f"<style>.x{{display:none}} .tabs > .x{{display:block}}</style><div class=tabs><p class=x>{HIDDEN}</p></div>",
        f"<style>.x{{display:none}}</style><p class=x style='display:block'>{HIDDEN}</p>",
        f"<style media=print>.x{{display:none}}</style><p class=x>{HIDDEN}</p>",
        f"<style>@media print{{.x{{display:none}}}}</style><p class=x>{HIDDEN}</p>",
        f"<noscript><style>.x{{display:none}}</style></noscript><p class=x>{HIDDEN}</p>",
        f"<!-- <style>.x{{display:none}}</style> --><p class=x>{HIDDEN}</p>",
        f"<style>.x:hover{{display:none}} .x::before{{display:none}}</style><p class=x>{HIDDEN}</p>",
        f"<style>.menu .x{{display:none}}</style><p class=x>{HIDDEN}</p>",
        f"<style>.x{{display:none}}@media (min-width:768px){{.x{{display:block}}}}</style><p class=x>{HIDDEN}</p>",
        f"<style>@media (max-width:768px){{.x{{display:none}}}}</style><p class=x>{HIDDEN}</p>",
        f"<style>@media (prefers-color-scheme:dark){{.x{{color:#fff}}}}</style><p class=x>{HIDDEN}</p>",
        f"<style>@media (monochrome){{.x{{display:none}}}}</style><p class=x>{HIDDEN}</p>",
        f"<style>@supports (display:grid){{.x{{display:none}}}}</style><p class=x>{HIDDEN}</p>",
        f"<style>.tabs .x{{display:none}} .tabs .x.on{{display:block}}</style>"
        f"<div class=tabs><p class='x on'>{HIDDEN}</p></div>",
        f"<style>.tabs > .x{{display:none}}</style><div class=tabs><div><p class=x>{HIDDEN}</p></div></div>",
        f"<style>[data-old=yes]{{display:none}}</style><p data-old=no>{HIDDEN}</p>",
        f"<style>p.a:not(.on){{color:#fff}}</style><p class='a on'>{HIDDEN}</p>",
        f"<style>i:hover .x{{display:none}} i b::after{{display:none}}</style><i><b class=x>{HIDDEN}</b></i>",
        f"<style>.b .i{{color:#fff}} .b{{background:#036}}</style><div class=b><p class=i>{HIDDEN}</p></div>",
        f"<div style='font-size:0'><p style='font-size:16px'>{HIDDEN}</p></div>",
        f"<div style='font-size:0'><p style='font:bold 1rem/1.5 serif'>{HIDDEN}</p></div>",
        f"<p style='font-size:.9em'>{HIDDEN}</p>",
        f"<p style='height:0'>{HIDDEN}</p>",
        f"<p style='max-height:0.5em;overflow:hidden'>{HIDDEN}</p>",
        f"<p style='color:transparent;background:linear-gradient(red,blue);-webkit-background-clip:text'>{HIDDEN}</p>",
        f"<p style='color:#fff;text-shadow:0 0 2px #000'>{HIDDEN}</p>",
        f"<p style='position:absolute;top:0;color:white'>{HIDDEN}</p>",
        f"<p style='color:inherit;background:none'>{HIDDEN}</p>",
        f"<p style='color:windowtext;background:white'>{HIDDEN}</p>",
        f"<style>p{{color:#333;background:transparent}}</style><p>{HIDDEN}</p>",
        f"<div style='font-size:0'><p style='font-size:1.2vw'>{HIDDEN}</p></div>",
        f"<div style='font-size:0'><p style='font-size:clamp(1rem, 2vw, 2rem)'>{HIDDEN}</p></div>",
        f"<div style='font-size:0'><p style='font-size:var(--text)'>{HIDDEN}</p></div>",
        f"<div style='font-size:0'><p style='font-size:initial'>{HIDDEN}</p></div>",
        f"<table><tr><td style='width:1px;overflow:hidden'>{HIDDEN}</td></tr></table>",
        f"<p style='height:1px;min-height:100px;overflow:hidden'>{HIDDEN}</p>",
        f"<p style='width:0;flex:1;overflow:hidden'>{HIDDEN}</p>",
        f"<p style='position:absolute;left:50%;margin-left:-480px;color:#333'>{HIDDEN}</p>",
        f"<p style='float:left;margin-left:-100%'>{HIDDEN}</p>",
        f"<style>@media print{{.a::before{{content:'}}'}} .x{{display:none}}}}</style><p class=x>{HIDDEN}</p>",
    ],
)
def test_what_is_seen_is_read(markup: str) -> None:
    source = page(f"<p>{SEEN}</p>{markup}")
    assert source.text == f"{SEEN}\n{HIDDEN}\n"
    assert source.notes == ()


def test_white_letters_on_a_ground_that_is_not_said_are_read_and_told() -> None:
    sheet = "<link rel=stylesheet href=a.css>"
    source = page(f"{sheet}<p>{SEEN}</p><p style='color:#fff'>{HIDDEN}</p>")
    assert source.text == f"{SEEN}\n{HIDDEN}\n"
    assert source.notes == ("13 characters are white, and only a style sheet elsewhere says on what; they are read",)
    assert page(f"{sheet}<div style='background:#036'><p style='color:#fff'>{SEEN}</p></div>").notes == ()


def test_a_page_that_scripts_show_is_read_whatever_its_sheet_hides() -> None:
    assert page(f"<style>body,.all{{display:none}}</style><div class=all>{'<p>'.join([SEEN] * 5)}</div>").text


@pytest.mark.parametrize(
    "sheet",
    [".a{" * 50_000, ".a{display:none}" * 50_000, "a," * 100_000 + "b{display:none}", "p{color:" * 50_000,
     ".a{color:rgb(" + "1," * 100_000 + ")}", "." * 200_000 + "{display:none}", ".a" * 100_000 + "{display:none}",
     "a " * 100_000 + "{display:none}", "/*" * 100_000, "@media screen{" * 50_000, "@media" * 100_000,
     "@media{}" * 50_000, "@layer{/**/" * 50_000, "a b{display:none}" * 3_000, "a:not(" * 50_000,
     "[a" * 50_000 + "{display:none}",
     ".q " + "* ~ * * > *" * 20 + " b{display:none}", "<!--" * 50_000, "p{font:" + "0 " * 100_000 + "}",
     "@media print{" + '\\"' * 100_000],
)  # fmt: skip
def test_hostile_style_sheets_take_no_time(sheet: str) -> None:
    assert (
        SEEN in page(f"<style>{sheet}</style><p>{SEEN}</p>" + "".join(f"<b id=i{n}>.</b>" for n in range(3_000))).text
    )


@pytest.mark.parametrize(
    ("style", "is_read"),
    [
        ("color:#fff", False), ("color:#fefefe", False), ("color:transparent", False), ("color:#222", True),
        ("color:#fff;background:#046", True), ("color:#fff;background:linear-gradient(90deg,#000,#333)", True),
        ("color:#fff;box-shadow:inset 0 0 0 40px #222", True),
    ],
)  # fmt: skip
@pytest.mark.parametrize("turn", ["", "@page{size:A4 landscape}", "body{writing-mode:vertical-rl;height:300px}"])
def test_letters_that_nobody_sees_are_left_out(
    chromium: Path, tmp_path: Path, style: str, is_read: bool, turn: str
) -> None:
    seen, hidden = "嘉禾学院现有在校生三百人。", "云溪学院现有在校生九百人。"
    page = f"<meta charset=utf-8><style>{turn}</style><p>{seen}</p><p style='{style}'>{hidden}</p><p>{seen}</p>"
    source = read_bytes(print_to_pdf(page, tmp_path, chromium), "a.pdf", "application/pdf")
    assert source.text.replace("\n", "").count(seen) == 2
    assert (hidden in source.text.replace("\n", "")) == is_read
    assert ("letters that nobody sees, as white ones on white, left out: page 1" in source.notes) != is_read


def test_the_text_below_the_picture_of_a_scan_is_read() -> None:
    source = read_bytes(pdf(f"3 Tr 1 g {shown('嘉禾学院有在校生300人。', 60, 800)}"), "a.pdf", "application/pdf")
    assert "嘉禾学院有在校生300人。" in source.text
