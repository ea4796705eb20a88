"""Training of the linker of referring words: a logistic regression over what speaks for each entity."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from skillgraph.extract.naming.reference import Antecedent, Antecedents, Linker, told_by
from training.corpus import Annotated

_STRENGTH = 1.0
#: How sure a link must be: below, fewer than one in two was right.
_LEAST = 0.2
_SMALL = 0.01


def antecedents(annotated: Annotated) -> Antecedents:
    """The entities that people marked, in the order in which they are first named."""
    places: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for m in annotated.doc.mentions:
        if m.kind == "name":
            places.setdefault((m.entity, m.type), []).append((m.sentence, m.start))
    return Antecedents([Antecedent(id_, id_, type_, tuple(sorted(found))) for (id_, type_), found in places.items()])


def train_linker(documents: Iterable[Annotated]) -> Linker:
    """The weights of what speaks for an entity, from words that people linked."""
    rows, right = [], []
    for annotated in documents:
        known = antecedents(annotated)
        for m in annotated.doc.mentions:
            if m.kind != "ref":
                continue
            word = annotated.doc.sentences[m.sentence].text[m.start : m.end]
            for entity, told in told_by(word, (m.sentence, m.start), known):
                rows.append(dict.fromkeys(told, 1.0))
                right.append(entity.entity == m.entity)
    names = DictVectorizer()
    matrix = names.fit_transform(rows)
    matrix.indices, matrix.indptr = matrix.indices.astype("int32"), matrix.indptr.astype("int32")
    model = LogisticRegression(C=_STRENGTH, solver="liblinear", random_state=0).fit(matrix, right)
    weights = dict(zip(names.get_feature_names_out(), model.coef_[0], strict=True))
    kept = {name: round(float(w), 3) for name, w in sorted(weights.items()) if abs(w) >= _SMALL}
    return Linker({"always": round(float(model.intercept_[0]), 3), **kept}, _LEAST)


def write_linker(linker: Linker, path: Path) -> None:
    """Writes the weights to a file."""
    table = {"least": linker.least, "weights": linker.weights}
    path.write_text(json.dumps(table, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
