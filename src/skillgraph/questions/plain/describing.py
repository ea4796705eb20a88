"""What a reading and an answer say, in words of both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from skillgraph.graph.results import Rows
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Entity
from skillgraph.questions.plain.reading import Reading, Things

#: Texts in Chinese and English.
Both = tuple[str, str]

_SHAPES: dict[str, Both] = {
    "things": ("哪些", "which"),
    "class": ("全部", "all"),
    "times": ("何时", "when"),
    "truth": ("是否", "whether"),
    "between": ("关系", "what is between"),
    "figures": ("数据", "figures"),
}
#: What else counts with some things, by whether what is within them or above them does.
_ABOUT: dict[tuple[bool, bool], Both] = {
    (True, False): (" 及其境内", " and in it"),
    (False, True): (" 及其所在地", " and where it lies"),
}
#: Answers that are told in brief.
_BRIEF = 3
#: Which of several figures is asked for.
RANKS: dict[str, Both] = {"most": ("最多者", "the most"), "fewest": ("最少者", "the fewest")}
RANKED: Both = ("{rank}：{names}（{value} {unit}）。", "{rank}: {names} ({value} {unit}).")
RANKED_BY_NUMBER: Both = (
    "{rank}：{names}（图谱所载 {n} 个，来源未必说全）。",
    "{rank}: {names} (the graph has {n}; sources may not name all).",
)
LACKING: Both = (
    "图谱没有记载其事；这不等于没有此事。",
    "Of these the graph does not say it; that does not mean that it is not so.",
)
LACKING_PLANS: Both = (
    "其中有计划、探索等记载的：{names}。",
    "Of these there are plans, explorations or the like: {names}.",
)
APART: Both = (
    "这些数据的单位或指标不同，不作比较。",
    "These figures differ in unit or indicator, so that none is called the most or the fewest.",
)
BOUNDED: Both = (
    "所列数据有的只是上限或下限，次序未必确定。",
    "Some of the figures are bounds alone, so that their order is not certain.",
)
NOTHING: Both = (
    "问题已理解，但图谱中没有这样的内容；这不等于没有此事。",
    "The question is understood, and the graph says nothing of it; that does not mean that it is not so.",
)
COUNTED: Both = (
    "图谱中具名的有 {n} 个；这是图谱所载的个数，不是来源给出的数据。",
    "The graph names {n}: so many are in it, which is no figure of a source.",
)
NOT_FACT: Both = (
    "没有作为事实的记录；另有计划、探索等情态的记录 {n} 条，请用“计划”“探索”等词提问。",
    "None of it is a fact; {n} records are plans, explorations or the like: ask with a word as planned or exploring.",
)
FIGURES: Both = (
    "来源对此有数据，不宜用图谱所载的个数代替；请用指标提问：{names}。",
    "Sources give figures of it, which no count of what the graph names should stand in for; ask by one: {names}.",
)
OTHERWISE: Both = ("另有其他情态的记录 {n} 条：{names}。", "{n} records have it otherwise: {names}.")
UNTIMED: Both = (
    "图谱中有此事，但来源未注明时间。",
    "The graph says so, and no source says when.",
)
PARTS: Both = (
    "所载的是其境内的：{names}。",
    "It is said of what lies there: {names}.",
)
OF_CLASS: Both = ("{name}：{zh}。", "{name}: {en}.")
BETWEEN: Both = ("两者之间另有记载：{zh}。", "What the graph has between them: {en}.")
NONE_OF: Both = ("其中没有关于{names}的内容。", "Nothing of it is about {names}.")
OF_OTHERS: Both = ("有该项数据的是：{names}。", "Those who have such a figure: {names}.")
OF_HELD: Both = (
    "其举办、拥有或建设的有该项数据，请按名称提问：{zh}。",
    "What it holds, has or builds has such figures; ask by name: {en}.",
)
PLANNED_FIGURES: Both = (
    "另有这样的数据（该主体及其举办、拥有或建设的）：{zh}。",
    "There are such figures besides, of it and of what it holds, has or builds: {en}.",
)
OTHER_FIGURES: Both = ("该主体有数据的指标：{names}。", "The indicators that it has figures of: {names}.")
OF_OTHER_CLASSES: Both = (
    "图谱中有这一关系的不属于该类：{names}。",
    "What stands in that relation is of other classes: {names}.",
)
GENERAL: Both = (
    "另有统称（不是具名个体）：{names}。",
    "Said of general terms besides, which are no single things: {names}.",
)
UNDATED: Both = (
    "只计注明时间的内容；不限年份则有 {n} 条。",
    "Only what has a time counts; whatever the year, there are {n} records.",
)
SEVERAL: Both = ("请一次只问一个问题。", "Ask one question at a time.")
LONG: Both = ("问题过长：至多 {n} 个字符。", "The question is too long: at most {n} characters.")
MANY: Both = ("这些词的读法太多，请说得更简单。", "The words can be read in too many ways; put it more simply.")
EMPTY: Both = ("请写出问题。", "Write a question.")
UNKNOWN: Both = (
    "不认识的词：{words}。图谱和词汇中都没有，因此不作回答。",
    "Words that neither the graph nor the vocabulary knows: {words}. So there is no answer.",
)
NO_PATTERN: Both = (
    "每个词都认识，但没有适合这个问题的模板。",
    "Every word is known, but no template fits the question.",
)
OTHER_READING: Both = (
    "另一种读法在图谱中没有内容：{zh}。",
    "Read otherwise the graph has nothing of it: {en}.",
)
LEFT_OUT: Both = ("没有计入的部分：{words}。", "What was left out: {words}.")
AMBIGUOUS: Both = (
    "这个问题有 {n} 种读法，请说得更明确。",
    "The question can be read in {n} ways; say which is meant.",
)
FACT: Both = ("图谱记载：是（作为事实）。", "The graph says so, as a fact.")
DENIED: Both = ("图谱记载：否（来源予以否定）。", "The graph says that it is not so: a source denies it.")
ONLY: Both = (
    "不是事实：图谱只记载为“{modality}”。",
    "Not as a fact: the graph only has it as {modality}.",
)


def both(text: Both, **values: object) -> dict[str, str]:
    """A text in both languages, as JSON has it.

    Example:
        >>> both(LONG, n=3)["en"]
        'The question is too long: at most 3 characters.'
    """
    return {"zh": text[0].format(**values), "en": text[1].format(**values)}


def verdict(rows: Rows) -> dict[str, str]:
    """Whether something is so, by the modalities of what says it.

    Example:
        >>> verdict(Rows(("modality",), [("exploratory",)]))["en"]
        'Not as a fact: the graph only has it as being explored.'
    """
    found = {str(row["modality"]) for row in rows.to_dicts()}
    if not found:
        return both(NOTHING)
    if "actual" in found:
        return both(FACT)
    if found == {"negated"}:
        return both(DENIED)
    return {
        "zh": ONLY[0].format(modality=modalities(found, "zh")),
        "en": ONLY[1].format(modality=modalities(found, "en")),
    }


def modalities(names: Iterable[str], language: str) -> str:
    """Modalities by their labels.

    Example:
        >>> modalities(["planned", "exploratory", "planned"], "zh")
        '探索、计划'
    """
    codes = ontology().codes("modality", language)
    return ("、" if language == "zh" else ", ").join(codes[name] for name in sorted({*names}))


def figure(row: dict[str, Any], language: str) -> str:
    """A figure in a few words: whose, of what, how many.

    Example:
        >>> row = {"subject": "淄博市", "indicator": "学校数", "value": 8, "value_max": None, "unit": "所"}
        >>> figure(row | {"bound": "moreThan", "time": "2025年"}, "zh")
        '淄博市 学校数 大于 8 所（2025年）'
    """
    bound = "" if row["bound"] == "exact" else ontology().codes("bound", language)[str(row["bound"])]
    value = "–".join(str(each) for each in (row["value"], row["value_max"]) if each is not None)
    words = " ".join(filter(None, (str(row["subject"]), str(row["indicator"]), bound, value, str(row["unit"]))))
    if not row["time"]:
        return words
    return f"{words}（{row['time']}）" if language == "zh" else f"{words} ({row['time']})"


def brief(rows: Rows) -> dict[str, str]:
    """The first answers of some rows in a few words, each once; nothing of no rows.

    Example:
        >>> rows = Rows(("answer", "answer_en"), [("德国", "Germany"), ("德国", "Germany"), ("日本", "Japan")])
        >>> brief(rows)
        {'zh': '德国、日本', 'en': 'Germany, Japan'}
    """
    found: dict[str, str] = {}
    for language, mark in (("zh", "、"), ("en", ", ")):
        texts = list(dict.fromkeys(_row(row, language) for row in rows.to_dicts()))
        found[language] = mark.join((*texts[:_BRIEF], *(["…"] if len(texts) > _BRIEF else [])))
    return found


def _row(row: dict[str, Any], language: str) -> str:
    """What a row answers in a few words: a thing, a figure, or what is so and whether that is a fact."""
    if "answer" in row:
        return str((language == "en" and row.get("answer_en")) or row["answer"])
    if "value" in row:
        return figure(row, language)
    text = " ".join((str(row["subject"]), ontology().label(str(row["relation"]), language), str(row["object"])))
    told = [] if row["modality"] == "actual" else [modalities([str(row["modality"])], language)]
    beside = [*told, str(row["time"])] if row["time"] else told
    if not beside:
        return text
    return f"{text}（{'，'.join(beside)}）" if language == "zh" else f"{text} ({', '.join(beside)})"


def described(reading: Reading, entity: Callable[[str], Entity]) -> dict[str, str]:
    """What was understood, in a line of each language.

    Args:
        reading: of a question.
        entity: the thing with an id.
    """
    return {language: _described(reading, entity, language) for language in ("zh", "en")}


def _described(reading: Reading, entity: Callable[[str], Entity], language: str) -> str:
    zh = language == "zh"

    def names(ids: Iterable[str]) -> str:
        found = [entity(id) for id in ids]
        each = dict.fromkeys(e.name if zh or not e.name_en else e.name_en for e in found)
        return ("、" if zh else ", ").join(each)

    def things(what: Things) -> str:
        if what.ids:
            return names(what.ids) + _ABOUT.get((what.within, what.above), ("", ""))[not zh]
        if what.bodies:
            return "单位" if zh else "bodies"
        named = ontology().label(what.class_name, language) if what.class_name else ("任何" if zh else "anything")
        named += _ABOUT[True, False][not zh] if what.over else ""
        if what.kinds:
            named = names(what.kinds)
        if what.levels:
            named += f"（{names(what.levels)}）" if zh else f" at {names(what.levels)}"
        return named + ((f"（位于{names(what.places)}）" if zh else f" in {names(what.places)}") if what.places else "")

    parts = [_SHAPES[reading.shape][not zh]]
    if reading.asked.class_name and reading.known.class_name and reading.shape == "things":
        # Of two classes nothing else tells which is asked for.
        parts[0] += ("" if zh else " ") + ontology().label(reading.asked.class_name, language)
    if reading.shape == "figures":
        parts += [names(reading.indicators) or ("全部指标" if zh else "all indicators"), things(reading.asked)]
    elif reading.shape == "between":
        parts += [things(each) for each in (reading.asked, reading.known) if each != Things()]
    elif reading.shape == "class":
        parts.append(things(reading.asked))
    if reading.shape in ("things", "times", "truth", "class"):
        forward = dict.fromkeys(link.predicate for link in reading.links if link.is_subject)
        back = dict.fromkeys(link.predicate for link in reading.links if not link.is_subject)
        asked, known = (things(t) for t in (reading.asked, reading.known))
        lacking = reading.shape == "class" and ("没有这样的事实：" if zh else "no fact that ")
        if lacking:
            asked = "它" if zh else "it"
        for predicates, first, second in ((forward, asked, known), (back, known, asked)):
            if predicates and (predicates is forward or predicates != forward):
                labels = [
                    ontology().label(name, language) if name else "任何关系" if zh else "any" for name in predicates
                ]
                label = ("或" if zh else " or ").join(labels)
                parts.append(f"{lacking or ''}{first} — {label} → {second}")
    if reading.counts:
        parts.append("计数" if zh else "counted")
    if reading.modalities:
        codes = ontology().codes("modality", language)
        parts.append(("、" if zh else ", ").join(codes[name] for name in reading.modalities))
    if reading.year:
        since, until = ("自 {} 年起", "{} 年") if zh else ("since {}", "{}")
        parts.append((since if reading.is_open else until).format(reading.year))
    if reading.both:
        parts.append("与每个都有" if zh else "with each of them")
    if reading.without:
        parts.append(f"除去{names(reading.without)}" if zh else f"without {names(reading.without)}")
    if reading.rank:
        parts.append(RANKS[reading.rank][not zh])
    if reading.counter:
        parts.append(("以“{}”计" if zh else "counted in {}").format(reading.counter))
    return ("；" if zh else "; ").join(parts)
