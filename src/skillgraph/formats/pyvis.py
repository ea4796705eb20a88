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
import unicodedata
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

from skillgraph.explore.layout import positions
from skillgraph.explore.policy import content_policy
from skillgraph.formats.format import Format
from skillgraph.formats.networkx_graph import to_networkx
from skillgraph.graph.folder import GraphFolder
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Document

_HERE = Path(__file__).parent
_LABEL_LENGTH = 16
#: From this many edges on, they are hidden while the picture is moved.
_MANY_EDGES = 2000

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
    """Writes the page: entities and facts, coloured by class, with the evidence of each fact.

    Args:
        graph: a built graph.
        file: where the page goes, as UTF-8; equal graphs give equal bytes.
    """
    network = to_networkx(graph)
    statements = list(graph.statements())
    left_out = {
        "texts": sum(s.is_fact and s.subject in network and not s.object for s in statements),
        "left_out": sum(not s.is_fact for s in statements),
    }
    file.write(_page(_network(network, graph.documents), network, graph.documents, left_out).encode())


FORMAT = Format(write=write)


def _network(network: nx.MultiDiGraph[str], documents: dict[str, Document]) -> Network:
    """pyvis's network; its `add_node` and `add_edge` search all that is there already, so its lists are filled here."""
    degrees = [degree for _, degree in network.degree]
    labels = [_shortened(data["name"]) for _, data in network.nodes(data=True)]
    fonts = [round(14 + min(4 * degree**0.5, 30)) for degree in degrees]
    dots = [round(6 + min(4 * degree**0.5, 30)) for degree in degrees]
    boxes = [
        (_width(label) * font + 10, 2 * dot + 1.5 * font + 6)
        for label, font, dot in zip(labels, fonts, dots, strict=True)
    ]
    places = positions(network, boxes)
    result = Network(directed=True)
    result.set_options(json.dumps(_options(network)))
    for id, label, dot, font, (x, y) in zip(network, labels, dots, fonts, places, strict=True):
        data = network.nodes[id]
        look = {"group": data["class_name"], "size": dot, "font": {"size": font}, "x": x, "y": y}
        result.nodes.append(Node(id, "dot", label, title=_node_text(data), **look).options)
    result.edges = _edges(network, documents)
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


def _edges(network: nx.MultiDiGraph[str], documents: dict[str, Document]) -> list[dict[str, Any]]:
    parallel: Counter[frozenset[str]] = Counter()
    edges = []
    for start, end, key, data in network.edges(keys=True, data=True):
        options: dict[str, Any] = {"id": key, "label": data["label_zh"], "title": _edge_text(data, documents)}
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


def _width(text: str) -> float:
    """About how wide a text is, in heights of its letters: Chinese characters are square."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WF" else 0.6 for c in text)


def _node_text(data: dict[str, str]) -> str:
    lines = (_line(data["name"]), _line(data["name_en"]), f"{data['class_zh']} {data['class_en']}")
    return "\n".join(line for line in lines if line)


def _edge_text(data: dict[str, str], documents: dict[str, Document]) -> str:
    lines = [f"{data['label_zh']} {data['label_en']}"]
    interval = "–".join(dict.fromkeys(filter(None, (data["start"], data["end"]))))
    if time := data["time"] or interval:
        lines.append(f"时间 Time: {_line(time)}")
    if data["basis"] != "stated":
        lines.append(f"依据 Basis: {ontology().codes('basis')[data['basis']]} {data['basis']}")
    lines.append(f"出处 Source: 《{_line(documents[data['source']].title)}》")
    lines.append(data["evidence"] or data["source"])
    return "\n".join(lines)


def _counts(network: nx.MultiDiGraph[str]) -> dict[str, int]:
    """How many nodes each class has, in the ontology's order."""
    counts = Counter(data["class_name"] for _, data in network.nodes(data=True))
    return {name: counts[name] for name in ontology().classes if counts[name]}


def _page(net: Network, network: nx.MultiDiGraph[str], documents: dict[str, Document], left_out: dict[str, int]) -> str:
    nodes, edges, *_, options = net.get_network_data()
    style = (_HERE / "pyvis_page.css").read_text("utf-8") + "".join(
        f".dot-{name} {{ background: {ontology().colour(name)}; }}\n" for name in _counts(network)
    )
    scripts = [_vis_network(), (_HERE / "pyvis_page.js").read_text("utf-8")]
    reports = [d for d in documents.values() if d.kind == "report"]
    return Template((_HERE / "pyvis_page.html").read_text("utf-8")).substitute(
        policy=content_policy(scripts, style, "data:"),
        style=style,
        vis=scripts[0],
        script=scripts[1],
        nodes=f"{len(nodes):,}",
        edges=f"{len(edges):,}",
        **{name: f"{count:,}" for name, count in left_out.items()},
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
