"""The catalogue of what the command line says: every message of the code, with its Chinese text.

`python docs/messages.py` adds to src/skillgraph/cli/zh.po what the code says newly, with an empty text to be filled
in, and takes out what it no longer says; a test holds the file to the code and finds what has no text yet.

Messages are f-strings where they are raised. Here each becomes a template, `{path}: no such folder`: what is not
written in the code is a field in braces. The command line finds the template that a message was made from.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator
from inspect import cleandoc
from itertools import product
from pathlib import Path
from typing import NamedTuple

import click

from skillgraph.cli._catalogue import FILE, read_catalogue

SOURCES = Path(__file__).resolve().parents[1] / "src" / "skillgraph"
#: What is given a message, by the place of the argument that is one; errors are found by their base class.
_TAKERS = {
    "say": 0, "told": 0, "Problem": 3, "UsageError": 0, "BadParameter": 0, "ClickException": 0, "SkillgraphError": 0,
    "unknown": 0, "missing_extra": 0, "documents_option": 0, "Option": 1, "Format": 1, "section": 0, "ValueError": 0,
    "waiting": 0, "_waiting": 0, "_tell": 0, "Unfit": 0, "_load_anew": 0,
    "NotDone": 1, "wrong": 1,
}  # fmt: skip
#: Rooms whose texts no command shows, or as data.
_SILENT = (
    "analysis/", "explore/", "extract/naming/", "extract/relating/", "formats/pyvis", "graph/diff_page",
    "graph/schema_picture",
    *(f"language/{name}" for name in ("a", "c", "l", "num", "p", "q", "t")), "mapping/", "notebook/", "plots/",
    "questions/plain/",
)  # fmt: skip
#: What looks like code and not like words.
_CODE = re.compile(r"^[^a-z]*$|[<>]/?\w|MATCH|SELECT|RETURN|^\S+$|rdf:|\?\w+ |:\{|[a-z]\(|STR\(|VALUES |notation$|^ $")
#: Three words of prose, which no code has.
_SENTENCE = re.compile(r"(?:\b[a-z']+ ){2}[a-z]+")
#: What click says to programmers, or nowhere in this command line.
_OF_PROGRAMS = re.compile(
    r"%\(|declar|Bash|Deprecation|deprecated|Editing|twice|standard stream|olour|iterable|Confirm|Windows|same flag|"
    r"Positional|env var|Choice\(|UUID|Repeat|continue|entered|format|dynamic|executable|start character|completion"
)
#: What is put together where nobody reads it off the sources: by click of its own words, by the system.
_SPELT = (
    "Missing option {name!r}.", "Missing argument {name!r}.", "Directory {filename!r} does not exist.",
    "File {filename!r} does not exist.", "Path {filename!r} does not exist.", "File {filename!r} is a directory.",
    "Directory {filename!r} is a file.", "command", "option", "the database", "the server", "the database has {there}",
    "the server has {there}", "No such file or directory", "Is a directory", "Not a directory", "Permission denied",
    "File exists", "No space left on device", "File too large", "Directory not empty", "File name too long",
    "document type", "loader", "domain of {relation}", "range of {relation}", "Input data was truncated",
    "Object missing required field `{field}`", "Object missing required field `{field}` - at `{path}`",
    "Object contains unknown field `{field}`", "Invalid enum value {value!r} - at `{path}`",
    "Expected `{type}`, got `{other}` - at `{path}`", "Expected `{type}`, got `{other}`",
    "maximum recursion depth exceeded", "Invalid value (at line {line}, column {column})",
    "{path}: there is not enough memory for it", "its process {reason}",
    "not done within {seconds} seconds",
    "{failed} of {documents} documents failed; the others are done", "can't be loaded: {error}", "failed: {error}",
    "has blocks outside of the text", "has no document", "the graph's store can't be opened: {error}",
    "Read-only file system", "errors", "doubts", "notes",
    "nothing has any of these words", "nothing at all has {unknown}", "{word} is read as {spelled}",
    "nothing has all of these words as they are; here is what has {kept}",
)  # fmt: skip
#: What would fit a message of any kind.
_VAGUE = re.compile(r"^\{\w+\}(; \{\w+\})? (or|has) \{\w+\}$")
#: Tables of sentences, by the module and the name that they have there.
_SENTENCES = (
    ("formats/__init__.py", "OWN"), ("review/audit.py", "RULES"), ("review/audit_report.py", "_VERDICT"),
    ("cli/build.py", "_STEPS"), ("engines/build.py", "STEPS"), ("explore/page.py", "STEPS"),
    ("resolve/findings.py", "Verdict"), ("graph/diff.py", "What"), ("graph/diff.py", "Kind"),
    ("review/audit.py", "Level"), ("deciding/fields.py", "_WANTED"),
)  # fmt: skip
#: Keywords that are messages whatever takes them.
_KEYWORDS = {"help", "label", "message", "description", "noun", "epilog"}
#: Of an argument, so many ways in which it may be put together are followed.
_WAYS = 48


class Place(NamedTuple):
    """Where an expression stands: its module, and the functions around it, the innermost last."""

    module: str
    functions: tuple[ast.FunctionDef, ...]


def catalogue() -> dict[str, set[str]]:
    """Every message of the code as a template, with the modules that say it."""
    return Reader().messages()


class Reader:
    """Reads the sources for messages: what is given to `_TAKERS`, and what flows there through functions."""

    def __init__(self) -> None:
        files = sorted(SOURCES.rglob("*.py"))
        self.trees = {p.relative_to(SOURCES).as_posix(): ast.parse(p.read_text("utf-8")) for p in files}
        self.found: dict[str, set[str]] = {}
        self.takers: dict[str, int] = dict(_TAKERS)
        self.places = list(self._places())
        self.functions: dict[str, list[tuple[ast.FunctionDef, Place]]] = {}
        for node, place in self.places:
            if isinstance(node, ast.FunctionDef):
                self.functions.setdefault(node.name, []).append((node, place))
        self.followed: set[int] = set()
        #: Texts with a name of a module, which others import.
        self.constants = {
            _name(node.targets[0]): node.value
            for tree in self.trees.values()
            for node in tree.body
            if isinstance(node, ast.Assign) and _is_text(node.value) and _name(node.targets[0]).isupper()
        }

    def messages(self) -> dict[str, set[str]]:
        """All templates, each with the modules in which it stands."""
        self._errors()
        known = -1
        while known != len(self.takers):
            known = len(self.takers)
            for node, place in self.places:
                if isinstance(node, ast.Call):
                    for argument in self._arguments(node):
                        self._take(argument, place)
                prints = [f.name for f in place.functions][-1:] == ["__str__"]
                if prints and isinstance(node, ast.Return) and node.value:
                    self._take(node.value, place)
        self._commands()
        self._sentences()
        self._tables()
        self._click()
        for text in _SPELT:
            self._note(text, Place("spelt", ()))
        return {
            text: where
            for text, where in sorted(self.found.items())
            if _is_message(text) and not all(place.startswith(_SILENT) for place in where)
        }

    def _places(self) -> Iterator[tuple[ast.AST, Place]]:
        def walk(node: ast.AST, place: Place) -> Iterator[tuple[ast.AST, Place]]:
            yield node, place
            if isinstance(node, ast.FunctionDef):
                place = Place(place.module, (*place.functions, node))
            for child in ast.iter_child_nodes(node):
                yield from walk(child, place)

        for module, tree in self.trees.items():
            yield from walk(tree, Place(module, ()))

    def _errors(self) -> None:
        """Classes below an error of ours take a message as it does."""
        bases = {
            node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
            for node, _ in self.places
            if isinstance(node, ast.ClassDef)
        }
        found = {"SkillgraphError"}
        while more := {name for name, above in bases.items() if above & found} - found:
            found |= more
        self.takers |= dict.fromkeys(found, 0)

    def _arguments(self, call: ast.Call) -> Iterator[ast.expr]:
        at = self.takers.get(_name(call.func), -1)
        if 0 <= at < len(call.args):
            yield call.args[at]
        yield from (k.value for k in call.keywords if k.arg in _KEYWORDS)

    def _sentences(self) -> None:
        """Sentences that functions give one by one, with a column or a place beside them."""
        for node, place in self.places:
            if not place.functions or place.module.startswith(_SILENT):
                continue
            match node:
                case ast.Return(value=ast.expr() as value) | ast.Yield(value=ast.expr() as value):
                    given = value.elts if isinstance(value, ast.Tuple | ast.List) else [value]
                case ast.Call(func=ast.Attribute(attr="append" | "add"), args=[value]):
                    given = value.elts if isinstance(value, ast.Tuple | ast.List) else [value]
                case _:
                    continue
            for expression in given:
                if _is_text(expression):
                    for text in self._templates(expression, place):
                        if not _is_code(_literal(text)) and re.search(r"[a-z]+ [a-z]{2,}", _literal(text)):
                            self._note(text, place)

    def _click(self) -> None:
        """What click itself says."""
        for path in sorted(Path(click.__file__).parent.glob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and _name(node.func) in ("_", "ngettext"):
                    for argument in node.args:
                        if not (isinstance(argument, ast.Constant) and isinstance(text := argument.value, str)):
                            continue
                        if not _OF_PROGRAMS.search(text):
                            self._note(re.sub(r"!s\}", "}", text), Place("click", ()))

    def _tables(self) -> None:
        for module, name in _SENTENCES:
            for node in self.trees[module].body:
                target = node.target if isinstance(node, ast.AnnAssign) else getattr(node, "targets", [None])[0]
                table = getattr(node, "value", None)
                if target is None or _name(target) != name:
                    continue
                # A Literal is written as a subscript, and its words are told one by one, as those of a tuple.
                table = table.slice if isinstance(table, ast.Subscript) else table
                values = table.values if isinstance(table, ast.Dict) else getattr(table, "elts", [])
                for value in values:
                    for part in value.elts if isinstance(value, ast.Tuple) else [value]:
                        if isinstance(part, ast.Constant) and (isinstance(table, ast.Tuple) or " " in str(part.value)):
                            self._note(_escaped(str(part.value)), Place(module, ()))

    def _note(self, text: str, place: Place) -> None:
        self.found.setdefault(_numbered(text), set()).add(place.module)

    def _take(self, expression: ast.expr, place: Place, *, plain: bool = False) -> None:
        """Notes a message; where it is an argument of the function around, what calls this gives messages too.

        Args:
            expression: what makes it.
            place: where that stands.
            plain: whether what looks like code is none.
        """
        if isinstance(expression, ast.Name) and place.functions:
            function = place.functions[-1]
            names = [a.arg for a in function.args.args if a.arg not in ("self", "cls")]
            if expression.id in names and function.name not in self.takers:
                self.takers[function.name] = names.index(expression.id)
        for text in self._templates(expression, place):
            if not (plain and _is_code(_literal(text))):
                for paragraph in paragraphs(text) if "\b" in text else [text]:
                    self._note(paragraph, place)

    def _templates(self, expression: ast.expr, place: Place, within: frozenset[str] = frozenset()) -> list[str]:
        """The ways in which a text is put together."""
        match expression:
            case ast.Constant(value=str(text)):
                return [_escaped(text)]
            case ast.JoinedStr(values=parts):
                return _joined([self._templates(part, place, within) for part in parts])
            case ast.FormattedValue(value=value, conversion=conversion):
                # What repr() or a format makes of a value is no message.
                plain = conversion == -1 and expression.format_spec is None
                spelt = {ord("r"): "!r"}.get(conversion, "")
                return self._templates(value, place, within) if plain else [_field(value, spelt)]
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return _joined([self._templates(left, place, within), self._templates(right, place, within)])
            case ast.IfExp(body=body, orelse=other):
                return [*self._templates(body, place, within), *self._templates(other, place, within)][:_WAYS]
            case ast.BoolOp(values=values):
                return list(dict.fromkeys(t for value in values for t in self._templates(value, place, within)))[:_WAYS]
            case ast.Name(id=name) if name not in within and (given := self._assigned(name, place)):
                return [t for value in given for t in self._templates(value, place, within | {name})][:_WAYS]
            case ast.Name(id=name) if name not in within and (words := self._words(name, place)):
                return words
            case ast.Call():
                self._follow(expression, place)
        return [_field(expression)]

    def _assigned(self, name: str, place: Place) -> list[ast.expr]:
        """What a function, or the module, makes of a name, where that is a text."""
        scopes: list[ast.AST] = [*reversed(place.functions), self.trees[place.module]]
        for scope in scopes:
            body = ast.walk(scope) if isinstance(scope, ast.FunctionDef) else scope.body  # type: ignore[attr-defined]
            given = [n for n in body if isinstance(n, ast.Assign) and any(_name(t) == name for t in n.targets)]
            values = [n.value for n in given]
            if values:
                return values if all(map(_is_text, values)) else []
        return [self.constants[name]] if name in self.constants else []

    def _words(self, name: str, place: Place) -> list[str]:
        """What a name goes through in a loop over words of the code."""
        found: list[str] = []
        for loop in ast.walk(place.functions[-1]) if place.functions else ():
            if isinstance(loop, ast.comprehension | ast.For) and _name(loop.target) == name:
                words = loop.iter.elts if isinstance(loop.iter, ast.Tuple) else []
                found += [w.value for w in words if isinstance(w, ast.Constant) and isinstance(w.value, str)]
        return found

    def _follow(self, call: ast.Call, place: Place) -> None:
        """What a function gives is a message where a call of it stands in one."""
        for argument in call.args:
            for inner in ast.walk(argument):
                if isinstance(inner, ast.GeneratorExp | ast.ListComp) and _name(call.func) == "join":
                    self._take(inner.elt, place)
        for function, inside in self.functions.get(_name(call.func), []):
            if id(function) in self.followed:
                continue
            self.followed.add(id(function))
            here = Place(inside.module, (*inside.functions, function))
            for node in ast.walk(function):
                if isinstance(node, ast.Return | ast.Yield) and node.value is not None and _is_text(node.value):
                    self._take(node.value, here, plain=True)

    def _commands(self) -> None:
        """What commands say of themselves, a paragraph each; examples are commands, and no words."""
        for node, place in self.places:
            if isinstance(node, ast.FunctionDef) and place.module.startswith("cli/") and _is_command(node):
                for paragraph in paragraphs(ast.get_docstring(node) or ""):
                    self._note(_escaped(paragraph), place)


def paragraphs(help: str) -> Iterator[str]:
    """The paragraphs of a command's help, each in one line; of a block of examples the head."""
    for part in cleandoc(help).split("\n\n"):
        if part.startswith("\b"):
            yield from (line for line in part.removeprefix("\b").strip("\n").split("\n") if not line.startswith(" "))
        else:
            yield " ".join(part.split())


def _is_command(function: ast.FunctionDef) -> bool:
    return any(re.search(r"\.(command|group)\(", ast.unparse(decorator)) for decorator in function.decorator_list)


def _numbered(text: str) -> str:
    """A template in which no two fields have one name."""
    seen: dict[str, int] = {}

    def named(field: re.Match[str]) -> str:
        count = seen[field[1]] = seen.get(field[1], 0) + 1
        return field[0] if count == 1 else "{" + f"{field[1]}{count}{field[2] or ''}" + "}"

    return re.sub(r"(?<!\{)\{([A-Za-z_]\w*)(!r)?\}", named, text)


def _escaped(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _is_message(template: str) -> bool:
    return bool(re.search(r"[A-Za-z]{2}", _literal(template))) and not _VAGUE.match(template)


def _is_code(literal: str) -> bool:
    return bool(_CODE.search(literal)) and not _SENTENCE.search(literal)


def _literal(template: str) -> str:
    return re.sub(r"\{\w*(!r)?\}", "", template)


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _is_text(node: ast.expr) -> bool:
    match node:
        case ast.Constant(value=str()) | ast.JoinedStr():
            return True
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            return _is_text(left) or _is_text(right)
        case ast.IfExp(body=body, orelse=other):
            return _is_text(body) or _is_text(other)
    return False


def _field(node: ast.expr, conversion: str = "") -> str:
    """A field named as what fills it: the last word of the expression."""
    words = [w for w in re.findall(r"[A-Za-z]\w+|[A-Za-z]", ast.unparse(node)) if w not in _DULL]
    return "{" + (words[-1] if words else "value") + conversion + "}"


_DULL = {
    "self", "len", "str", "join", "shown", "one_line", "sorted", "for", "in", "if", "else", "repr", "and", "or", "not",
}  # fmt: skip


def _joined(parts: Iterable[list[str]]) -> list[str]:
    return list(dict.fromkeys("".join(way) for way in product(*parts)))[:_WAYS]


def updated() -> str:
    """The text of the catalogue's file as the code wants it: texts that are there stay, what is new has none."""
    texts = {entry.template: entry.text for entry in read_catalogue(FILE)} if FILE.exists() else {}
    head = 'msgid ""\nmsgstr ""\n"Language: zh_CN\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    blocks = [
        f"#: {' '.join(sorted(where))}\n#, python-brace-format\nmsgid {_quoted(template)}\n"
        f"msgstr {_quoted(texts.get(template, ''))}\n"
        for template, where in sorted(catalogue().items(), key=lambda item: (min(item[1]), item[0]))
    ]
    return "\n".join((f"# Made by docs/messages.py; the texts are written by hand.\n{head}", *blocks))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


if __name__ == "__main__":
    FILE.write_text(updated(), encoding="utf-8", newline="\n")
    lacking = [entry.template for entry in read_catalogue(FILE) if not entry.text]
    print(f"{FILE.name}: {len(lacking)} messages have no text", *lacking, sep="\n")
