"""The grammar of quantities and times: generated forms have the value that they were made from."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillgraph.extract.terms import load_terms
from skillgraph.language.quantities import Quantity, quantities
from skillgraph.language.times import times

UNITS = load_terms().counters
FIGURES = ("measure", "money", "rate", "multiple", "ratio", "duration")
DIGITS = "零一二三四五六七八九"


def figures(text: str) -> list[Quantity]:
    return [q for q in quantities(text, UNITS) if q.kind in FIGURES]


def only(text: str) -> Quantity:
    [quantity] = figures(text)
    assert text[quantity.start : quantity.end].strip()
    return quantity


def chinese(number: int) -> str:
    """A number below 100,000,000 in Chinese numerals."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        return chinese(high) + "万" + ("零" if 0 < low < 1000 else "") + (chinese(low) if low else "")
    words, zero = "", False
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            words += ("零" if zero and words else "") + DIGITS[digit] + unit
            zero = False
        else:
            zero = True
    return words


def arabic(number: int, style: str) -> str:
    if style == "comma":
        return f"{number:,}"
    if style == "wide":
        return str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    if style == "wan":
        return f"{Decimal(number) / 10_000:f}万"
    return str(number)


NUMBERS = st.integers(2, 9_999_999)
STYLES = st.sampled_from(["plain", "comma", "wan"])
BOUNDS = {
    "{}余": "moreThan", "{}多": "moreThan", "超过{}": "moreThan", "逾{}": "moreThan", "近{}": "lessThan",
    "约{}": "approximately", "不少于{}": "atLeast", "至少{}": "atLeast", "最高{}": "upTo",
    "不超过{}": "upTo", "达{}": "exact", "{}": "exact",
}  # fmt: skip


@given(
    NUMBERS,
    STYLES,
    st.sampled_from(sorted(BOUNDS)),
    st.sampled_from(["人", "名", "家", "所", "个", "项", "场", "人次", "台"]),
)
def test_a_figure_with_unit_and_bound(number: int, style: str, frame: str, unit: str) -> None:
    quantity = only(f"全校共有{frame.format(arabic(number, style))}{unit},其他如常。")
    assert quantity.value == number
    assert (quantity.unit, quantity.bound) == (unit, BOUNDS[frame])
    assert quantity.kind == "measure"


@given(st.integers(2, 99_999_999))
def test_chinese_numerals(number: int) -> None:
    assert only(f"共培养{chinese(number)}人。").value == number


@given(st.integers(1, 400), st.integers(1, 400), st.sampled_from(["—", "-", "~", "至", "～", "–"]))
def test_ranges(low: int, more: int, dash: str) -> None:
    quantity = only(f"每年引进{low}{dash}{low + more}家。".replace("～", "~"))
    assert quantity.value == low
    assert quantity.value_max == low + more


@given(st.decimals(Decimal("0.1"), Decimal("99.9"), places=1), st.sampled_from(["%", "％"]))
def test_percentages(value: Decimal, sign: str) -> None:
    quantity = only(f"就业率达{value}{sign},".replace("％", "%"))
    assert (quantity.value, quantity.unit, quantity.kind) == (value, "%", "rate")


@given(st.integers(2, 9), st.integers(1, 9))
def test_fractions(whole: int, part: int) -> None:
    quantity = only(f"{DIGITS[whole]}分之{DIGITS[part]}的学生,")
    assert quantity.value is not None
    assert abs(quantity.value - Decimal(part) / whole) < Decimal("0.0001")
    assert quantity.unit == "share"


@pytest.mark.parametrize(
    ("text", "value", "top", "unit", "bound", "kind"),
    [
        ("近万名焊工", 10000, None, "名", "lessThan", "measure"),
        ("百余名学员", 100, None, "名", "moreThan", "measure"),
        ("二十余家企业", 20, None, "家", "moreThan", "measure"),
        ("十几所学校", 10, None, "所", "moreThan", "measure"),
        ("数百家企业", 100, None, "家", "moreThan", "measure"),
        ("上千人参加", 1000, None, "人", "atLeast", "measure"),
        ("投资1.2亿元", 120_000_000, None, "元", "exact", "money"),
        ("每月500元", 500, None, "元", "exact", "money"),
        ("给予最高100万元支持", 1_000_000, None, "元", "upTo", "money"),
        ("奖励3000美元", 3000, None, "美元", "exact", "money"),
        ("两所学校", 2, None, "所", "exact", "measure"),
        ("占比超六成", 60, None, "%", "moreThan", "rate"),
        ("过半数的学生", Decimal("0.5"), None, "share", "moreThan", "rate"),
        ("约占三成五的学生", 35, None, "%", "approximately", "rate"),
        ("培训6 217人次", 6217, None, "人次", "exact", "measure"),
        ("收入2 860.5万元", 28_605_000, None, "元", "exact", "money"),
        ("就业率7 4 . 0 5%", Decimal("74.05"), None, "%", "exact", "rate"),
        ("最高可一次性补贴5万元", 50_000, None, "元", "upTo", "money"),
        ("补助30万元至50万元", 300_000, 500_000, "元", "exact", "money"),
        ("不到二十人", 20, None, "人", "lessThan", "measure"),
        ("举办培训班11期", 11, None, "期", "exact", "measure"),
        ("培训5天", 5, None, "天", "exact", "measure"),
        ("提高1.6个百分点", Decimal("1.6"), None, "个百分点", "exact", "rate"),
        ("增长3倍", 3, None, "倍", "exact", "multiple"),
        ("规模翻了一番", 2, None, "倍", "exact", "multiple"),
        ("规模翻两番", 4, None, "倍", "exact", "multiple"),
        ("生师比为18:1", 18, 1, "", "exact", "ratio"),
        ("就业率96%以上", 96, None, "%", "atLeast", "rate"),
        ("30人左右", 30, None, "人", "approximately", "measure"),
        ("200学时以内", 200, None, "学时", "upTo", "measure"),
        ("5~8%的学生", 5, 8, "%", "exact", "rate"),
        ("学制3年", 3, None, "年", "exact", "duration"),
        ("年龄不超过35岁", 35, None, "岁", "upTo", "measure"),
        ("用户突破50万。", 500_000, None, "", "moreThan", "measure"),
        ("一百二十三万四千五百六十七人", 1_234_567, None, "人", "exact", "measure"),
    ],
)  # fmt: skip
def test_forms(text: str, value: Decimal, top: int | None, unit: str, bound: str, kind: str) -> None:
    quantity = only(text)
    assert (quantity.value, quantity.value_max, quantity.unit) == (value, top, unit)
    assert (quantity.bound, quantity.kind) == (bound, kind)


def test_a_bound_holds_for_the_list() -> None:
    bounds = [q.bound for q in figures("分别给予最高10万元、8万元和5万元,另奖2万元")]
    assert bounds == ["upTo", "upTo", "upTo", "exact"]


def test_growth_is_no_range() -> None:
    assert [q.value for q in figures("由100人到300人")] == [100, 300]


@pytest.mark.parametrize(
    "text",
    [
        "“1+5+N”体系", "第二届大赛", "“3+4”国际班", "ISO9606标准", "中央一号文件", "2024年", "近三年", "“十四五”以来",
        "前3名", "四大主导产业", "一支队伍", "一系列活动", "双元制", "三级证书", "百分点", "第1名", "首批",
        "一体化", "5G技术", "一把钥匙", "两国教师", "一天", "二期工程", "2023 1 234", "下午2时30分", "三时二十分",
    ],
)  # fmt: skip
def test_numbers_that_are_no_figures(text: str) -> None:
    assert [q for q in figures(text) if q.value is not None] == []


def test_an_enumeration_and_a_total_with_parts() -> None:
    values = [(int(q.value or 0), q.unit) for q in figures("143家,其中院校24家、企业118家;金牌17枚、银牌16枚")]
    assert values == [(143, "家"), (24, "家"), (118, "家"), (17, "枚"), (16, "枚")]


@given(st.integers(1950, 2049), st.integers(1, 12), st.integers(1, 28))
def test_dates(year: int, month: int, day: int) -> None:
    [time] = times(f"学校于{year}年{month}月{day}日成立。")
    assert (time.begin, time.until) == (f"{year}-{month:02d}-{day:02d}",) * 2


@pytest.mark.parametrize(
    ("text", "begin", "until"),
    [
        ("2024年,", "2024", "2024"), ("自2013年起", "2013", ""), ("2023年以来", "2023", ""),
        ("截至2024年底", "", "2024"), ("到2027年", "", "2027"), ("2021—2025年", "2021", "2025"),
        ("“十四五”以来", "2021", ""), ("“十三五”期间", "2016", "2020"), ("近三年", "", ""),
        ("目前", "", ""), ("二〇二四年", "2024", "2024"), ("2024-05-18", "2024-05-18", "2024-05-18"),
        ("2022年9月", "2022-09", "2022-09"), ("上半年", "", ""),
    ],
)  # fmt: skip
def test_times(text: str, begin: str, until: str) -> None:
    [time] = times(text)
    assert (time.begin, time.until) == (begin, until)


@given(
    st.text(
        alphabet="0123456789一二三四五六七八九十百千万亿分之成半数倍番余多近约超%:.,年月第家名元人以上前", max_size=40
    )
)
def test_no_text_makes_the_grammar_fail(text: str) -> None:
    for quantity in quantities(text, UNITS):
        assert 0 <= quantity.start < quantity.end <= len(text)
        assert quantity.value is None or quantity.value >= 0
    for time in times(text):
        assert text[time.start : time.end] == time.text


@pytest.mark.parametrize("text", ["每万名劳动者", "到款额(万元)"])
def test_a_scale_alone_is_no_number(text: str) -> None:
    assert figures(text) == []


@pytest.mark.parametrize(
    ("text", "begin", "until"),
    [
        ("民国112年,", "2023", "2023"), ("中华民国99年3月", "2010-03", "2010-03"), ("民国一百一十二年", "2023", "2023"),
        ("民国一一二年", "2023", "2023"), ("民国元年", "1912", "1912"), ("民国112年3月5日", "2023-03-05", "2023-03-05"),
        ("112学年度", "2023", "2023"), ("自民国106年起", "2017", ""), ("截至民国112年底", "", "2023"),
        ("民国110至112年", "2021", "2023"), ("110-112学年度", "2021", "2023"),
    ],
)  # fmt: skip
def test_years_of_the_republic(text: str, begin: str, until: str) -> None:
    [time] = times(text)
    assert (time.begin, time.until) == (begin, until)


def test_a_year_alone_is_one_of_the_republic_where_the_document_counts_so() -> None:
    assert [t.begin for t in times("112年招生,至113年", republic=True)] == ["2023", ""]
    for text in ("112年招生", "建校112年", "2112年"):
        assert list(times(text)) == []
    for text in (
        "建校112年", "走过112年", "逾112年", "112年来", "112年之久", "12年", "850年",
        "建校已112年", "建党100年", "公元前112年", "昭和112年", "100年校庆", "112年的办学历史", "100年前", "110年级",
    ):  # fmt: skip
        assert list(times(text, republic=True)) == []
