"""Numbers as Chinese reports write them: forms are made from a value, and reading gives the value back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillgraph.language.numerals import read_number, read_numbers
from skillgraph.language.passages import fold

DIGITS = "零一二三四五六七八九"
WIDE = str.maketrans("0123456789.,%", "０１２３４５６７８９．，％")


def in_chinese(number: int) -> str:
    """A number below 10**12 in Chinese characters."""
    if number < 10:
        return DIGITS[number]
    for size, unit in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if number >= size:
            head, rest = divmod(number, size)
            zero = "零" if 0 < rest < size // 10 else ""
            return in_chinese(head) + unit + (zero + in_chinese(rest) if rest else "")
    raise AssertionError(number)


def value(text: str) -> Decimal | None:
    number = read_number(text)
    return None if number is None else number.value


@given(st.integers(0, 10**12 - 1))
def test_chinese_numerals(number: int) -> None:
    assert value(in_chinese(number) + "个") == number


@given(st.integers(10, 19))
def test_ten_without_its_one(number: int) -> None:
    assert value(in_chinese(number).removeprefix("一") + "名") == number


@given(st.integers(1000, 9999).filter(lambda n: n % 100))
def test_digits_one_by_one(year: int) -> None:
    digits = "".join(DIGITS[int(d)] for d in str(year))
    assert value(digits + "年") == year
    assert value(digits.replace("零", "〇") + "年") == year


@given(st.integers(1, 9), st.integers(1, 9), st.sampled_from((("百", 100), ("千", 1000), ("万", 10**4), ("亿", 10**8))))
def test_last_digit_counts_the_next_unit(first: int, second: int, unit: tuple[str, int]) -> None:
    assert value(DIGITS[first] + unit[0] + DIGITS[second]) == first * unit[1] + second * unit[1] // 10


@given(st.integers(0, 10**15))
def test_arabic_numerals(number: int) -> None:
    for text in (f"{number}", f"{number:,}", f"{number}".translate(WIDE), f"{number:,}".translate(WIDE)):
        assert value(text + "家") == number


@given(
    st.decimals(0, 10**6, places=2),
    st.sampled_from((("", 1), ("百", 100), ("千", 1000), ("万", 10**4), ("亿", 10**8), ("万亿", 10**12))),
)
def test_decimals_are_exact(number: Decimal, unit: tuple[str, int]) -> None:
    assert value(f"{number}{unit[0]}人") == number * unit[1]
    assert value(f"{number}{unit[0]}人".translate(WIDE)) == number * unit[1]


@given(st.decimals(0, 100, places=1))
def test_percentages(number: Decimal) -> None:
    assert value(f"{number}%") == number
    read = read_number(f"百分之{number}")
    assert read is not None
    assert (read.value, read.percent) == (number, True)


@given(st.integers(1, 9), st.integers(10, 99), st.sampled_from("-—～至"))
def test_ranges(low: int, high: int, sign: str) -> None:
    for text, factor in (
        (f"{low}{sign}{high}个", 1),
        (f"{low}{sign}{high}万人", 10**4),
        (f"{low}万{sign}{high}万人", 10**4),
    ):
        read = read_number(text)
        assert read is not None
        assert (read.value, read.value_max) == (Decimal(low * factor), Decimal(high * factor))


BOUNDS = {
    "近{}名": "lessThan", "不足{}名": "lessThan", "超{}名": "moreThan", "超过{}名": "moreThan", "逾{}名": "moreThan",
    "{}余名": "moreThan", "{}多名": "moreThan", "最高{}元": "upTo", "最高给予{}元": "upTo", "前{}名": "upTo",
    "不超过{}名": "upTo", "{}名以内": "upTo", "{}名以下": "upTo", "至少{}名": "atLeast", "不少于{}名": "atLeast",
    "{}名以上": "atLeast", "{}名及以上": "atLeast", "{}级(技师)及以上": "atLeast", "约{}名": "approximately",
    "{}名左右": "approximately", "共{}名": None, "目前{}名": None, "最近{}年": None, "近{}年": None, "签约{}家": None,
    "赶超{}家": None, "附近{}家": None,
}  # fmt: skip


@given(st.sampled_from(sorted(BOUNDS)), st.integers(20, 999).map(str) | st.integers(20, 999).map(in_chinese))
def test_words_that_set_a_bound(form: str, numeral: str) -> None:
    read = read_number(form.format(numeral))
    plain = read_number(numeral)
    assert read is not None
    assert plain is not None
    assert (read.bound, read.value) == (BOUNDS[form], plain.value)


@pytest.mark.parametrize(
    ("text", "expected", "bound"),
    [
        ("4.91万人", "49100", None), ("46.74万人", "467400", None), ("1万余人", "10000", "moreThan"),
        ("近万名", "10000", "lessThan"), ("百余名", "100", "moreThan"), ("20多万人", "200000", "moreThan"),
        ("十几万", "100000", "moreThan"), ("千亿级", "100000000000", "approximately"), ("三级", "3", None),
        ("双", "2", None), ("首期", "1", None), ("第二届", "2", None), ("第五届", "5", None), ("五连增", "5", None),
        ("十佳", "10", None), ("半", "0.5", None), ("一半", "0.5", None), ("两", "2", None),
        ("基本各占一半", "0.5", "approximately"),
        ("三点五万", "35000", None),
        ("最高100万元", "1000000", "upTo"), ("九成以上", "90", "atLeast"), ("成立6家", "6", None),
        ("1亿2000万", "120000000", None), ("一万亿", "1000000000000", None), ("贰拾叁", "23", None),
    ],
)  # fmt: skip
def test_forms_of_reports(text: str, expected: str, bound: str | None) -> None:
    read = read_number(text)
    assert read is not None
    assert (read.value, read.bound) == (Decimal(expected), bound)


@pytest.mark.parametrize(
    "text", ["", "多名", "若干", "数百家", "几十个", "上千名", "三分之二", "三五家", "两三百人", "名"]
)
def test_what_has_no_certain_value_is_not_read(text: str) -> None:
    assert list(read_numbers(text)) == []


@given(st.text("0123456789,.%点一二两三十百千万亿余多几近第首双半成数上分之-至０９人名个", max_size=20))
def test_any_text_is_read_without_error(text: str) -> None:
    for number in read_numbers(text):
        assert 0 <= number.start < number.end <= len(text)
        assert number.value >= 0 or text[number.start] in "-−－"


@given(st.integers(11, 99), st.integers(2, 9), st.sampled_from("×✕xX*·"))
def test_powers_of_ten(head: int, power: int, sign: str) -> None:
    raised = str(power).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    for text in (
        f"{head / 10}{sign}10^{power}米",
        f"{head / 10} {sign} 10{raised}米",
        f"{head / 10}{sign}10^{{{power}}}米",
        f"{head / 10} {sign} 10 ** {power}米",
        f"{head / 10}乘以10的{power}次方米",
        f"{head / 10}E+0{power}米",
        f"{head / 10}{sign}10E{power}米",
    ):
        assert value(text) == head * 10 ** (power - 1)


@pytest.mark.parametrize(
    "text",
    ["单位:万人", "(万元)", "万名", "2023年万人", "4×100米接力", "3.5×104平方米", "2.15(计划)万人", "1" * 200],
)
def test_no_certain_number(text: str) -> None:
    assert [n for n in read_numbers(text) if text[n.start : n.end] not in ("2023", "2.15")] == []


@pytest.mark.parametrize("text", ["近万名", "万余人", "数达万人", "超万家", "万人以上"])
def test_ten_thousand_in_words(text: str) -> None:
    assert value(text) == 10_000


@pytest.mark.parametrize(
    ("text", "expected"), [("-3.5%", "-3.5"), ("同比增长−3.5%", "-3.5"), ("2-3个", "2"), ("技能-3级", "3")]
)
def test_less_than_nothing(text: str, expected: str) -> None:
    assert value(text) == Decimal(expected)


def test_numbers_are_read_in_time_linear_in_the_length() -> None:
    for piece in ("1", "1 ", "1(", "最高", "12万人", "1,", "万", "1×", "百分之", "1'234", "1E", "10**", "10的"):
        assert sum(1 for _ in read_numbers(piece * (30_000 // len(piece)))) <= 30_000


@pytest.mark.parametrize("text", ["‘211’985高校", "3D打印", "3(1)班", "ISO9001E2019", "图2_1", "10⁴人"])
def test_what_looks_like_other_forms_of_numbers(text: str) -> None:
    assert all(n.value in (1, 2, 3, 10, 211, 985, 9001, 2019) for n in read_numbers(fold(text)))
