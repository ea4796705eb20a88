"""What an enumeration makes of its items: 甲、乙、丙等11家企业 are enterprises, 甲、乙、丙等领域 fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from skillgraph.extract.mentions import FIELDS, Mention
from skillgraph.language.tokens import Word
from skillgraph.model.terms import ENTERPRISE, INDUSTRY, OCCUPATION

_DESCRIBING = (
    "重点|相关|新兴|主导|优势|特色|紧缺|先进|紧缺急需|急需|新质生产力|战略性新兴|支柱|高端|核心|热门|关键|传统|未来|"
    "创新|先导|千亿级|百亿级|国家级|省级"
)
_BROAD = "领域|链群|产业带|行业门类|行业|产业链|产业集群|产业|赛道|门类|主题"
_TAUGHT = (
    "技术技能人才|技术工人|技能工人|紧缺人才|技术人才|技能人才|专业人才|技术人员|专业培训|专业群|"
    "赛项|竞赛项目|比赛项目|绝活|技艺|专业|课程资源|课程|方向|工种|职业工种|职业(?!院校|学校|技能|教育|学院|资格|培训|标准|道德|发展|生涯|能力|大学|中专|高中|农民|指导)|技能培训|岗位|职业技能"
)
#: Behind these, 行业 and the like begin another noun: 行业协会.
_NOT_BEFORE = (
    "标准|组织|企业|协会|模式|主管|部门|发展|技能|能手|带头人|教育|结构|布局|升级|转型|人才|工人|特色|办公|委|教师|骨干|负责|"
    "技术|规范|链主|园|学院|班|工匠|指导|产值|规模"
)
_FIELD_TAIL = re.compile(
    rf"(?:等|和)?(?:均|都)?(?:作为)?(?:“[^”]{{1,12}}”)?(?:[0-9一二三四五六七八九十两多]+余?[个大条类门]|[0-9]{{2,4}})?(?:{_DESCRIBING})*"
    rf"(?:(?P<main>为主(?:的|体)?|为特色|为核心|为重点|为龙头)|(?P<broad>{_BROAD})|(?P<taught>{_TAUGHT}))(?!{_NOT_BEFORE})"
)
#: What may be said of one thing alone without calling it a field.
_WEAK = frozenset(["专业", "岗位", "行业", "产业", "课程", "方向", "职业技能", "技能培训", "门类", "主题"])
_COMPANY_TAIL = re.compile(
    r"等(?:[0-9一二三四五六七八九十百千两数多]+[余多]?[家个])?(?:(?!领域|行业)[^,;。、]){0,14}?(?P<head>企业|公司|集团|厂商|单位)"
)
#: What refers back is no item of its own: 该校与甲、乙等企业合作.
_PRONOUNS = ("该", "本", "我", "此", "其", "学校", "学院", "双方", "全市", "全省")
#: The second half of a specialty that has two: 茶叶生产与加工, 汽车检测和维修.
_HALVES = frozenset({
    "加工", "维修", "管理", "应用", "设计", "制造", "营销", "服务", "检测", "维护", "运营", "保养", "控制",
    "施工", "贸易", "处理", "技术", "安装", "调试", "运用", "运维", "装饰", "开发", "策划", "传播", "利用",
    "驾驶", "推广",
})  # fmt: skip
_ITEM_TAGS = frozenset({"n", "nz", "nw", "vn", "an", "a", "LOC", "ORG", "PER", "s", "v", "xc", "f"})
_FIELD_SUFFIX = (
    "产业",
    "经济",
    "制造",
    "业",
    "技术",
    "维护",
    "检修",
    "加工",
    "贸易",
    "工程",
    "服务",
    "物流",
    "能源",
    "材料",
    "医药",
    "健康",
    "装备",
    "交通",
    "管理",
    "设计",
)


def field_items(
    text: str, words: Sequence[Word], taken: Sequence[Mention], known: Sequence[Mention], excluded: frozenset[str]
) -> Iterator[Mention]:
    """The items of a list that the words behind it call fields, industries or courses."""
    for match in _FIELD_TAIL.finditer(text):
        head = match["broad"] or match["taught"] or match["main"]
        if head in ("产业", "行业") and match[0] == head and text[match.end() : match.end() + 1] in ("等", "、"):
            continue
        items = _items(words, taken, match.start(), known)
        several = len(items) > 1
        if (head in _WEAK or match["main"]) and not several:
            continue
        if match["main"] and text[max(0, items[0][0] - 1) : items[0][0]] != "以":
            continue
        kind = INDUSTRY if match["broad"] else OCCUPATION
        for start, end in items:
            name = text[start:end]
            if 2 <= len(name) <= 12 and name not in excluded and (several or name.endswith(_FIELD_SUFFIX)):
                yield Mention(start, end, name, kind)


def listed_items(text: str, words: Sequence[Word], taken: Sequence[Mention]) -> Iterator[Mention]:
    """The items of a list that the words behind it call enterprises."""
    for match in _COMPANY_TAIL.finditer(text):
        for start, end in _items(words, taken, match.start()):
            if 2 <= end - start <= 14 and not text[start:end].startswith(_PRONOUNS):
                yield Mention(start, end, text[start:end], ENTERPRISE)


def _items(
    words: Sequence[Word], taken: Sequence[Mention], at: int, known: Sequence[Mention] = ()
) -> list[tuple[int, int]]:
    """The items, separated by 、 or 和, that end at `at`; a name that was found already ends the search."""
    items: list[tuple[int, int]] = []
    index = next((i for i, w in enumerate(words) if w.end == at), None)
    end = at
    start = at
    while index is not None and index >= 0:
        word = words[index]
        if any(m.start < word.end and word.start < m.end and m.kind != "class" for m in taken):
            # A name among the items keeps its own class; the list may go on before it.
            name = next(m for m in taken if m.start < word.end and word.start < m.end)
            if start < end:
                break
            index = next((i for i, w in enumerate(words) if w.end == name.start), None)
            start = end = name.start
            continue
        if word.text in ("与", "和") and index > 0 and _text(words[index + 1 :], end) in _HALVES:
            start = word.start
        elif word.text in ("、", "和", "及", "以及", "与") and word.tag in ("w", "c", "p"):
            if start < end:
                items.append((start, end))
            start = end = word.start
        elif (whole := _known_field(known, word.end)) is not None and start == word.end:
            start = whole
            index = next((i for i, w in enumerate(words) if w.start == whole), 0)
        elif _in_item(words, index, end):
            start = word.start
        else:
            break
        index -= 1
    if start < end:
        items.append((start, end))
    return items[::-1]


def _text(words: Sequence[Word], end: int) -> str:
    """What the words up to `end` are together."""
    return "".join(w.text for w in words if w.end <= end)


def _known_field(known: Sequence[Mention], end: int) -> int | None:
    """Where a listed field that ends here begins: 住宿和餐饮业 is one item."""
    return next((m.start for m in known if m.end == end and m.type in FIELDS), None)


def _in_item(words: Sequence[Word], index: int, end: int) -> bool:
    """Whether a word belongs to the item that ends at `end`."""
    word = words[index]
    if word.text in ("有", "为", "是", "设", "开设", "含", "到"):
        return False
    if word.tag == "v":
        last = word.end == end or len(word.text) > 1
        return (word.end == end and _done_to_noun(words, index)) or not last or _noun_like(words, index)
    return word.tag in _ITEM_TAGS or word.text in ("现代", "多", "单", "双", "三", "五", "多轴", "五轴")


def _done_to_noun(words: Sequence[Word], index: int) -> bool:
    """食品检测, 白酒酿造: a verb at the end of an item with its noun before it."""
    return index > 0 and words[index - 1].tag in ("n", "nz", "vn") and len(words[index].text) == 2


def _noun_like(words: Sequence[Word], index: int) -> bool:
    """A word tagged as a verb between separators is an item by itself: 烹饪、检修."""
    before = words[index - 1].text if index else ""
    return before in ("、", "和", "及")
