"""The command line in Chinese: which language is chosen, what is said in it, and that nothing is without a text."""

from __future__ import annotations

import json
import re
import runpy
from pathlib import Path
from string import Formatter

import pytest

from command_line import Ended, program, skillgraph
from loaders import edit, small_loader
from skillgraph.cli._catalogue import FILE, Catalogue, Entry, read_catalogue
from skillgraph.cli._help import wrapped
from skillgraph.graph.table import width

ROOT = Path(__file__).resolve().parents[1]
_HAN = re.compile(r"[\u4e00-\u9fff]")
#: What no message is said in by default, so that a test sees the language that it asks for.
PLAIN = {"LANGUAGE": "", "LC_ALL": "", "LC_MESSAGES": "", "LANG": ""}


def zh(*arguments: object, cwd: Path, **environment: str) -> Ended:
    """Runs a command for somebody whose system is Chinese."""
    return skillgraph(*arguments, cwd=cwd, **{**PLAIN, "LANG": "zh_CN.UTF-8", **environment})


def test_every_message_has_a_chinese_text() -> None:
    made = runpy.run_path(str(ROOT / "docs" / "messages.py"))["updated"]()
    assert FILE.read_text("utf-8") == made, "run: python docs/messages.py, and give each new message its text"
    assert [entry.template for entry in read_catalogue(FILE) if not entry.text] == []


def test_no_text_loses_a_field_or_stays_english() -> None:
    for entry in read_catalogue(FILE):
        fields = re.findall(r"(?<!\{)\{(\w+)(?:!r)?\}", entry.template)
        assert sorted(re.findall(r"(?<!\{)\{(\w+)\}", entry.text)) == sorted(fields), entry.template
        if re.search("[a-z]{2,} [a-z]{2,}", re.sub(r"`[^`]*`|\{\w+\}", "", entry.template)):
            assert _HAN.search(entry.text), entry.template


def test_every_message_is_found_again_whatever_its_fields_hold() -> None:
    catalogue = Catalogue.read(FILE)
    lost = []
    for entry in read_catalogue(FILE):
        fields = {name: mark for _, name, _, mark in Formatter().parse(entry.template) if name is not None}
        values = {name: f"{at}-图.csv" for at, name in enumerate(fields)}
        shown = {name: repr(value) if fields[name] else value for name, value in values.items()}
        beside = "}{" in entry.template  # nothing tells where one of the two ends
        if catalogue.told(entry.template.format_map(values)) != entry.text.format_map(shown) and not beside:
            lost.append(entry.template)
    assert lost == []


@pytest.mark.parametrize(
    ("variables", "chinese"),
    [
        ({"LANG": "zh_CN.UTF-8"}, True),
        ({"LANG": "zh"}, True),
        ({"LANG": "zh_TW"}, True),
        ({"LANG": "ZH_cn.gbk"}, True),
        ({"LC_MESSAGES": "zh_CN.UTF-8", "LANG": "de_DE.UTF-8"}, True),
        ({"LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8"}, False),
        ({"LANG": "zh_CN.UTF-8", "LANGUAGE": "en_GB:zh"}, False),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "zh_CN:en"}, True),
        ({"LANG": "C", "LANGUAGE": "zh"}, False),
        ({"LANG": "no such locale"}, False),
        ({"LANG": ""}, False),
        ({}, False),
    ],
)
def test_the_language_is_that_of_the_locale(variables: dict[str, str], chinese: bool, tmp_path: Path) -> None:
    ended = skillgraph("--version-", cwd=tmp_path, **{**PLAIN, **variables})
    assert (ended.returncode, "的选项。" in ended.stderr) == (2, chinese)


@pytest.mark.parametrize(
    "arguments", [("--lang", "zh", "build", "x"), ("build", "--lang=zh", "x"), ("build", "x", "--lang", "zh")]
)
def test_lang_stands_before_or_after_the_command(arguments: tuple[str, ...], tmp_path: Path) -> None:
    assert "没有这个文件夹" in skillgraph(*arguments, cwd=tmp_path, **PLAIN).stderr
    assert "no such folder" in zh(*(word.replace("zh", "en") for word in arguments), cwd=tmp_path).stderr


@pytest.mark.parametrize("value", [("--lang", "fr"), ("--lang",), ("--lang=",)])
def test_a_language_that_there_is_not_is_named(value: tuple[str, ...], tmp_path: Path) -> None:
    ended = skillgraph("build", *value, cwd=tmp_path, **PLAIN)
    assert (ended.returncode, "the languages are zh and en" in ended.stderr) == (2, True)


def test_a_program_speaks_chinese_and_lang_beats_the_locale(python: str, tmp_path: Path) -> None:
    assert "用法：" in program("--help", cwd=tmp_path, **{**PLAIN, "LANG": "zh_CN.UTF-8"}).stdout
    assert "Usage:" in program("--help", "--lang", "en", cwd=tmp_path, **{**PLAIN, "LANG": "zh_CN.UTF-8"}).stdout


@pytest.mark.parametrize("command", [(), ("build",), ("export",), ("export", "html"), ("new", "loader"), ("resolve",)])
def test_help_is_chinese_and_fits_the_terminal(command: tuple[str, ...], tmp_path: Path) -> None:
    shown = zh(*command, "--help", cwd=tmp_path).stdout
    assert "用法：" in shown
    assert "选项：" in shown
    text = re.sub(r"^(?:用法|    |  -\S).*$", "", shown.partition("示例：")[0], flags=re.MULTILINE)
    assert not re.search(r"[a-z]{3,} [a-z]{3,} [a-z]{3,}", re.sub(r"`[^`]*`", "", text)), text
    prose = [line for line in shown.split("\n") if _HAN.search(line)]
    assert max(map(width, prose)) <= 80
    english = skillgraph(*command, "--help", cwd=tmp_path, **PLAIN).stdout
    examples = re.findall(r"^    skillgraph .*$", english, re.MULTILINE)
    assert examples == re.findall(r"^    skillgraph .*$", shown, re.MULTILINE)


def test_lines_are_cut_where_a_chinese_reader_would() -> None:
    lines = wrapped("结果输出到标准输出（stdout），进度和错误输出到“标准错误”：退出码 0 表示完成。", 20)
    assert all(width(line) <= 22 for line in lines)
    assert not any(line[0] in "，。）”：" or line[-1] in "（“" for line in lines)
    assert (
        "".join(lines).replace(" ", "") == "结果输出到标准输出（stdout），进度和错误输出到“标准错误”：退出码0表示完成。"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("bild",), "没有名为 'bild' 的命令。是不是 'build'？"),
        (("build", "--nope"), "没有选项 '--nope'。"),
        (("verify",), "缺少选项 '--documents'。"),
        (("sparql",), "缺少参数 'QUERY'。"),
        (("find", "x", "--documents", "nowhere"), "'--documents' 的值无效：文件夹 'nowhere' 不存在。"),
        (("export", "grphml"), "没有名为 'grphml' 的格式。是不是 'graphml'？"),
        (("build", "nowhere"), "nowhere：没有这个文件夹；来源文件夹中有 source.toml 和三张数据表"),
        (("sparql", "q99"), "未知的问题或文件 'q99'；是不是 'q59'？"),
        (("sparql", "SELECT * {}", "--graph", "nowhere"), "请用 `skillgraph build -o nowhere` 构建"),
        (("sparql", "SELECT ?x { ?x a foo:City }"), "这里没有声明 foo:"),
        (("sparql", "DELETE WHERE { ?s ?p ?o }"), "图谱是只读的。请修改数据表后重新构建"),
        (("sparql", "q06", "--endpoint", "http://127.0.0.1:9/"), "服务器在运行吗？"),
        (("export", "turtle", "-o", "."), "是文件夹；请给出文件"),
        (("new", "question", "x"), "问题的名称是 q 加两三位数字，如 q26"),
    ],
)
def test_an_error_is_said_in_chinese(desk: Path, arguments: tuple[str, ...], message: str) -> None:
    ended = zh(*arguments, cwd=desk)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert message in ended.stderr


def test_a_note_on_an_empty_answer_is_chinese(desk: Path) -> None:
    ended = zh("sparql", "SELECT ?x { ?x a sg:Citty }", cwd=desk)
    assert "注意：未知的类或属性 'Citty'；是不是 'City'？" in ended.stderr
    assert "注意：没有内容含有这些词中的任何一个" in zh("find", "zzzzz", cwd=desk).stderr


def test_a_wrong_table_is_explained_in_chinese(shacl: None, tmp_path: Path) -> None:
    loader = small_loader(tmp_path)
    assert "来源" in zh("build", loader, "-o", "out", cwd=tmp_path).stdout.split("\n")[0]
    edit(loader / "statements.csv", "s1,school-h,", "s1,school-x,")
    edit(loader / "observations.csv", "exact", "exakt")
    for command in ("validate", "build"):
        ended = zh(command, loader, cwd=tmp_path)
        assert "statements.csv，第 2 行，列 subject：未知的实体 'school-x'；是不是 'school-h'？" in ended.shown
        assert "observations.csv，第 2 行，列 bound：未知的界限 'exakt'；是不是 'exact'？" in ended.shown
    data = zh("validate", loader, "--format", "json", cwd=tmp_path).stdout
    assert not _HAN.search("".join(row["message"] for row in json.loads(data))), "data is in no language"
    entities = loader / "entities.csv"
    entities.write_bytes(entities.read_text("utf-8").replace("𬭎鋒", "宏锋").encode("gb18030"))
    assert "看来是 GB18030（GBK）；请把表格存为 UTF-8" in zh("build", loader, cwd=tmp_path).stderr


def test_verify_says_in_chinese_what_falls_short(tmp_path: Path) -> None:
    loader = small_loader(tmp_path)
    edit(loader / "observations.csv", ",22,", ",23,")
    ended = zh("verify", loader, "--documents", tmp_path, cwd=tmp_path)
    assert re.search(r"observations.csv，第 2 行，列 value：23，但 '22名' 是 22", ended.stdout)
    assert re.search(r"核对了 \d+ 处原文、\d+ 个名称和 \d+ 个数值；1 处问题", ended.stderr)


def test_data_is_never_put_into_another_language(desk: Path) -> None:
    query = 'SELECT ("no such folder" AS ?x) ("nothing differs" AS ?y) {}'
    assert zh("sparql", query, cwd=desk).stdout == skillgraph("sparql", query, cwd=desk, **PLAIN).stdout
    assert zh("export", "ntriples", cwd=desk).stdout == skillgraph("export", "ntriples", cwd=desk, **PLAIN).stdout


def test_messages_that_hold_messages_and_hostile_text() -> None:
    found = Catalogue(
        [
            Entry("{path}: {what}, no more", "{path}：{what}，没有了"),
            Entry("a {{b}} of {n!r}", "{n}的{{b}}"),
            Entry("no folder", "无"),
        ]
    )
    assert found.told("x: no folder, no more") == "x：无，没有了"
    assert found.told("a {b} of 'it of'") == "'it of'的{b}"
    assert found.told("{path}: {0.__class__}, no more") == "{path}：{0.__class__}，没有了"
    assert found.told("no\nno folder\n") == "no\n无\n"
    assert found.told(": " * 100_000) == ": " * 100_000
    assert found.told("") == ""
