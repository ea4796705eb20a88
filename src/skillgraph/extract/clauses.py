"""Clauses and their modality."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from skillgraph.extract.cues import masked
from skillgraph.model.records import Modality

#: What ends a clause; no comma within a number, as in 2,316人.
_COMMA = re.compile(r"[;:。!?]|——|,(?!(?<=\d,)\d{3}(?!\d))")
#: What a plan is followed by where the planner stands before it: 全市计划开展, and not 行动计划启动.
_TO_DO = (
    "到|于|在|新|再|举|建|引|开|投|招|培|用|与|同|和|对|向|通过|派|组|实|完|安排|累计|每|选|遴|评|打造|推|扩|输|面向|三年|两年|五年|"
    "资助|支持|联合|围绕|依托|[0-9]"
)
#: What one is to do: 联合体要建成, 确保达到.
_DUE = "建成|建立|建设|形成|达到|实现|新增|打造|培育|培养|完成|组建|力争|确保|开展|推动|提高|设立|引进|扩大|举办"
_MEANT = (
    rf"(?:^|[,;。、年])(?:还|并|也)?计划(?!书|》|”)|(?<!动|育|养|训|该|本|”)计划(?={_TO_DO})",
    r"规划(?:建设|新建|到)|(?<![虚模])拟(?!定|合|态|人)|力争|预计|即将|争取|有望|下一步|意向|筹划|筹备|筹建|目标是|明年|后年|确保|预期|谋划",
    r"将(?![^,;。]{1,24}(?:纳入|列入|列为|作为|转化|融入|引入|应用|结合|打造成|建成为|贯穿))(?!军|领)",
    r"(?:未来|今后)[一二三两五0-9]+年|[0-9一二三两五]+年内|(?:^|[^需必重主])要(?:再|还|新)?(?:" + _DUE + ")",
)
_PLANNED = re.compile("|".join(_MEANT))
_EXPLORED = re.compile(
    r"探索(?!出|了|形成)|(?:洽谈|磋商|商谈|接洽|谈判|对接洽谈|商洽)(?!会|室|区|达成|签)|有意向?|意向性|研究论证|酝酿|可行性"
)
_RULE = re.compile(
    r"应当|应(?=不|达|每|按|在|于|向|将|予)|必须|须(?!知)|按照[^,]{0,16}(?:标准|规定|规范|要求)(?![^,]{0,6}(?:建成|建设))|原则上|"
    r"对[^,;。]{2,60}的?,?[^,;。]{0,20}给予|(?:可|能)(?:直接|优先|按规定)?(?:申请|申报|申领|享受|获得|领取|认定)|不得|"
    r"(?:补贴|补助|奖励|资助|收费)标准(?:分别|统一|均|上浮|下浮|提高|调整)?(?:为|按|[0-9])|按(?!照)[^,;。]{2,24}(?:补贴|补助|奖励|资助|拨付)(?!政策)"
)
#: 对获得前三名的选手,授予某称号: what is due to whoever fulfils a condition.
_FOR_THOSE = re.compile(
    r"(?:^|[,;。])对[^。;]{2,140}(?:的|者|人员|职工|学员|个人|选手|团队|单位|企业|院校)(?=[,;])|(?:^|[,;。])对[^。;]{2,140}的|"
    r"(?:^|[,;。])凡|(?:^|[,;。])[^,;。]{0,30}[符属][^,;。]{2,60}的(?=[,;])"
)
_GIVEN = re.compile(r"给予|授予|奖励|补贴|享受|资助|补助|发放")
_SUPPORTED = re.compile(
    r"(?:^|[,;。、])(?:大力|积极)?(?:支持|鼓励|引导|倡导|推动)[^,;。]{0,14}(?:企业|院校|学校|单位|机构|高校|行业|社会|人员|学生|教师|校企)"
)
_DONE = re.compile(r"累计|建成|成功|完成")
#: What is said to be done even where the clause names a plan, and what ends a plan that goes on: 按计划已建成.
_DONE_INDEED = re.compile(r"已(?:经)?(?!有)|目前|截至|先后|如今|去年|现有|实际")
#: 计划 may be the name of what was done; these words only speak of what is to come.
_STILL_TO_DO = re.compile(
    r"(?<!行动)(?<!培养)(?<!培育)计划(?=累计|建成|完成|新)|要(?:建成|完成)|将|拟|力争|确保|预计|争取"
)
#: What happened, though the section is about what is to come; a plan of it has a word for that.
_HAPPENED = re.compile(r"入选|当选|获评|荣获|获批|被评为|被授予|摘得|夺得")
#: What goes on with a rule: 应当提取经费,其中六成用于一线.
_MORE_OF_IT = re.compile(r"其中|并|且|或者?")
#: A time to come at the head of a sentence holds for all of it.
_AHEAD = re.compile(r"(?:力争|预计|计划)?(?:到|至)20[2-9][0-9]年[^,;。]{0,6},|(?:未来|今后)[^,;。]{0,8},|下一步,")
_BY_THEN = re.compile(r"(?:到|至)(20[2-9][0-9])年(?![^,]{0,4}(?:已|累计))")
#: 办法规定,每两年评选一次: what a policy lays down.
_LAYS_DOWN = re.compile(
    r"(?:办法|细则|方案|意见|通知|制度|条例|章程|标准|规定|规程|指引|措施|政策|计划|前者|后者|文件|其中)[》”]?(?:还|均|都)?(?:明确)?(?:规定|明确|要求|提出)$"
)
_YEARS = re.compile(r"(?<![到至—~-])(20[0-9]{2})年(?!度?(?:计划|规划|目标))")


class Clause(msgspec.Struct, frozen=True):
    """A clause of a sentence, [start, end), with the modality of what it states."""

    start: int
    end: int
    modality: Modality


def present_year(text: str) -> int:
    """The latest year of which a text says what was: 到2024年底 is no plan where that year is over; 0 if none.

    Example:
        >>> present_year("2024年培训3万人。2026年计划培训5万人,到2030年达到8万人。")
        2024
    """
    years = [0]
    for clause in _COMMA.split(text):
        if clause and not _PLANNED.search(clause):
            years += [int(year) for year in _YEARS.findall(clause)]
    return max(years)


def clauses(
    text: str, quoted: Sequence[tuple[int, int]] = (), expected: Modality = "actual", present: int = 0,
    bodies: Sequence[tuple[int, int]] = (),
) -> list[Clause]:  # fmt: skip
    """The clauses of a sentence; plans, trials and norms carry on until something is said to be done or a ; comes.

    Args:
        text: the sentence.
        quoted: spans in which no clause ends.
        expected: the modality of what says nothing of its own, by the section that it stands in.
        present: the latest year of which the document says what was.
        bodies: spans of names in which nothing is planned: 拟真机电公司, but 合作意向书 speaks of what is to come.

    Example:
        >>> [(c.modality) for c in clauses("探索共建中心,打造平台;已建成基地,拟成立联盟。")]
        ['exploratory', 'exploratory', 'actual', 'planned']
        >>> [c.end for c in clauses("培训学员2,316人,拟再办3,000人次")]
        [10, 21]
    """
    found: list[Clause] = []
    start = 0
    nameless = masked(text, bodies)
    past = {year for year in map(int, _BY_THEN.findall(text)) if year <= present}
    if _AHEAD.match(text) and not past and not _DONE_INDEED.match(text):
        expected = "planned"
    carried = expected
    for match in [*_COMMA.finditer(text), None]:
        end = match.start() if match else len(text)
        if match and any(s < match.start() < e for s, e in quoted):
            continue
        if end > start:
            own = _modality(text[start:end], nameless[start:end], text[:start], present)
            if _LAYS_DOWN.search(text, start, end):
                expected = carried = "rule"
            modality = own or carried
            if own is None and (_DONE_INDEED.search(text, start, end) or _HAPPENED.search(text, start, end)):
                modality = "actual"
            elif own is None and found and found[-1].modality == "rule" and _MORE_OF_IT.match(text, start):
                modality = "rule"
            found.append(Clause(start, end, modality))
            carried = modality if modality in ("planned", "exploratory", expected) else "actual"
        if match:
            start = match.end()
            if match[0] in ";。!?":
                carried = expected
    return found


def _modality(clause: str, nameless: str, before: str, present: int) -> Modality | None:
    if _EXPLORED.search(nameless):
        return "exploratory"
    by_then = _BY_THEN.search(clause)
    if by_then and int(by_then[1]) > present and not _DONE_INDEED.search(clause):
        return "planned"
    still = _STILL_TO_DO.search(nameless) or not _DONE.search(clause)
    if still and _PLANNED.search(nameless) and not _DONE_INDEED.search(clause):
        return "planned"
    if _RULE.search(clause) or (_GIVEN.search(clause) and _FOR_THOSE.search(before[-150:] + clause)):
        return "rule"
    return "supported" if _SUPPORTED.search(clause) else None
