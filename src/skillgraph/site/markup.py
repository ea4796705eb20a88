"""HTML as text: everything that comes from reports is escaped here, and nowhere is a page put together but here."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence

import msgspec

from skillgraph.model.version import __version__
from skillgraph.site.paths import LANGUAGES, Language, linked, page, up
from skillgraph.site.words import word

_TAGS = {"zh": "zh-Hans", "en": "en"}
#: Nothing is asked of anybody; pages that are opened from the disk have no origin of their own.
_POLICY = "default-src 'none'; style-src 'self' file:; script-src 'self' file:; base-uri 'none'; form-action 'none'"

#: What no HTML may hold, whatever a name has in it.
_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


class Html(str):
    """What is HTML already; all other text is escaped."""

    __slots__ = ()


Part = str | Html


def text(said: Part) -> Html:
    """Text as HTML.

    Example:
        >>> text("<b>"), text(Html("<b>"))
        ('&lt;b&gt;', '<b>')
    """
    return said if isinstance(said, Html) else Html(_escaped(said))


def _escaped(said: str) -> str:
    return html.escape(_NO_TEXT.sub("\ufffd", said))


def tag(name: str, *parts: Part, **attributes: str) -> Html:
    """An element; `cls` is the attribute class, `for_` is for, and any other _ in a name is -.

    Example:
        >>> tag("a", "青<岛", href="a.html", cls="thing")
        '<a href="a.html" class="thing">青&lt;岛</a>'
    """
    said = "".join(
        f' {"class" if key == "cls" else key.rstrip("_").replace("_", "-")}="{_escaped(value)}"'
        for key, value in attributes.items()
        if value
    )
    return Html(f"<{name}{said}>{''.join(map(text, parts))}</{name}>")


def named(zh: str, en: str, language: Language) -> Html:
    """A name in a language, or in the other one where it has none; a name's own direction is kept."""
    if language == "en" and en:
        return tag("bdi", en)
    return tag("bdi", zh, lang="" if language == "zh" else _TAGS["zh"])


def link(content: Part, path: str, folder: str, cls: str = "") -> Html:
    """A link from a page of a folder to a path of the site."""
    return tag("a", content, href=up(folder) + linked(path), cls=cls)


def table(headings: Sequence[str], rows: Iterable[Sequence[Part]], caption: str) -> Html:
    """A table with a caption; nothing without rows."""
    body = Html("\n".join(tag("tr", *(tag("td", cell) for cell in row)) for row in rows))
    if not body:
        return Html("")
    head = tag("tr", *(tag("th", heading, scope="col") for heading in headings))
    inner = tag("table", tag("caption", caption, cls="unseen"), tag("thead", head), tag("tbody", body))
    # What is wide is moved by keyboard too.
    return tag("div", inner, cls="wide", tabindex="0", role="region", aria_label=caption)


def properties(pairs: Iterable[tuple[str, Part]]) -> Html:
    """What a thing has one or few of; pairs without a value are left out."""
    said = [Html(tag("dt", key) + tag("dd", value)) for key, value in pairs if value]
    return tag("dl", *said) if said else Html("")


def items(said: Iterable[Part], cls: str = "") -> Html:
    """A list; nothing without items."""
    found = [tag("li", item) for item in said]
    return tag("ul", *found, cls=cls) if found else Html("")


class Frame(msgspec.Struct, frozen=True):
    """What all pages of a site have in common.

    `titles` are the site's in both languages, `base` its address if it has one, with a slash at its end.
    """

    titles: dict[Language, str]
    base: str = ""

    def page(
        self,
        language: Language,
        folder: str,
        title: str,
        body: Iterable[Part],
        *,
        name: str = "index",
        data: str = "",
        script: str = "",
    ) -> bytes:
        """A page.

        Args:
            language: of its words.
            folder: where it stands in the site; nothing for the site's own folder.
            title: of the page alone.
            body: what it says.
            name: of its file, without the language and the ending.
            data: the path of its RDF in the site, without the endings.
            script: the path of its script.
        """
        root = up(folder)
        other = next(one for one in LANGUAGES if one != language)
        heading = self.titles[language]
        head = [
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            tag("title", title if title == heading else f"{title} · {heading}"),
            f'<link rel="stylesheet" href="{root}site.css">',
            *(f'<link rel="alternate" hreflang="{_TAGS[one]}" href="{linked(page(one, name))}">' for one in LANGUAGES),
        ]
        if self.base:
            at = f"{folder}/{page(language, name)}" if folder else page(language, name)
            head.append(f'<link rel="canonical" href="{html.escape(self.base + linked(at))}">')
        if data:
            head += [
                f'<link rel="alternate" type="{kind}" href="{root}{linked(data + end)}">' for end, kind, _ in _FORMS
            ]
        if script:
            head.append(f'<script src="{root}{script}" defer></script>')
        shown = [
            tag("a", word("skip", language), href="#main", cls="skip"),
            tag("header", self._navigation(language, folder, other, name)),
            tag("main", *body, id="main"),
            tag("footer", *_footer(language, root, data)),
        ]
        opened = f'<!doctype html>\n<html lang="{_TAGS[language]}">\n<head>\n'
        return f"{opened}{chr(10).join(head)}\n</head>\n<body>\n{chr(10).join(shown)}\n</body>\n</html>\n".encode()

    def _navigation(self, language: Language, folder: str, other: Language, name: str) -> Html:
        places = (
            (page(language), "front"),
            ("network.html", "network"),
            (page(language, "search"), "search"),
            (f"ontology/{page(language)}", "vocabulary"),
        )
        links = [link(word(key, language), path, folder) for path, key in places]
        there = linked(page(other, name))
        switch = tag("a", word("other", language), href=there, hreflang=_TAGS[other], lang=_TAGS[other])
        return tag("nav", items([*links, switch]), aria_label=word("menu", language))


_FORMS = ((".ttl", "text/turtle", "Turtle"), (".jsonld", "application/ld+json", "JSON-LD"))


def _footer(language: Language, root: str, data: str) -> list[Part]:
    files = [tag("a", label, href=root + linked(data + end), type=kind) for end, kind, label in _FORMS] if data else []
    said = [tag("p", word("data", language), ": ", Html(" · ".join(files)))] if files else []
    return [*said, tag("p", f"{word('made', language)} · {__version__}")]
