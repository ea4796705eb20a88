"""Where a SPARQL server is asked and written: each service is found by asking for it, whatever the server is called.

| server | query | update | graph store |
|---|---|---|---|
| Oxigraph | `/query` | `/update` | `/store` |
| Fuseki | `/NAME/query` | `/NAME/update` | `/NAME/data` |
| RDF4J, GraphDB | `/repositories/NAME` | its `/statements` | its `/rdf-graphs/service` |
| Blazegraph, QLever, Neptune, Virtuoso | one URL | the same | none that is used here |
| Stardog | `/NAME/query` | `/NAME/update` | none that is used here |

Where there is no graph store, triples go by updates and come back by CONSTRUCT.
"""

from __future__ import annotations

from collections.abc import Iterator
from http.client import HTTPResponse
from urllib.parse import urlencode

import pyoxigraph as ox

from skillgraph.model.errors import QueryError, QueryTimeout, UsageError
from skillgraph.stores.sparql.http import ServerRefusal, SparqlHttp, pieces

N_TRIPLES = ox.RdfFormat.N_TRIPLES.media_type
#: For answers to CONSTRUCT: the N-Triples of a Blazegraph are wrong in characters beyond the BMP.
TRIPLES = f"{ox.RdfFormat.TURTLE.media_type}, {ox.RdfFormat.RDF_XML.media_type};q=0.2"
RESULTS = ox.QueryResultsFormat.JSON.media_type
FORM = "application/x-www-form-urlencoded; charset=utf-8"
#: Servers that hold to Latin-1 where nothing is said (RDF4J) would store other characters than were sent.
UPDATE = "application/sparql-update; charset=utf-8"
#: Seconds for an answer that a server has at hand.
PROBE_SECONDS = 30.0
#: Names of services at the end of a URL: those that answer queries, and those that do not.
_QUERY = ("query", "sparql")
_OTHER = ("update", "data", "get", "store", "upload", "statements")
_NOT_THERE = (400, 404, 405, 406, 415, 501)
#: An update that changes nothing, by which a service shows whether it takes any.
_NOTHING = b"INSERT DATA { }"


def find_query(http: SparqlHttp, url: str, query: str, timeout: float) -> tuple[str, bytes, str]:
    """The query service at a URL or below it.

    Args:
        http: for the requests.
        url: that the user gave.
        query: a SELECT that is asked of each candidate.
        timeout: seconds for each.

    Returns:
        Its URL, the answer to the query as SPARQL Results JSON, and what the server calls itself.

    Raises:
        UsageError: there is none.
    """
    root = url.partition("?")[0].rstrip("/")
    base, _, last = root.rpartition("/")
    candidates = [url, f"{root}/query", f"{root}/sparql"]
    if last in _OTHER:
        candidates = [f"{base}/query", base]
    refusals = []
    for candidate in candidates:
        body = urlencode({"query": query}).encode()
        try:
            with http.open(
                "POST", candidate, accept=RESULTS, body=body, content_type=FORM, timeout=timeout
            ) as response:
                media_type, answer = response.headers.get_content_type(), b"".join(pieces(response))
                name = response.headers.get("Server", "")
        except ServerRefusal as error:
            if error.status not in _NOT_THERE:
                raise
            refusals.append(f"{error.status}")
            continue
        if media_type == RESULTS:
            return candidate, answer, name
        refusals.append(media_type)
    raise UsageError(
        f"{url} is no SPARQL server (it answers {', '.join(dict.fromkeys(refusals))}); "
        "of a Fuseki, name the data set too: http://HOST:3030/NAME; of an RDF4J or GraphDB, the repository"
    )


def find_update(http: SparqlHttp, query: str, given: str) -> str:
    """The update service beside a query service, or the one that the user gave.

    Raises:
        UsageError: none takes updates, or not from this user.
    """
    refusals = []
    for url in [given] if given else _updates(query):
        try:
            with http.open("POST", url, body=_NOTHING, content_type=UPDATE, timeout=PROBE_SECONDS) as response:
                response.read()
                return url
        except ServerRefusal as error:
            if error.status not in _NOT_THERE:
                raise
            refusals.append(f"{url} {error.status}")
        except QueryTimeout:
            raise UsageError(f"{url} takes an update and does not answer in {PROBE_SECONDS:g} s") from None
    raise UsageError(
        f"{query} can only be read (an update is answered: {', '.join(refusals)}): start Fuseki with --update, "
        "Oxigraph with serve; where another server has its update service elsewhere, name it with --update-url"
    )


def _updates(query: str) -> Iterator[str]:
    yield f"{_base(query)}/update"
    yield query
    yield f"{query.partition('?')[0].rstrip('/')}/statements"


def find_store(http: SparqlHttp, query: str) -> str:
    """The graph store beside a query service; "" where there is none."""
    for url in (f"{_base(query)}/store", f"{_base(query)}/data", f"{_base(query)}/rdf-graphs/service"):
        try:
            with http.open("HEAD", f"{url}?default", accept=N_TRIPLES, timeout=PROBE_SECONDS) as response:
                # A Blazegraph answers anything below its URL, in a format of its own; an Oxigraph names none.
                if response.headers.get("Content-Type", N_TRIPLES).startswith(N_TRIPLES):
                    return url
        except ServerRefusal as error:
            if error.status not in _NOT_THERE:
                raise
    return ""


def triples_format(response: HTTPResponse) -> ox.RdfFormat:
    """The format of triples that a server gives.

    Raises:
        QueryError: it is none, as a page for browsers.
    """
    media_type = response.headers.get_content_type()
    found = ox.RdfFormat.from_media_type(media_type)
    if found is None or found.supports_datasets:
        raise QueryError(f"{response.geturl()} answers with {media_type}, which is no format of triples")
    return found


def _base(query: str) -> str:
    url = query.partition("?")[0].rstrip("/")
    base, _, last = url.rpartition("/")
    return base if last in _QUERY else url
