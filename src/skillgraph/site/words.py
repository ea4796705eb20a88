"""The words of the site's own, in both languages."""

from __future__ import annotations

from skillgraph.site.paths import Language

_WORDS: dict[str, tuple[str, str]] = {
    "skip": ("跳到正文", "Skip to the content"),
    "front": ("首页", "Start"),
    "network": ("网络图", "Network"),
    "search": ("检索", "Search"),
    "vocabulary": ("词汇表", "Vocabulary"),
    "other": ("English", "中文"),
    "menu": ("导航", "Navigation"),
    "report": ("报告", "Reports"),
    "reference": ("参照表", "Reference tables"),
    "classes": ("类别", "Classes"),
    "relations": ("关系", "Relations"),
    "things": ("事物", "Things"),
    "facts": ("陈述", "Statements"),
    "figures": ("数值", "Figures"),
    "rejected": ("已否决", "Rejected in review"),
    "sections": ("章节", "Sections"),
    "said": ("所述", "What is said"),
    "is": ("类别", "Class"),
    "names": ("其他名称", "Other names"),
    "identifiers": ("标识", "Identifiers"),
    "former": ("曾用标识符", "Former ids"),
    "from": ("见于", "Described by"),
    "relation": ("关系", "Related by"),
    "value": ("对象", "With"),
    "how": ("情态", "Modality"),
    "time": ("时间", "Time"),
    "source": ("来源", "Source"),
    "evidence": ("出处", "Evidence"),
    "indicator": ("指标", "What is counted"),
    "number": ("数值", "Value"),
    "about": ("所计对象", "About"),
    "signed": ("署名单位", "Signed by"),
    "status": ("审核状态", "Review"),
    "basis": ("依据", "Basis"),
    "rank": ("取舍", "Rank"),
    "qualifiers": ("限定", "Qualifiers"),
    "restates": ("重述", "Restates"),
    "part": ("属于总数", "Part of"),
    "place": ("字符位置", "Characters"),
    "checksum": ("段落校验", "Checksum"),
    "words": ("原文", "Words"),
    "section": ("章节", "In section"),
    "document": ("文档", "In document"),
    "publisher": ("发布者", "Publisher"),
    "issued": ("发布日期", "Issued"),
    "license": ("许可", "Licence"),
    "address": ("网址", "Address"),
    "file": ("文件", "File"),
    "above": ("上位类", "Broader"),
    "below": ("下位类", "Narrower"),
    "domain": ("主体类", "Domain"),
    "range": ("对象类", "Range"),
    "pages": ("分页", "Pages"),
    "page": ("第 {} 页", "Page {}"),
    "more": ("查看：{}", "See {}"),
    "in_network": ("在网络图中查看", "See it in the network"),
    "kind": ("报告泛指的一类事物，不是某一个", "A kind of things of which a report speaks in general"),
    "envisaged": ("报告仅计划或设想的事物，尚不存在", "A report only plans or envisages this; it is not there yet"),
    "no_fact": ("这不是事实：{}", "This is no fact: {}"),
    "find": ("在全部内容中检索", "Search everything"),
    "needs": (
        "检索需要脚本；不用脚本可按类别或来源浏览。",
        "Search needs a script; browse by class or source without.",
    ),
    "none": ("没有找到。", "Nothing was found."),
    "found": ("找到 {} 项", "{} found"),
    "first": ("显示前 {} 项", "the first {} are shown"),
    "loading": ("正在读取索引……", "Reading the index…"),
    "data": ("本页数据", "Data of this page"),
    "made": ("由 skillgraph 生成，无需联网", "Made by skillgraph; needs no network"),
}


def word(key: str, language: Language) -> str:
    """A word or a sentence.

    Example:
        >>> word("search", "en")
        'Search'
    """
    return _WORDS[key][0 if language == "zh" else 1]
