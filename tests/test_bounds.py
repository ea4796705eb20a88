"""What figures admit: the ends of their bounds, whatever the numbers, and the same in both projections."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import get_args

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillgraph.mapping.propertygraph import Node, elements
from skillgraph.mapping.rdf import triples
from skillgraph.model.bounds import admitted, ends, usual
from skillgraph.model.records import Bound, Observation

DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**40), max_value=10**40)
BOUNDS = st.sampled_from(get_args(Bound))


def figure(value: Decimal | str | None, bound: Bound = "exact", value_max: Decimal | str | None = None) -> Observation:
    low, high = (None if v is None else Decimal(v) for v in (value, value_max))
    return Observation("r/1", "r", "a", "i", "u", low, high, bound=bound)


@pytest.mark.parametrize(
    ("one", "bound", "other", "agree"),
    [
        ("10000", "lessThan", "9800", True),  # 近万, 9800
        ("9000", "moreThan", "9800", True),  # 9000余
        ("100", "atLeast", "60", False),  # 上百
        ("49000", "exact", "49100", True),  # 4.9万: within the last digit
        ("49000", "exact", "49600", False),
        ("49100", "exact", "49000", True),
        ("4900", "exact", "4910", False),  # not given in 万
        ("10000", "exact", "9600", True),  # 1万
        ("10000", "exact", "9400", False),
        ("300000", "exact", "280000", False),  # 30万: the last digit is that of 万
        ("300", "approximately", "320", True),
        ("300", "approximately", "360", False),
        ("500000", "upTo", "500001", False),
        ("24.7", "exact", "24.70", True),
        ("-40000", "exact", "-40100", True),
    ],
)
def test_words_for_one_number_agree_and_others_do_not(one: str, bound: Bound, other: str, agree: bool) -> None:
    mine, theirs = admitted(figure(one, bound)), admitted(figure(other))
    assert mine.meets(theirs) is agree
    assert theirs.meets(mine) is agree


def test_a_range_and_a_vague_number() -> None:
    assert admitted(figure("30", value_max="50")).meets(admitted(figure("45")))
    assert not admitted(figure("30", value_max="50")).meets(admitted(figure("51")))
    assert admitted(figure(None, "moreThan")).meets(admitted(figure("-3")))


def test_what_words_usually_mean_is_narrower() -> None:
    assert usual(figure("10000", "lessThan")).meets(admitted(figure("5100")))
    assert not usual(figure("10000", "lessThan")).meets(admitted(figure("3000")))
    assert not usual(figure("300", "moreThan")).meets(admitted(figure("700")))
    assert usual(figure("50", "upTo")) == admitted(figure("50", "upTo"))


@given(DECIMALS, BOUNDS)
def test_every_bound_admits_its_own_number_and_the_usual_meaning_is_part_of_it(value: Decimal, bound: Bound) -> None:
    said = admitted(figure(value, bound))
    for found in (said, usual(figure(value, bound))):
        assert found.lowest is None or found.lowest <= value
        assert found.highest is None or found.highest >= value
    meant = usual(figure(value, bound))
    assert said.lowest is None or (meant.lowest is not None and meant.lowest >= said.lowest)
    assert said.highest is None or (meant.highest is not None and meant.highest <= said.highest)


@given(DECIMALS, DECIMALS, BOUNDS)
def test_both_projections_have_the_ends(value: Decimal, more: Decimal, bound: Bound) -> None:
    record = figure(value, bound, max(value, more) + 1 if bound in ("exact", "approximately") else None)
    [node] = [e for e in elements(record) if isinstance(e, Node)]
    in_rdf = {
        t.predicate.value.rpartition("#")[2]: Decimal(t.object.value)
        for t in triples(record, "facts")
        if isinstance(t.object, ox.Literal) and t.predicate.value.endswith(("#lowest", "#highest"))
    }
    assert in_rdf == ends(record)
    assert {k: v for k, v in node.properties.items() if k in ("lowest", "highest")} == {
        name: float(end) for name, end in ends(record).items() if math.isfinite(float(end))
    }
