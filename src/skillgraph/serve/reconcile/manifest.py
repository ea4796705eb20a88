"""What the service says of itself."""

from __future__ import annotations

from typing import Any

from skillgraph.graph.folder import GraphFolder
from skillgraph.model.ontology import BASE, SG, ontology
from skillgraph.model.terms import ENTITY
from skillgraph.model.version import __version__
from skillgraph.serve.reconcile.properties import ACTUAL
from skillgraph.serve.reconcile.queries import type_of

#: Queries of one batch at most.
BATCH = 1000
_WIDTH, _HEIGHT = 420, 300


def manifest(graph: GraphFolder, base: str) -> dict[str, Any]:
    """The manifest of the service on a graph.

    Args:
        graph: that is asked.
        base: the address of the server, without a slash at its end.
    """
    titles = [d.title for d in graph.documents.values() if d.kind == "report"]
    more = f" +{len(titles) - 1}" if len(titles) > 1 else ""
    here = f"{base}/reconcile"
    return {
        "versions": ["0.2"],
        "name": f"skillgraph: {titles[0] if titles else graph.folder.name}{more}",
        "identifierSpace": f"{BASE}entity/",
        "schemaSpace": SG,
        "serviceVersion": __version__,
        "view": {"url": f"{base}/entity/{{{{id}}}}"},
        "defaultTypes": [type_of(name) for name in (ENTITY, *ontology().words("counted"))],
        "batchSize": BATCH,
        "preview": {"url": f"{here}/preview?id={{{{id}}}}", "width": _WIDTH, "height": _HEIGHT},
        "suggest": {kind: _suggest(base, kind) for kind in ("entity", "property", "type")},
        "extend": {
            "propose_properties": {"service_url": base, "service_path": "/reconcile/properties"},
            "property_settings": [_modality(), _limit()],
        },
    }


def _suggest(base: str, kind: str) -> dict[str, str]:
    return {
        "service_url": base,
        "service_path": f"/reconcile/suggest/{kind}",
        "flyout_service_url": base,
        "flyout_service_path": f"/reconcile/flyout/{kind}?id=${{id}}",
    }


def _modality() -> dict[str, Any]:
    chinese, english = ontology().codes("modality", "zh"), ontology().codes("modality", "en")
    return {
        "name": "modality",
        "label": "情态 modality",
        "type": "select",
        "default": ACTUAL,
        "help_text": "只有“事实”是已发生的；计划等须在此另选。 Only what is actual is a fact; plans are had by choice.",
        "choices": [{"value": code, "name": f"{chinese[code]} {english[code]}"} for code in chinese],
    }


def _limit() -> dict[str, Any]:
    return {
        "name": "limit",
        "label": "最多几个值 most values",
        "type": "number",
        "default": 0,
        "help_text": "0 表示全部。 0 for all.",
    }
