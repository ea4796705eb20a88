"""What the process of the engine is asked, beside the query itself."""

from __future__ import annotations

import msgspec
import pyoxigraph as ox

#: What a query is answered with where nobody asks for anything else.
TABLE, GRAPH = ox.QueryResultsFormat.JSON.media_type, ox.RdfFormat.N_TRIPLES.media_type


class Request(msgspec.Struct, frozen=True):
    """A query as the process of the engine takes it.

    Attributes:
        query: with values bound.
        text: as its author wrote it, for messages.
        graphs: what is asked as the default graph, in place of what the query says, where that or `named` has any.
        named: what `GRAPH` finds, likewise.
        table: the media type of the answer to SELECT and ASK; none will do if it is empty.
        graph: the media type of the answer to CONSTRUCT and DESCRIBE, likewise.
        most: bytes that the answer may have; 0 is any number.
        sources: the folder of a store with the graphs of the sources; in memory they are made if it is empty.
    """

    query: str
    text: str
    graphs: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    table: str = TABLE
    graph: str = GRAPH
    most: int = 0
    sources: str = ""
