"""The pages of reference that follow from the code: commands, tables, vocabulary, questions.

`python docs/references.py` writes them anew; a test holds them to the code.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from importlib import import_module
from itertools import groupby
from pathlib import Path
from textwrap import dedent
from types import ModuleType

import click
import pyoxigraph as ox

from skillgraph.cli import COMMANDS, skillgraph
from skillgraph.cli._help import option_help
from skillgraph.cli._language import choose, language, told
from skillgraph.formats import OWN
from skillgraph.model.naming import relationship_type
from skillgraph.model.ontology import CODE_LISTS, RDFS, SG, ontology
from skillgraph.questions.recorded import find_questions
from skillgraph.resolve.comparisons import COMPARISONS
from skillgraph.resolve.decisions import COLUMNS as DECISION_COLUMNS
from skillgraph.resolve.decisions import DECISIONS
from skillgraph.tables.loader import COLUMNS, OPTIONAL

FOLDER = Path(__file__).parent
#: The packages that make up the public face.
FACES = ("skillgraph", "skillgraph.explore", "skillgraph.notebook", "skillgraph.analysis", "skillgraph.plots")
NOTE = "<!-- made by docs/references.py -->\n"

#: What stands in each line of source.toml.
SOURCE = {
    "id": "the name of the folder",
    "title": "the report's title; always there",
    "title_en": "the same in English; may be empty, but must be there",
    "kind": "`report`, or `reference` for a table that several reports use, whose rows need no passage",
    "publisher": "who published the report",
    "issued": "when: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`",
    "language": "that of the text; `zh` where the line is missing",
    "license": "under which terms the text may be used",
    "media_type": "that of the file, as `text/plain`",
    "file": "the file's name in the folder that `--documents` names",
    "sha256": "that of the report's text in UTF-8; a report needs it",
    "characters": "how many Unicode code points the text has",
    "url": "where the text was found",
    "file_sha256": "of a text that was taken out of a PDF, DOCX or web page: that of the file itself",
    "converter": "and the program that took it out",
}

#: What stands in each column of a loader's tables.
MEANING = {
    "id": "a readable name that stays: lower-case letters, digits, hyphens; unique in the table",
    "class": "one class of the vocabulary, or several with `|`",
    "existence": "`individual`, `kind` (schools in general) or `envisaged` (only planned or explored); never empty",
    "name": "the Chinese name, without quotation marks; as the report writes it, it is an alias",
    "name_en": "the English name",
    "aliases": "further Chinese names, with `|`",
    "aliases_en": "further English names, with `|`",
    "other_names": "names in other languages, as `la=urbs`, with `|`",
    "identifiers": "codes, as `gbt2260=370200`, with `|`",
    "status": "`extracted` (a proposal), `reviewed`, `accepted` (taken unread), `annotated` (marked in the text by a "
    "person, not reviewed) or `rejected`; never empty",
    "merged_from": "ids that it once had, with `|`; decisions on what is the same stand in `decisions.csv` instead",
    "mentions": "where the name stands: `START-END#CHECKSUM`, with `|`",
    "subject": "the id of an entity: who or what it is about",
    "predicate": "a relation of the vocabulary",
    "object": "the id of an entity; empty where `text` is given",
    "text": "the object as text, for relations that take one",
    "modality": "`actual`, `planned`, `exploratory`, `rule`, `supported` or `negated`; never empty",
    "basis": "`stated`, `name` (only the name says so) or `section` (the heading says so); never empty",
    "time": "the time as the report writes it, as 自2013年起",
    "start": "`YYYY`, `YYYY-MM` or `YYYY-MM-DD`; empty where it is open",
    "end": "as `start`",
    "qualifiers": "as `scope=选手`, with `|`; names are qualifiers of the vocabulary",
    "evidence": "the passages that state it: `START-END#CHECKSUM`, with `|`; in Unicode code points, the end exclusive",
    "indicator": "the id of an indicator: what is counted",
    "about": "the id of the things that are counted, or of the place or body that a section tells of",
    "heading": "the heading of the section, as the report writes it",
    "heading_en": "the same in English",
    "level": "how deep the heading lies, from 1",
    "signed_by": "the id of who signed the section",
    "span": "where the section stands, from its heading to its end: `START-END#CHECKSUM`",
    "value": "the number in base units, exact: 4.91万 is `49100`",
    "value_max": "the upper end of a range",
    "unit": "the id of a unit; 人, 人次 and 名 are different units",
    "bound": "`exact`, `moreThan` (余, 超), `lessThan` (近), `atLeast`, `upTo`, `approximately` (约); never empty",
    "kind": "`measure`, or what the number is instead: `rank`, `edition`, `threshold`, `name`; empty is `measure`",
    "rank": "a reviewer's word where sources differ: `preferred`, `deprecated` (said, but wrong); empty is `normal`",
    "restates": "the id of the row that said the same before; `source/id` where another report did",
    "part_of": "the id of the figure that this one is part of",
    "figure": "where the number itself stands: `START-END#CHECKSUM`",
}


#: What stands in each column of the table of decisions.
DECIDED = {
    "left": "the id of an entity; of two that are the same, the one that stays",
    "right": "the id of the other, or an identifier from outside, as `ror:03ktg9j65`, `wikidata:Q170174`",
    "decision": "`same` (相同), `different` (不同), `unsure` (不确定) or `withdrawn` (撤回)",
    "by": "who decided (the column may be missing)",
    "date": "when: `YYYY-MM-DD`; what has none counts as the latest (the column may be missing)",
    "note": "why (the column may be missing)",
}


def commands() -> Iterator[str]:
    """Every command with its options."""
    yield "# Commands\n\n[中文](commands.zh.md)\n"
    yield "Results go to standard output, progress and errors to standard error. Exit code 0: done;"
    yield "1: the data fall short; 2: wrong use. `skillgraph --help` and `skillgraph COMMAND --help` show the same."
    yield "They, all messages and this page are in Chinese too: where the locale (`LC_ALL`, `LC_MESSAGES`, `LANG`) is"
    yield "Chinese, or with `--lang zh`, before or after the command; `--lang en` is English. Tables, CSV and JSON"
    yield "are the same in both.\n"
    choose(["--lang", "en"])
    yield from _commands()


def commands_zh() -> Iterator[str]:
    """The same in Chinese, from the catalogue of the command line."""
    yield "# 命令\n\n[English](commands.md)\n"
    yield "结果输出到标准输出，进度和错误输出到标准错误。退出码 0：完成；1：数据有问题；2：用法有误。"
    yield "`skillgraph --help` 和 `skillgraph COMMAND --help` 显示同样的内容。系统区域"
    yield "（`LC_ALL`、`LC_MESSAGES`、`LANG`）为中文时，帮助和所有提示都是中文；也可用 `--lang zh` 或 `--lang en`"
    yield "指定，写在命令之前或之后均可。表格、CSV 和 JSON 两种语言相同。\n"
    choose(["--lang", "zh"])
    try:
        yield from _commands()
    finally:
        choose(["--lang", "en"])


def _commands() -> Iterator[str]:
    # The pages are as wide whatever terminal they are made in.
    context = click.Context(skillgraph, info_name="skillgraph", terminal_width=80)
    for name in COMMANDS:
        command = skillgraph.get_command(context, name)
        assert command is not None
        inner = click.Context(command, parent=context, info_name=name)
        yield f"## skillgraph {name}\n"
        yield f"```text\n{command.get_usage(inner).replace('Usage: ', '')}\n```\n"
        yield _help(command.help or "")
        yield from _options(command, inner)
        for part in inner_commands(command, inner):
            within = click.Context(part, parent=inner, info_name=part.name)
            yield f"### skillgraph {name} {part.name}\n\n{_help(part.help or '')}"
            yield from _options(part, within)


def inner_commands(command: click.Command, context: click.Context) -> Iterator[click.Command]:
    """The commands of a group; of the formats, those of this package."""
    if isinstance(command, click.Group):
        found = (command.get_command(context, name) for name in command.list_commands(context))
        yield from (part for part in found if part and (command.name != "export" or part.name in OWN))


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    options = [p for p in command.get_params(context) if isinstance(p, click.Option) and "--help" not in p.opts]
    if options:
        yield f"| {'option' if language() == 'en' else '选项'} | |\n|---|---|"
        for option in options:
            flags, text = option.get_help_record(context) or ("", "")
            flags, text = flags.replace("|", ", "), option_help(text)
            yield f"| `{_cell(flags)}` | {_cell(html.escape(text, quote=False))} |"
        yield ""


def tables() -> Iterator[str]:
    """Every column of a loader's tables."""
    yield "# Tables\n\nA report is a folder with `source.toml` and three tables in UTF-8 with commas, and a fourth,"
    yield "`sections.csv`, where it has sections. Empty cells are allowed wherever nothing is known and the table does"
    yield "not say otherwise. Entities, statements and figures of a report need the passage that states them; it also"
    yield "tells in which section they are said. Where a table is missing, a workbook of its name, as"
    yield "`statements.xlsx`, is read in its stead. `skillgraph extract --loader` writes all of this, to be"
    yield "corrected.\n"
    yield "## source.toml\n\n| line | |\n|---|---|"
    yield from (f"| `{name}` | {meaning} |" for name, meaning in SOURCE.items())
    yield ""
    for table, columns in COLUMNS.items():
        yield f"## {table}\n\n| column | |\n|---|---|"
        for column in columns:
            optional = " (the column may be missing)" if column in OPTIONAL else ""
            yield f"| `{column}` | {_cell(MEANING[column])}{optional} |"
        yield ""
    yield from _decisions()
    yield from _comparisons()


def _decisions() -> Iterator[str]:
    """The table of decisions, and what follows from it."""
    yield f"## {DECISIONS}\n\nWhat is the same thing, in the folder in which the loaders' folders lie."
    yield "`build`, `validate` and `verify` apply it. Rows are added and never changed: of those on one pair the"
    yield "latest counts, by its date, then by its place.\n\n| column | |\n|---|---|"
    yield from (f"| `{column}` | {_cell(DECIDED[column])} |" for column in DECISION_COLUMNS)
    yield "\n- What is the same as a third is the same. A chain of `same` that joins two judged `different` is a clash:"
    yield "  `build` shows it and merges nothing of it, `validate` calls it a problem, until a row is withdrawn."
    yield "- The id that stays is that of a reference table; else the one `left` in the earliest row and `right` in"
    yield "  none; of several on one day, the first by alphabet. Its main name stays; others are aliases."
    yield "- Records that name the other ids name this one then. Statements stay as many as they were, each with its"
    yield "  source and passage. The other ids are `sg:mergedFrom` (`mergedFrom`), and `dcterms:isReplacedBy` leads"
    yield "  from them to the entity; commands, pages and Python take either."
    yield "- `withdrawn` or `different` undoes a merge: the next build is that before it, byte for byte."
    yield "- Classes of which one is below the other become the narrower one; others can't be one thing, and `build`"
    yield "  says which row asks for it.\n"


def _comparisons() -> Iterator[str]:
    """The table of comparisons, by what sets it apart from decisions."""
    yield f"## {COMPARISONS}\n\nWhat people judged of two sides of a contradiction, in the folder in which the loaders'"
    yield f"folders lie. `contradictions` reads it. Its columns are those of {DECISIONS}, and the latest row on a pair"
    yield "counts; `left` and `right` are ids of statements or figures, as `four-cities/qd-enrolment`.\n"
    yield "- `different`: both are right, of different things (民办校未计), and are not compared again."
    yield "- `same`: they agree after all. `unsure` and `withdrawn` take either back."
    yield "- A source that says something else than both asks anew.\n"


def vocabulary() -> Iterator[str]:
    """Every class and property, in Chinese and English."""
    comments = _comments()
    yield f"# Vocabulary\n\nThe namespace is `{SG}`, prefix `sg:`. `ontology/skills.ttl` is the file;"
    yield "[the mapping](../mapping.md) says what stands for what in the property graph.\n"
    yield "![The classes, each below what it specializes](classes.svg)\n\n## Classes\n"
    yield "| class | 中文 | English | below | |\n|---|---|---|---|---|"
    for name, found in ontology().classes.items():
        zh, en = comments.get(name, ("", ""))
        below = ", ".join(f"`{a}`" for a in found.ancestors[:1])
        yield f"| `sg:{name}` | {found.label_zh} | {found.label_en} | {below} | {_cell(zh)} {_cell(en)} |"
    for role, title in (("relation", "Relations"), ("qualifier", "Qualifiers"), ("structure", "Structure")):
        yield f"\n## {title}\n\n| property | in Cypher | 中文 | English | from | to | |\n|---|---|---|---|---|---|---|"
        for name, p in ontology().properties.items():
            if p.role == role:
                zh, en = comments.get(name, ("", ""))
                cypher = f"`{relationship_type(name)}`" if role != "structure" else ""
                ends = f"{', '.join(p.domain)} | {'text' if p.takes_text else ', '.join(p.range)}"
                yield f"| `sg:{name}` | {cypher} | {p.label_zh} | {p.label_en} | {ends} | {_cell(zh)} {_cell(en)} |"
    yield "\n## Marks\n\nWhat the file says of classes and properties themselves; code asks for these, not for names.\n"
    yield "| mark | 中文 | English | |\n|---|---|---|---|"
    for name in ontology().annotations:
        labels, (zh, en) = (ontology().label(name, "zh"), ontology().label(name, "en")), comments.get(name, ("", ""))
        yield f"| `sg:{name}` | {labels[0]} | {labels[1]} | {_cell(zh)} {_cell(en)} |"
    for scheme in CODE_LISTS:
        yield f"\n## Code list `{scheme}:`\n\n| code | 中文 |\n|---|---|"
        yield from (f"| `{scheme}:{code}` | {label} |" for code, label in ontology().codes(scheme).items())


def python() -> Iterator[str]:
    """The public face: what `skillgraph` itself and its three packages for researchers offer."""
    yield "# Python\n\nWhat stands here is the public face and stays where it is from release to release; modules that"
    yield "are not named here may move. `import skillgraph` is quick; heavy parts load when they are used.\n"
    shown = set()
    for module in FACES:
        package = import_module(module)
        about = (package.__doc__ or "").partition("\n")[0]
        yield f"## {module}\n\n{about}\n\n`from {module} import ...`\n"
        # The face's own order goes from what one needs first to what one meets last.
        for name in getattr(package, "_HOMES", package.__all__):
            home = _home_of(package, name)
            if home not in shown:
                yield f"::: {home}\n"
            shown.add(home)


def _home_of(package: ModuleType, name: str) -> str:
    """The path under which the site's generator finds a name, which does not follow what is loaded late."""
    value = getattr(package, name)
    return f"{value.__module__}.{name}"


#: What a newcomer may look for, and the questions that show it.
KINDS = {
    "figures of a thing, with unit and bound": "q01 q02 q05 q08 q16",
    "several steps from thing to thing": "q06 q09 q10 q19 q21 q22",
    "cities or figures side by side": "q26 q28 q29 q31 q32 q43",
    "sums, shares, checks of sums": "q14 q35 q36 q60",
    "groups and counts": "q41 q42 q56",
    "units that compare (人 and 名), levels": "q44",
    "indicators in whatever words: a scheme with broader ones": "q43 q44 q62",
    "time: a year, as of a day, over, since when, held and planned": "q13 q39 q45 q46 q47 q50",
    "what is not said: no partner, no figure, no meaning": "q38 q48 q49",
    "plans, explorations and rules beside facts": "q11 q18 q50 q51 q52 q53",
    "what a sentence says besides: at which contest, on what condition, who approves": "q03 q51 q52 q61",
    "evidence, section and signer": "q54 q55 q56",
    "words in names and in facts": "q55 q57 q58",
    "chains of any length, the shortest way": "q59 q63 q64",
    "what a report tells twice, and what several sources state": "q65 q68",
    "what is told differently: bounds that exclude each other, denials": "q66 q67",
}


def questions() -> Iterator[str]:
    """The recorded questions with both queries and the answer."""
    yield "# Questions with answers\n\nEach is asked in both languages in every test run, on Oxigraph, Fuseki, ArcadeDB"
    yield "and Neo4j. `skillgraph questions NAME` asks it again.\n"
    yield "| to learn | see |\n|---|---|"
    for kind, names in KINDS.items():
        yield f"| {kind} | {', '.join(f'[{name}](#{name})' for name in names.split())} |"
    yield ""
    for question in find_questions(()):
        yield f"## {question.name}\n\n{question.text_zh}\n\n{question.text_en}\n"
        yield f"```sparql\n{_query(question.sparql)}\n```\n\n```cypher\n{_query(question.cypher)}\n```\n"
        columns = question.recorded.columns
        yield "| " + " | ".join(columns) + " |\n|" + "---|" * len(columns)
        yield from ("| " + " | ".join(_cell(str(v)) for v in row) + " |" for row in question.recorded)
        yield ""


def class_tree() -> str:
    """The classes as a picture, each below what it specializes, named in both languages."""
    children: dict[str, list[str]] = {}
    for name, found in ontology().classes.items():
        children.setdefault(found.ancestors[0] if found.ancestors else "", []).append(name)
    lines: list[str] = []

    def place(name: str, depth: int, x: int) -> None:
        y = 20 + 20 * sum("<text" in line for line in lines)
        label = f"{name} {ontology().classes[name].label_zh}"
        lines.append(f'<text x="{x}" y="{y}">{html.escape(label)}</text>')
        for child in children.get(name, ()):
            below = 20 + 20 * sum("<text" in line for line in lines) - 5
            lines.append(f'<path d="M{x + 4} {y + 5}V{below}H{x + 20}"/>')
            place(child, depth + 1, x + 24)

    for root in children[""]:
        place(root, 0, 10)
    height = 30 + 20 * sum("<text" in line for line in lines)
    style = "text{font:13px sans-serif;fill:#1d2530}path{fill:none;stroke:#9aa1ab}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 520 {height}" width="520" height="{height}">'
        f'<title>Classes</title><style>{style}</style><rect width="520" height="{height}" fill="#fff"/>\n'
        + "\n".join(lines)
        + "\n</svg>\n"
    )


def _comments() -> dict[str, tuple[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for triple in ontology().triples():
        subject, value = triple.subject, triple.object
        if triple.predicate.value != RDFS + "comment" or not isinstance(value, ox.Literal):
            continue
        if isinstance(subject, ox.NamedNode) and subject.value.startswith(SG):
            found.setdefault(subject.value.removeprefix(SG), {})[value.language or ""] = value.value
    return {name: (texts.get("zh", ""), texts.get("en", "")) for name, texts in found.items()}


def _help(text: str) -> str:
    """A command's help, its example as a block."""
    parts = []
    for part in text.replace("\r", "").split("\n\n"):
        if "\b" in part:
            parts.append("\n\n".join(_example(part.replace("\b", "").strip().split("\n"))))
        else:
            parts.append(html.escape(told(" ".join(part.split())), quote=False))
    return "\n\n".join(parts) + "\n"


def _example(lines: list[str]) -> Iterator[str]:
    """Heads of examples, and what stands below each, as a block."""
    for example, block in groupby(lines, lambda line: line.startswith(" ")):
        text = list(block)
        yield "```text\n" + dedent("\n".join(text)) + "\n```" if example else "\n".join(map(told, text))


def _query(text: str) -> str:
    return "\n".join(line for line in text.strip().split("\n") if not line.startswith(("#", "//")))


def _cell(text: str) -> str:
    """Text for a cell of a table: a bar would end it, and not all renderers know a backslash before one in code."""
    return " ".join(text.replace("`|`", "<code>&#124;</code>").replace("|", "&#124;").split())


PAGES = {
    "reference/commands.md": commands,
    "reference/commands.zh.md": commands_zh,
    "reference/python.md": python,
    "reference/tables.md": tables,
    "reference/vocabulary.md": vocabulary,
    "questions.md": questions,
}


def files() -> dict[str, str]:
    """All made files, by their path in this folder."""
    pages = {path: NOTE + "\n".join(make()).rstrip() + "\n" for path, make in PAGES.items()}
    return {**pages, "reference/classes.svg": class_tree()}


if __name__ == "__main__":
    for path, text in files().items():
        (FOLDER / path).write_text(text, encoding="utf-8", newline="\n")
