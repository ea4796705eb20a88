"""One HTML page with the network, made with pyvis, that opens with the network cut off.

pyvis makes the nodes, edges and options, and its package carries vis-network. The page around them is this
project's own, because pyvis's page asks two other hosts for Bootstrap even when told to hold everything, and runs
markup that stands in a heading or a node's id. Here all that comes from reports is JSON in a block that no browser
runs, shown as text alone, under a content policy that allows two scripts by their checksums and no request.
"""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from pathlib import Path
from string import Template
from typing import IO, Any

import msgspec
import networkx as nx
import pyvis
from pyvis.edge import Edge
from pyvis.network import Network
from pyvis.node import Node

from skillgraph.explore.page import page_title
from skillgraph.explore.passages import Passages
from skillgraph.explore.places import places
from skillgraph.explore.policy import content_policy
from skillgraph.formats.format import Format
from skillgraph.formats.networkx_graph import to_networkx
from skillgraph.graph.folder import GraphFolder
from skillgraph.graph.view import Chosen, View, choose
from skillgraph.mapping.propertygraph import span_text
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Document, Statement

_HERE = Path(__file__).parent
_LABEL_LENGTH = 16
#: From this many edges on, they are hidden while the picture is moved.
_MANY_EDGES = 2000
_PLANNED = "#9a4300"

_OPTIONS: dict[str, dict[str, Any]] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "tooltipDelay": 120, "keyboard": {"enabled": True, "bindToWindow": False}},
    "nodes": {
        "borderWidth": 1,
        "font": {"face": "sans-serif", "color": "#1d2530", "strokeWidth": 4, "strokeColor": "#fbfbf9"},
        # Like a map: what would be too small to read shows when the reader comes nearer.
        "scaling": {"label": {"drawThreshold": 11}},
    },
    "edges": {
        "color": {"color": "#b9c0c9", "highlight": "#c2410c", "hover": "#5b6675"},
        "width": 1,
        "selectionWidth": 1,
        "arrows": {"to": {"enabled": True, "scaleFactor": 0.45}},
        "smooth": False,
        "font": {"face": "sans-serif", "size": 10, "color": "#4a5563", "strokeWidth": 3, "strokeColor": "#fbfbf9"},
        "scaling": {"label": {"drawThreshold": 10}},
    },
}


def write(graph: GraphFolder, file: IO[bytes]) -> None:
    """Writes the page: entities and facts, coloured by class and placed as on the network page, with the evidence.

    What is planned, explored, a rule, supported or denied is not drawn until the reader asks for it, and dashed then.

    Args:
        graph: a built graph.
        file: where the page goes, as UTF-8; equal graphs give equal bytes.
    """
    network = to_networkx(graph)
    chosen = choose(graph, View())
    told = _Told(chosen)
    file.write(_page(_network(network, chosen, told), network, chosen, told).encode())


FORMAT = Format(write=write)


class _Told:
    """Where the reports state what a page shows, in words for people."""

    def __init__(self, chosen: Chosen) -> None:
        self._documents = chosen.documents
        passages = Passages(chosen.documents, None, chosen.sections)
        evidence = [e for s in chosen.statements for e in s.evidence]
        numbers = [passages.number(e) for e in evidence]
        of = passages.spans().section
        names = passages.sections()
        self._sections = {e: names[of[n]].zh for e, n in zip(evidence, numbers, strict=True) if of[n] >= 0}

    def lines(self, statement: Statement) -> list[str]:
        """The report of a statement, and the section and place of each of its passages."""
        document = self._documents[statement.source]
        found = [f"出处 Source: 《{_line(document.title)}》"]
        for e in statement.evidence:
            length = self._documents[e.document].characters
            part = (
                f"约在全文 {100 * e.start // length}% 处 about {100 * e.start // length}% through it" if length else ""
            )
            found.append(" · ".join(filter(None, (_line(self._sections.get(e, "")), part, span_text(e)))))
        return found if statement.evidence else [*found, statement.source]


def _network(network: nx.MultiDiGraph[str], chosen: Chosen, told: _Told) -> Network:
    """pyvis's network; its `add_node` and `add_edge` search all that is there already, so its lists are filled here."""
    degrees = [degree for _, degree in network.degree]
    labels = [_shortened(data["name"]) for _, data in network.nodes(data=True)]
    fonts = [round(14 + min(4 * degree**0.5, 30)) for degree in degrees]
    dots = [round(6 + min(4 * degree**0.5, 30)) for degree in degrees]
    placed = dict(zip((e.id for e in chosen.entities), places(chosen).points, strict=True))
    result = Network(directed=True)
    result.set_options(json.dumps(_options(network)))
    for id, label, dot, font in zip(network, labels, dots, fonts, strict=True):
        data, (x, y) = network.nodes[id], placed[id]
        look = {"group": data["class_name"], "size": dot, "font": {"size": font}, "x": x, "y": y}
        result.nodes.append(Node(id, "dot", label, title=_node_text(data), **look).options)
    result.edges = _edges(network, chosen, told)
    return result


def _options(network: nx.MultiDiGraph[str]) -> dict[str, Any]:
    many = network.number_of_edges() > _MANY_EDGES
    interaction = {**_OPTIONS["interaction"], "hideEdgesOnDrag": many, "hideEdgesOnZoom": many}
    groups = {}
    for class_name in _counts(network):
        envisaged = class_name == ontology().existence_classes["envisaged"]
        fill = "#ffffff" if envisaged else ontology().colour(class_name)
        border = "#6b7280" if envisaged else ontology().colour(class_name)
        marked = {"background": fill, "border": "#c2410c"}
        groups[class_name] = {
            "color": {"background": fill, "border": border, "highlight": marked, "hover": marked},
            "shapeProperties": {"borderDashes": [3, 3] if envisaged else False},
        }
    return {**_OPTIONS, "interaction": interaction, "groups": groups}


def _edges(network: nx.MultiDiGraph[str], chosen: Chosen, told: _Told) -> list[dict[str, Any]]:
    """The facts in the network's order, then what is planned and the like, which is hidden."""
    parallel: Counter[frozenset[str]] = Counter()
    edges = []
    statements = {s.id: s for s in chosen.statements}
    facts = [statements[key] for _, _, key in network.edges(keys=True)]
    for s in (*facts, *_not_facts(network, chosen)):
        start, end = s.subject, s.object
        label = ontology().label(s.predicate, "zh")
        options: dict[str, Any] = {"id": s.id, "label": label, "title": _edge_text(s, told)}
        if not s.is_fact:
            options["label"] = f"{ontology().codes('modality')[s.modality]}：{label}"
            options |= {"hidden": True, "dashes": [5, 4], "color": {"color": _PLANNED}, "planned": True}
        # Facts between the same two bend away from each other; otherwise one would cover the rest.
        if before := parallel[frozenset((start, end))]:
            turn = "curvedCW" if before % 2 else "curvedCCW"
            options["smooth"] = {"enabled": True, "type": turn, "roundness": round(0.12 * ((before + 1) // 2), 2)}
        parallel[frozenset((start, end))] += 1
        edge = Edge(start, end, True, **options).options
        # The page's options have the arrow once for all edges.
        del edge["arrows"]
        edges.append(edge)
    return edges


def _shortened(name: str) -> str:
    """A name as a label, on one line.

    Example:
        >>> _shortened("青岛市"), _shortened("中华人民共和国第二届职业技能大赛组织委员会")
        ('青岛市', '中华人民共和国第二届职业技能大…')
    """
    name = _line(name)
    return name if len(name) <= _LABEL_LENGTH else name[: _LABEL_LENGTH - 1] + "…"


def _line(text: str) -> str:
    return " ".join(text.split())


def _node_text(data: dict[str, str]) -> str:
    lines = (_line(data["name"]), _line(data["name_en"]), f"{data['class_zh']} {data['class_en']}")
    return "\n".join(line for line in lines if line)


def _not_facts(network: nx.MultiDiGraph[str], chosen: Chosen) -> list[Statement]:
    """What is planned, explored, a rule, supported or denied between the nodes, as far as nobody rejected it."""
    shown = [s for s in chosen.statements if s.modality != "actual" and s.subject in network and s.object in network]
    return [s for s in shown if s.status != "rejected" and s.rank != "deprecated"]


def _edge_text(s: Statement, told: _Told) -> str:
    lines = [f"{ontology().label(s.predicate, 'zh')} {ontology().label(s.predicate, 'en')}"]
    if not s.is_fact:
        lines.append(f"不是事实 Not a fact: {ontology().codes('modality')[s.modality]} {s.modality}")
    interval = "–".join(dict.fromkeys(filter(None, (s.start, s.end))))
    if time := s.time or interval:
        lines.append(f"时间 Time: {_line(time)}")
    if s.basis != "stated":
        lines.append(f"依据 Basis: {ontology().codes('basis')[s.basis]} {s.basis}")
    return "\n".join([*lines, *told.lines(s)])


def _counts(network: nx.MultiDiGraph[str]) -> dict[str, int]:
    """How many nodes each class has, in the ontology's order."""
    counts = Counter(data["class_name"] for _, data in network.nodes(data=True))
    return {name: counts[name] for name in ontology().classes if counts[name]}


def _page(net: Network, network: nx.MultiDiGraph[str], chosen: Chosen, told: _Told) -> str:
    nodes, edges, *_, options = net.get_network_data()
    style = (_HERE / "pyvis_page.css").read_text("utf-8") + "".join(
        f".dot-{name} {{ background: {ontology().colour(name)}; }}\n" for name in _counts(network)
    )
    scripts = [_vis_network(), (_HERE / "pyvis_page.js").read_text("utf-8")]
    reports: list[Document] = [d for d in chosen.documents.values() if d.kind == "report"]
    title, title_en = (html.escape(_line(page_title(chosen, language))) for language in ("zh", "en"))
    planned = len(_not_facts(network, chosen))
    return Template((_HERE / "pyvis_page.html").read_text("utf-8")).substitute(
        policy=content_policy(scripts, style, "data:"),
        style=style,
        vis=scripts[0],
        script=scripts[1],
        nodes=f"{len(nodes):,}",
        edges=f"{network.number_of_edges():,}",
        planned=f"{planned:,}",
        texts=f"{sum(s.is_fact and not s.object for s in chosen.statements):,}",
        title=title,
        title_en=title_en,
        reports="".join(f"<li>{_bilingual(d.title, d.title_en)}</li>" for d in reports),
        legend="".join(_legend_entry(name, count) for name, count in _counts(network).items()),
        data=_json_block({"nodes": nodes, "edges": edges, "options": json.loads(options)}),
    )


def _legend_entry(name: str, count: int) -> str:
    label = _bilingual(ontology().label(name, "zh"), ontology().label(name, "en"))
    return (
        f'<li><button type="button" data-class="{name}" aria-pressed="true">'
        f'<span class="dot dot-{name}"></span><span>{label}</span> <span class="count">{count:,}</span></button></li>'
    )


def _bilingual(zh: str, en: str) -> str:
    return f'<bdi>{html.escape(_line(zh))}</bdi> <bdi lang="en">{html.escape(_line(en))}</bdi>'


def _json_block(value: Any) -> str:
    r"""JSON for a `<script type="application/json">`: nothing in it can end the block or begin another.

    Example:
        >>> print(_json_block("</script>"))
        "\u003c/script\u003e"
    """
    text = msgspec.json.encode(value).decode()
    return re.sub("[<>&\u2028\u2029]", lambda match: f"\\u{ord(match[0]):04x}", text)


def _vis_network() -> str:
    """vis-network as pyvis carries it, without the reference to a source map, which a browser would ask for."""
    [path] = (Path(pyvis.__file__).parent / "templates" / "lib").glob("vis-9.1.*/vis-network.min.js")
    # Line ends as a browser reads them, or the checksum would not fit.
    text = path.read_bytes().decode().replace("\r\n", "\n")
    return re.sub(r"//# sourceMappingURL=.*", "", text)
