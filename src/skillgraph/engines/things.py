"""Things of one partition: what sources say of each is put together and written."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import msgspec

from skillgraph.engines.output import Output, Written
from skillgraph.engines.parquet import Attempt, partition
from skillgraph.mapping.rdf import graphs
from skillgraph.model.canonical import canonical
from skillgraph.model.derivation import FOREIGN_PARTNER
from skillgraph.model.records import Entity
from skillgraph.resolve.merging import Merging, joined


class Joining(msgspec.Struct, frozen=True):
    """The work of writing partitions of things.

    Args:
        folder: of the intermediate tables.
        output: of the graph.
        merging: what people judged to be one thing.
    """

    folder: Path
    output: Path
    merging: Merging


class Joined(msgspec.Struct):
    """How many things each source is the first to describe, and what is known of the tables."""

    counts: dict[str, int]
    written: Written


class _SaidElsewhere(set[str]):
    """Holds whatever is asked for: passages are described with the report that they are of."""

    def __contains__(self, _: object) -> bool:
        return True


def write_slot(work: Joining, slot: int) -> Joined:
    """Writes the things of a partition."""
    rows = sorted(partition(work.folder / "described", "slot", slot), key=itemgetter("id", "place", "line"))
    decode = msgspec.msgpack.Decoder(Entity).decode
    counts: Counter[str] = Counter()
    with Attempt(work.folder / "making") as attempt:
        with Output(attempt, work.output, f"things-{slot:06d}", (Entity,)) as output:
            for _, found in groupby(rows, key=itemgetter("id")):
                parts = [*found]
                entity = joined(work.merging.part(decode(row["record"])) for row in parts)
                if parts[0]["is_foreign"]:
                    entity = msgspec.structs.replace(entity, derived=(FOREIGN_PARTNER,))
                entity = canonical(entity)
                counts[entity.source] += 1
                output.add(entity)
                _write_rdf(entity, output)
        return Joined(dict(counts), output.written)


def _write_rdf(entity: Entity, output: Output) -> None:
    """What each source says of a thing stands in its graph; where two say the same, the triple stands once."""
    said = [*graphs(entity, "provenance", {part.source: _SaidElsewhere() for part in entity.descriptions})]
    if len(said) == 1:
        [(graph, found)] = said
        output.add_triples(found, graph)
        return
    for graph, found in said:
        output.add_quads(found, graph)
    output.add_triples(dict.fromkeys(triple for _, found in said for triple in found))
