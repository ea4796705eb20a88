"""Full stops of all house styles end sentences; points in names, numbers and addresses do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillgraph.documents import read_bytes
from skillgraph.language.passages import passages, sentences

SENTENCES = (
    "截至2024年底，云溪市共有技工院校7所，在校生2.15万人",
    "云溪职业技术学院与嘉禾机械集团共建智能制造产业学院",
    "云溪市高级技工学校每年培训学员1200人次",
    "毕业生就业率达到97.5%",
    "该校与TAFE签订协议",
    "学院引进课程标准（共12门）",
    "大赛名为“云溪工匠”",
    "全市技能人才总量增长到1200",
)


def split(text: str, kind: str = "text/plain") -> list[str]:
    """The sentences as the document writes them, without their stops and white space."""
    source = read_bytes(text.encode(), "a", kind)
    spans = [p.span(start, end) for p in passages(source) for start, end in sentences(p)]
    return [source.text[start:end].strip("。．.｡﹒\u200b \u3000\r\n‖!！‼；;") for start, end in spans]


@given(
    st.permutations(SENTENCES),
    st.sampled_from([
        "。", "．", ".", "｡", ". ", "． ", ".\u3000", ".\n", "．\n", "。\n", "．\r\n", "！", "‼", "‖", "﹒",
        ".\u200b\n",
    ]),
    st.sampled_from(["text/plain", "text/markdown"]),
)  # fmt: skip
def test_every_house_style_ends_a_sentence(said: list[str], stop: str, kind: str) -> None:
    assert split("".join(s + stop for s in said), kind) == list(said)


@given(st.permutations(SENTENCES), st.lists(st.sampled_from(["。", "．", ". ", "．\n"]), min_size=8, max_size=8))
def test_styles_may_be_mixed(said: list[str], stops: list[str]) -> None:
    assert split("".join(s + stop for s, stop in zip(said, stops, strict=True))) == list(said)


@pytest.mark.parametrize(
    "text",
    [
        "云溪学院与St. Gallen大学、University of St. Andrews合作共建中心。",
        "与嘉禾Co., Ltd.签订协议，与Seed Inc.和No. 3中学合作。",
        "引进标准e.g. ISO、i.e. DIN等，参见www.example.edu.cn和https://example.cn/a.b.html的说明。",
        "聘请约翰．史密斯、玛丽.布朗和乔治．华盛顿为教授。",
        "根据十三.五规划，培训2．15万人，增长1.5倍，见第3.2节和表1．各校名单。",
        "附件1.名单和图2.分布，版本2.0.1已上线。",
        "主要做法有：1.加强领导，2.完善机制，3.培养师资。",
        "1．总则适用于全市。",
        "1.1 总则适用于全市。",
        "（1）．总则适用于全市。",
        "一．总则适用于全市。",
        "举办“智汇.云溪”和《技能．未来》活动。",
        "与U.S. Steel、A.B. 公司和Ph.D.项目合作。",
        "邮箱zhang.san@example.cn，文件report.v2.pdf已公开。",
        "举办技能中国.云溪行动。",
        "日期为2024.5.12，评分为3.5分。",
    ],
)
def test_other_points_end_nothing(text: str) -> None:
    assert len(split(text)) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>（一）建设基地；<br>（二）培养师资；<br>（三）共建学院。</p>", 3),
        ("<p>1.建设基地<br>2.培养师资<br>3.共建学院</p>", 3),
        ("<p>甲校与乙校<br>签订协议。</p>", 1),
    ],
)
def test_line_ends_of_lists(text: str, expected: int) -> None:
    assert len(split(text, "text/html")) == expected


@pytest.mark.parametrize(
    "mark",
    ["●", "▲", "◆ ", "➢", "⑴", "⒈", "❶", "㈠", "Ⅱ．", "a.", "A．", "（b）", "B）", "一、", "- ", "（一）", "3、", "③"],
)
def test_marks_of_items_are_no_part_of_what_they_mark(mark: str) -> None:
    said = "云溪市高级技工学校与嘉禾机械集团签订合作协议，每年共同培训青年学员1200人次，共建基地3个"
    for between in ("\n", "。\n", "；\n"):
        source = read_bytes(f"概况\n{between.join([mark + said] * 3)}".encode(), "a", "text/plain")
        assert [p.text.strip("。;") for p in passages(source)][1:] == [said.replace("，", ",")] * 3


@given(st.text("甲乙人.．。3 \n（）“”A一、；;", max_size=60))
def test_every_character_stays_in_its_place(text: str) -> None:
    source = read_bytes(f"甲{text}".encode(), "a", "text/plain")
    for passage in passages(source):
        assert len(passage.text) == len(passage.offsets)
        assert list(passage.offsets) == sorted(passage.offsets)


def test_points_are_found_in_time_linear_in_the_length() -> None:
    for piece in ("1.甲.（乙“.", "甲7.乙", "甲7. ", "甲.", "“甲.", "A.甲", "（1）．"):
        assert len("".join(split(piece * (60_000 // len(piece))))) > 20_000
