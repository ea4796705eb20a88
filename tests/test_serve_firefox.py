"""What is served besides the page that asks, in Firefox and by the keyboard alone: the network page, and the review."""

from __future__ import annotations

from pathlib import Path

import pytest

from drafts import rows
from firefox import launched
from reviewed import drafted, reviewing
from served import served

pytest.importorskip("uvicorn", reason="uvicorn and starlette come with the extra serve")


def test_a_thing_is_found_and_read_on_the_network_page(firefox: Path, built: Path, python: str) -> None:
    server = served(built)
    try:
        with launched(firefox) as reader:
            reader.open(f"{server.url}/#view=network")
            reader.until("document.querySelector('#query') && document.querySelector('#counts').textContent")
            reader.evaluate("document.querySelector('#query').focus()")
            reader.press(*"qingdao")
            reader.until("document.querySelectorAll('#hits [data-kind]').length")
            reader.press("Enter")
            reader.until("document.querySelector('#panel h2')?.textContent.match('青岛|Qingdao')")
            reader.until("document.querySelector('#panel [data-fact]')")
            # Where there is no WebGL, as in a Firefox without a screen, the picture is drawn as SVG.
            reader.until("document.querySelector('#network canvas, #network svg')")
            assert reader.evaluate("getComputedStyle(document.querySelector('#panel')).display") != "none"
    finally:
        server.end()


def test_names_are_decided_on_with_one_key_each(firefox: Path, tmp_path: Path, python: str) -> None:
    folder = drafted(tmp_path)
    server = reviewing(folder)
    names = [row for row in rows(folder / "entities.csv") if row["existence"] != "kind"]
    try:
        with launched(firefox) as reader:
            reader.open(f"{server.url}/review")
            reader.until("document.querySelector('dialog[open] input')")
            reader.press(*"Li", "Enter")
            reader.until("document.body.dataset.ready !== undefined && !document.querySelector('dialog[open]')")
            reader.press("a", "x", "z", "x")
            saved = "['均已保存', 'All saved'].includes(document.getElementById('saved').textContent)"
            reader.until(saved)
            decided = sorted(row["status"] for row in rows(folder / "entities.csv") if row["status"] != "extracted")
            assert decided == ["rejected", "reviewed"]
            assert len(names) > len(decided)
            for _ in names[2:]:
                reader.press("a")
            reader.until("/名称都已决定|names are decided/i.test(document.body.innerText)")
    finally:
        server.end()
