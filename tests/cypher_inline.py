"""Cypher whose patterns hold conditions on each other, and what it finds in the graph of `cypher_graph`.

There, `(:School {id: "n7", n: 7})-[:NEXT {w: 7}]->(:School {id: "n8", n: 8})` and so on up to n299.
"""

_FIRST = "MATCH (a)-[r:NEXT]->(b) WHERE a.n < 3 "
_ALL_THREE = [(0,), (1,), (2,)]

#: Queries with their rows.
INLINE = [
    (_FIRST + "MATCH (c {n: r.w}) RETURN c.n AS x ORDER BY x", _ALL_THREE),
    (_FIRST + "MATCH (c:School {n: r.w}) RETURN count(*) AS x", [(3,)]),
    (_FIRST + "MATCH (c {`n`: r['w']}) RETURN c.n AS x ORDER BY x", _ALL_THREE),
    (_FIRST + "MATCH (c {n: r.w + 1}) RETURN c.n AS x ORDER BY x", [(1,), (2,), (3,)]),
    (_FIRST + "MATCH (c {n: coalesce(r.missing, r.w), id: 'n2'}) RETURN c.n AS x", [(2,)]),
    (_FIRST + "MATCH (c {n: r.missing}) RETURN count(*) AS x", [(0,)]),
    (_FIRST + "OPTIONAL MATCH (c {n: r.w}) WHERE c.n > 1 RETURN c.n AS x ORDER BY x", [(2,), (None,), (None,)]),
    (_FIRST + "OPTIONAL MATCH (c {n: r.w + 298}) RETURN c.n AS x ORDER BY x", [(298,), (299,), (None,)]),
    ("MATCH (a)-[r:NEXT]->(b), (c {n: r.w}) WHERE a.n < 2 OR a.n = 2 RETURN c.n AS x ORDER BY x", _ALL_THREE),
    ("MATCH (c {n: r.w}), (a)-[r:NEXT]->(b) WHERE a.n < 3 RETURN c.n AS x ORDER BY x", _ALL_THREE),
    ("MATCH (a)-[r:NEXT]->(b {n: r.w + 1}) RETURN count(*) AS x", [(299,)]),
    ("MATCH (a {id: 'n5'}) MATCH (b {n: a.n}) RETURN b.id AS x", [("n5",)]),
    ("MATCH (b {n: a.n}), (a {id: 'n5'}) RETURN b.id AS x", [("n5",)]),
    (_FIRST + "MATCH ({n: r.w})-->(d) RETURN d.n AS x ORDER BY x", [(1,), (2,), (3,)]),
    (_FIRST + "MATCH ()-[q:NEXT {w: r.w}]->(d) RETURN d.n AS x ORDER BY x", [(1,), (2,), (3,)]),
    (_FIRST + "MATCH ()-[:NEXT {w: r.w}]->(d) RETURN d.n AS x ORDER BY x", [(1,), (2,), (3,)]),
    (_FIRST + "MATCH (c WHERE c.n = r.w) RETURN c.n AS x ORDER BY x", _ALL_THREE),
    (_FIRST + "MATCH ()-[q:NEXT WHERE q.w = r.w OR q.w = 9]->(d) RETURN count(*) AS x", [(6,)]),
    (_FIRST + "MATCH (c {n: r.w})-[*2]->(d) RETURN d.n AS x ORDER BY x", [(2,), (3,), (4,)]),
    (_FIRST + "MATCH p = (c {n: r.w})-->(d) RETURN length(p) AS x", [(1,), (1,), (1,)]),
    (_FIRST + "WITH r MATCH (c {n: r.w}) RETURN c.n AS x ORDER BY x", _ALL_THREE),
    (_FIRST + "WITH * MATCH (c {n: r.w}) RETURN c.n AS x ORDER BY x", _ALL_THREE),
    (_FIRST + "WITH r AS q MATCH (c {n: q.w}) RETURN c.n AS x ORDER BY x", _ALL_THREE),
    (_FIRST + "WITH r.w AS w MATCH (c {n: w}) RETURN c.n AS x ORDER BY x", _ALL_THREE),
    (_FIRST + "UNWIND [{n: r.w}] AS m MATCH (c {n: m.n}) RETURN c.n AS x ORDER BY x", _ALL_THREE),
    (_FIRST + "CALL (r) { MATCH (c {n: r.w}) RETURN c } RETURN c.n AS x ORDER BY x", _ALL_THREE),
    (_FIRST + "AND EXISTS { (:School {n: r.w}) } RETURN count(*) AS x", [(3,)]),
    (_FIRST + "AND EXISTS { MATCH (c {n: r.w}) WHERE c.n > 0 } RETURN count(*) AS x", [(2,)]),
    (_FIRST + "AND NOT EXISTS { (c {n: r.w})-->(d) WHERE d.n > 1 } RETURN a.n AS x", [(0,)]),
    (_FIRST + "RETURN COUNT { (:School {n: r.w}) } AS x", [(1,), (1,), (1,)]),
    (_FIRST + "RETURN COLLECT { MATCH (c {n: r.w}) RETURN c.n } AS x ORDER BY x", [([0],), ([1],), ([2],)]),
    (_FIRST + "AND (a)-->({n: r.w + 1}) RETURN a.n AS x ORDER BY x", _ALL_THREE),
    (_FIRST + "AND NOT (a)-->(:School {n: r.w}) RETURN a.n AS x ORDER BY x", _ALL_THREE),
    (_FIRST + "AND ((a)-->({n: r.w}) OR a.n = 1) RETURN a.n AS x", [(1,)]),
    (_FIRST + "RETURN [(c:School {n: r.w})-->(d) | d.n] AS x ORDER BY x", [([1],), ([2],), ([3],)]),
    (_FIRST + "RETURN [(c {n: r.w})-->(d) WHERE d.n > 1 | d.n] AS x ORDER BY x", [([],), ([2],), ([3],)]),
    (_FIRST + "MATCH (c {n: r.w /* } */, id: 'n' + r.w}) // {n: r.w}\nRETURN c.n AS x ORDER BY x", _ALL_THREE),
    (
        "MATCH (a)-[r:NEXT]->(b), (c {n: r.w}) WHERE (b)-->({n: r.w + 2}) RETURN count(*) AS x",
        [(298,)],
    ),
    (
        "CALL { MATCH (a)-[r:NEXT]->() MATCH (b {n: r.w}) WHERE b.n < 2 RETURN b.n AS x "
        "UNION MATCH (a)-[r:NEXT]->() MATCH (b {n: r.w + 1}) WHERE b.n < 3 RETURN b.n AS x } RETURN x ORDER BY x",
        _ALL_THREE,
    ),
]
#: What can't be moved for certain, and a word of what to write.
UNMOVABLE = [
    (_FIRST + "MATCH p = shortestPath((a)-[*..3]-(c {n: r.w + 1})) RETURN length(p) AS x", "match that node before"),
    (_FIRST + "MATCH p = (a)-[:NEXT* {w: r.w}]->(d) RETURN length(p) AS x", "all\\(step IN relationships"),
    (_FIRST + "MATCH (a)((x)-[q:NEXT {w: r.w}]->(y)){1,2}(d) RETURN count(*) AS x", "repeated path"),
    (_FIRST + "MATCH ({n: r.w}) RETURN *", "name each node"),
    (_FIRST + "RETURN COUNT { ({n: r.w}) }", "add AS"),
    (_FIRST + "MATCH (c {n: head([(a)-->(d {n: r.w + 1}) | d.n])}) RETURN c.n AS x", "in WHERE"),
]
