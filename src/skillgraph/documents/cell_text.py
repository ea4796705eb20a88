"""The paragraphs of one table cell as one text: a broken name stays whole, names below one another apart."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: A new paragraph, as Chinese texts begin it: what cuts sentences takes it for an end.
_APART, _ON = "\n\u3000\u3000", "\n"
_NAME_ENDS = re.compile(
    r"(?:大学|学院|学校|中学|小学|职校|技校|院校|公司|集团|企业|工厂|[厂矿]|中心|基地|协会|学会|商会|联盟|联合会|委员会|研究[院所]|[^\W\d_]{2}[局厅部院所馆]|工坊|工作室"
    r"|产业园|园区|医院|酒店|银行|平台|项目|大赛|[^\W\d_]班)(?:[（(][^()（）]*[)）])?[”》]?$"
)
_ITEM = re.compile(
    r"(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})[.．、)）](?![0-9])|[(（][0-9一二三四五六七八九十]{1,2}[)）]|[①-⑳●•■◆▪◇·-]"
)
_GOES_ON = re.compile(r"[（(\[〔)）\]〕》”，,、。；;：:/％%]|[和与及或的等]")
_OPEN = re.compile(r"[（(《“，,、：:/—和与及或的]$")
#: A paragraph as long as this, with a comma, is a sentence though no stop ends it.
_SENTENCE = 12


_STOP, _PARTS = re.compile(r"[。！？!?]"), re.compile(r"[，,；;、]")
#: What has a full stop and is as long as the first, or only commas and is as long as the second, is a sentence.
_SHORTEST, _SHORTEST_WITHOUT_STOP = 10, 24
#: What a sentence begins with that leaves out whose it is: the one that its row is called by.
_UNSAID = re.compile(
    r"(?:[与和同]|联合|共[建同]|每年|现有|现已|已[建与]|开[设展]|承[办担]|举办|先后|获[得评]|拥有|积极|培[养训]|招[收生]|组织|建[成立有设]|成立"
    r"|设[立有])"
)


def is_prose(text: str) -> bool:
    """Whether there is a sentence in a cell.

    Example:
        >>> is_prose("与云帆公司共建基地。"), is_prose("嘉禾职业技术学院，云帆技师学院，海曲汽车工程职业大学")
        (True, False)
    """
    if len(text) < _SHORTEST:
        return False
    if _STOP.search(text):
        return True
    parts = _PARTS.split(text)
    names = sum(bool(_NAME_ENDS.search(part)) for part in parts)
    return len(text) >= _SHORTEST_WITHOUT_STOP and any(c in text for c in "，,") and 2 * names < len(parts)


def told(label: str, text: str) -> str:
    """The text of a cell as a paragraph: where it leaves out whose it is, it is of the body that its row is called by.

    Example:
        >>> told("嘉禾学院", "与云帆公司共建基地。"), told("嘉禾学院", "云溪市有学校3所。")
        ('嘉禾学院与云帆公司共建基地。', '云溪市有学校3所。')
    """
    return f"{label}{text}" if _NAME_ENDS.search(label) and label not in text and _UNSAID.match(text) else text


def joined(paragraphs: Iterable[str]) -> str:
    """The text of a cell.

    Example:
        >>> joined(["泸县职业中学", "合江县职业中学"])
        '泸县职业中学\\n\\u3000\\u3000合江县职业中学'
        >>> joined(["泸州市高级", "技工学校", "（本部）"]), joined(["在校生数", "（万人）"])
        ('泸州市高级\\n技工学校\\n（本部）', '在校生数\\n（万人）')
    """
    text = ""
    for paragraph in filter(None, (p.strip() for p in paragraphs)):
        if text:
            text += _APART if _parted(text.rpartition("\n")[2], paragraph) else _ON
        text += paragraph
    return text


def _parted(former: str, following: str) -> bool:
    if _ITEM.match(following):
        return True
    if _GOES_ON.match(following) or _OPEN.search(former):
        return False
    return bool(_NAME_ENDS.search(former)) or (len(former) >= _SENTENCE and any(c in former for c in "，,。"))
