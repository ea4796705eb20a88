"""Queries with a slip that gives an empty answer, and what the note on it must say; and right ones that need none."""

from __future__ import annotations

SPARQL_SLIPS = (
    # Words that the vocabulary does not have.
    ("SELECT ?s { ?s a sg:Univercity }", "did you mean 'University'?"),
    ("SELECT ?s { ?s a sg:城市 }", "did you mean 'City'?"),
    ("SELECT ?o { entity:jinan sg:won_honour ?o }", "unknown class or property 'won_honour'"),
    ("SELECT ?o { entity:jinan sg:isPartnerOf ?o }", "did you mean 'partnersWith'?"),
    ("SELECT ?m { ?a sg:hasMember ?m }", "write ^sg:memberOf"),
    ("SELECT ?s { ?s sg:modality sg:exploratory }", "did you mean modality:exploratory?"),
    ("SELECT ?s { ?s sg:modality modality:plan }", "did you mean 'planned'?"),
    ("SELECT ?s { ?s sg:status status:planned }", "did you mean modality:planned?"),
    ("SELECT ?n { entity:jinan schema:name ?n }", "names are rdfs:label"),
    ("SELECT ?n { entity:jinan sg:chineseName ?n }", "unknown class or property 'chineseName'"),
    # Things that are not there.
    ("SELECT ?p { entity:Jinan sg:partnersWith ?p }", "did you mean entity:jinan?"),
    ("SELECT ?s { ?s sg:source entity:four-cities }", "did you mean document:four-cities?"),
    ("SELECT ?p { ?x sg:partnersWith ?p FILTER(?x = entity:jinan-city) }", "nothing is called entity:jinan-city"),
    # Names.
    ('SELECT ?p { ?c a sg:City ; rdfs:label "济南"@zh ; sg:partnersWith ?p }', 'whose label is "济南市"@zh'),
    ('SELECT ?c { ?c rdfs:label "Zibo"@zh }', '"Zibo"@en'),
    ('SELECT ?c { ?c a sg:City ; rdfs:label ?n FILTER(?n = "枣庄市") }', '"枣庄市"@zh'),
    ('SELECT ?c { ?c a sg:City ; rdfs:label ?n FILTER(CONTAINS(?n, "zibo")) }', "LCASE"),
    ('SELECT ?c { ?c a sg:City ; rdfs:label ?n FILTER(LANG(?n) = "cn") }', "languages are en or zh"),
    # Literals of another type, and where a thing is meant.
    ("SELECT ?f { ?f sg:value 49100 }", '"49100"^^xsd:decimal'),
    ('SELECT ?f { ?f sg:unit "人"@zh }', "entity:unit-ren"),
    ('SELECT ?f { ?f sg:bound "atLeast" }', "write bound:atLeast"),
    ("SELECT ?f { ?f sg:start 2024 }", '"2024"^^xsd:gYear'),
    ("SELECT ?f { ?f sg:start ?year FILTER(?year >= 2023) }", "xsd:gYear"),
    ("SELECT ?s { ?s rdf:predicate 'LEARNS_FROM' }", "write sg:learnsFrom"),
    # Classes, graphs, directions, and relations that are no facts here.
    ("SELECT ?f { ?f a sg:Observation ; sg:modality modality:planned }", "sg:Projection"),
    ("SELECT ?f { ?f a sg:NominalNumbers }", "did you mean 'NominalNumber'?"),
    ("SELECT ?c { entity:shandong sg:containedIn ?c . ?c a sg:City }", "?c sg:containedIn entity:shandong"),
    ('SELECT ?g { ?c rdfs:label "淄博市"@zh ; sg:grants ?g }', "rules do: ask ?said rdf:subject ?c"),
    # Each part is there, and not together.
    (
        'SELECT ?v { ?f a sg:Figure ; sg:subject/sg:name "济南市" ; sg:indicator/sg:name "技工院校数" ; sg:value ?v }',
        'what is found has "青岛市" there',
    ),
    ("SELECT ?x { entity:qingdao sg:issues ?x . ?x a sg:Programme }", "sg:promotes"),
    (
        'SELECT ?t { ?f rdf:subject ?c ; rdf:predicate sg:awards ; rdf:object ?t . ?c sg:name ?n '
        'FILTER(CONTAINS(?n, "海右")) }',
        "sg:coversField",
    ),
    # Short forms of names.
    ('SELECT ?c { ?c sg:name "海右大赛" }', '"技耀泉城海右技能人才大赛"'),
    ('SELECT ?c { ?c sg:anyName ?n FILTER(CONTAINS(?n, "海右大赛")) }', '"技耀泉城海右技能人才大赛"'),
    ('SELECT ?c { ?c sg:anyName ?n FILTER(CONTAINS(?n, "西门子")) }', "no sg:anyName has '西门子' in it"),
    # Names that come too late.
    ("SELECT ?i (SUM(?v) AS ?n) { ?f sg:indicator ?i ; sg:value ?v } GROUP BY ?i HAVING(?n > 9)", "does not know ?n"),
    # What stands apart: rules from facts, norms from observations, kinds from things.
    ('SELECT ?f { ?f a sg:Observation ; sg:indicator/sg:name "津贴标准" }', "sg:Norm: ask ?f a sg:Figure"),
    ('SELECT ?f { ?f a sg:Fact ; rdf:object/sg:name "淄博精英卡" ; rdf:predicate sg:entitlesTo }', "?f a sg:Statement"),
    ('SELECT ?x { ?x a sg:School ; sg:locatedIn/sg:name "枣庄市" }', "ask ?x sg:ofClass ?class"),
)  # fmt: skip

CYPHER_SLIPS = (
    # Words that the property graph does not have.
    ("MATCH (u:Univercity) RETURN u.name", "did you mean 'University'?"),
    ("MATCH (c:City)-[:IS_PARTNER_OF]-(x) RETURN x.name", "did you mean 'PARTNERS_WITH'?"),
    ("MATCH (c:City)-[:SOURCE]->(d) RETURN d.title", "'source' is a property of"),
    ("MATCH (a:Alliance)-[:HAS_MEMBER]->(m) RETURN m.name", "write <-[:MEMBER_OF]-"),
    ("MATCH (c:City) RETURN c.id AS id, c.label AS name", "did you mean 'name'?"),
    ("MATCH (c:City) RETURN c.name_en AS english", "did you mean 'nameEn'?"),
    ("MATCH (d:Document) WHERE d.name CONTAINS '市' RETURN d.id", "did you mean 'title'?"),
    ("MATCH (o:Observation {indicator: '年培养技能人才数'}) RETURN o.value", "INDICATOR is a relationship"),
    ("MATCH (c:City)-[r:PARTNERS_WITH]-(x) RETURN x.name, r.predicate AS relation", "type(r)"),
    # Names and ids.
    ("MATCH (c:City {name: '济南'})-[:PARTNERS_WITH]-(x) RETURN x.name", "another name of '济南市'"),
    ("MATCH (c:City) WHERE c.name = 'Zibo' RETURN c.id", "another name of '淄博市'"),
    ("MATCH (c:City {id: 'Jinan'}) RETURN c.name", "'jinan'"),
    ("MATCH (c:City {name: '山东省'}) RETURN c.id", ":Province"),
    ("MATCH (c:City) WHERE c.aliases = '济南' RETURN c.name", "'济南' IN c.aliases"),
    # Codes and values of another type.
    ("MATCH (s:Statement {modality: 'plan'}) RETURN s.id", "did you mean 'planned'?"),
    ("MATCH (s:Statement {predicate: 'LEARNS_FROM'}) RETURN s.id", "write 'learnsFrom'"),
    ("MATCH (c:City)-[r {modality: 'exploratory'}]->(x) RETURN x.name", "(s:Statement {modality: 'exploratory'})"),
    ("MATCH (o:Observation {modality: 'planned'}) RETURN o.value", ":Projection"),
    ("MATCH (o:Observation) WHERE o.start >= 2023 RETURN o.value", "it is text"),
    ("MATCH (o:Observation) WHERE o.value = '49100' RETURN o.id", "write 49100"),
    # Directions, and relations that are no facts here.
    ("MATCH (x)-[:PARTNERS_WITH]->(:City {name: '青岛市'}) RETURN x.name", "without an arrow"),
    ("MATCH (:City {name: '淄博市'})-[:GRANTS]->(x) RETURN x.name", "rules do: ask <-[:SUBJECT]-"),
    # What stands apart: rules from facts, norms from observations, kinds from things.
    ("MATCH (f:Observation)-[:INDICATOR]->({name: '津贴标准'}) RETURN f.value", ":Norm: ask (f:Figure)"),
    (
        "MATCH (:Fact {predicate: 'entitlesTo'})-[:SUBJECT]->({name: '淄博市首席技师'}) RETURN 1 AS n",
        "ask (:Statement)",
    ),
    ("MATCH (x:School)-[:LOCATED_IN]->({name: '枣庄市'}) RETURN x.name", "ask (x:Entity) with ofClass"),
    # The name is also that of what one of several sources says of the thing.
    ("MATCH (x)-[:PARTNERS_WITH]-(y) WHERE x.name = '青岛' RETURN y.name", "another name of '青岛市'"),
    # Each part is there, and not together.
    (
        "MATCH (f:Observation)-[:SUBJECT]->({name: '济南市'}), (f)-[:INDICATOR]->({name: '技工院校数'}) RETURN f.value",
        "what is found has '青岛市' there",
    ),
    ("MATCH (:City {name: '青岛市'})-[:ISSUES]->(x:Programme) RETURN x.name", "PROMOTES"),
    (
        "MATCH (c)<-[:SUBJECT]-(s:Statement {predicate: 'awards'})-[:OBJECT]->(t) WHERE c.anyName CONTAINS '海右' "
        "AND s.basis IS NOT NULL RETURN t.name",
        "'coversField'",
    ),
    ("MATCH (s:Statement)-[:SUBJECT]->(c:City), (s)-[:AT]->(e:Country) RETURN e.name", "what is found has :Kind there"),
    # A part in braces can't be asked by itself, and the others are.
    (
        "MATCH (f:Observation)-[:INDICATOR]->({name: '技工院校数'}) "
        "WHERE EXISTS { MATCH (f)-[:SUBJECT]->(c:City {name: '济南市'}) } RETURN f.value",
        "what is found has '市级技术能手称号获得人数' there",
    ),
    ("MATCH (x:School) WHERE x.name CONTAINS '济南市' RETURN x.name", "and no :School"),
    # Short forms of names.
    ("MATCH (c {name: '海右大赛'}) RETURN c.id", "'技耀泉城海右技能人才大赛'"),
    ("MATCH (c) WHERE c.anyName CONTAINS '海右大赛' RETURN c.id", "'技耀泉城海右技能人才大赛'"),
    ("MATCH (c:City) WHERE c.anyName CONTAINS '西门子' RETURN c.id", "no anyName has '西门子' in it"),
)

SPARQL_RIGHT = (
    "SELECT ?x { entity:jinan !(a|^a)/!(a|^a) ?x . ?x a sg:Country ; sg:won ?y }",
    'SELECT ?w ?end { ?x rdfs:label ?w OPTIONAL { ?x sg:end ?end } FILTER(CONTAINS(STR(?w), "第一")) }',
    "SELECT ?f ?most { ?f a sg:Observation OPTIONAL { ?f sg:valueMax ?most } }",
    'SELECT ?c ?name { ?c a sg:City OPTIONAL { ?c skos:altLabel ?name FILTER(LANG(?name) = "fr") } }',
    "SELECT ?c ?end { ?c a sg:City OPTIONAL { ?s rdf:subject ?c ; sg:end ?end ; sg:bound bound:exact } }",
    "SELECT ?c { ?c a sg:City FILTER NOT EXISTS { ?c a sg:Place } }",
    "SELECT ?c { ?c a sg:City MINUS { ?c rdfs:label ?name } }",
    'SELECT ?f { ?f a sg:Observation ; sg:start ?year FILTER(?year < "1900"^^xsd:gYear) }',
    "SELECT (COUNT(?f) AS ?n) { ?f a sg:Observation ; sg:value ?v FILTER(?v < 0) }",
    "SELECT ?x { ?x a sg:University ; sg:won ?honour . ?honour a sg:Policy }",
    "ASK { entity:jinan a sg:Country }",
    "SELECT ?i (SUM(?v) AS ?n) { ?f sg:indicator ?i ; sg:value ?v } GROUP BY ?i HAVING(SUM(?v) < 0 || STR(?i) = '')",
    "PREFIX sg: <http://example.org/> SELECT ?n { ?x a <https://w3id.org/skillgraph/ontology#City> ; rdfs:label ?n }",
    'SELECT ?c { ?c rdfs:label "Jinan"@en . # sg:Citty 济南\n ?c a sg:City } LIMIT 0',
)

CYPHER_RIGHT = (
    "MATCH (p:Statement) RETURN p.text AS x LIMIT 0 UNION MATCH (p:Figure) RETURN p.value AS x LIMIT 0",
    "MATCH (o:Observation) RETURN o.id, o.valueMax AS most",
    "MATCH (c:City) OPTIONAL MATCH (c)-[r:PARTNERS_WITH]-(x) RETURN c.name, r.end AS until",
    "MATCH (c:City) WHERE NOT (c)-[:CONTAINED_IN]->(:Place) AND c.name CONTAINS '济' RETURN c.name",
    "MATCH (o:Observation) WHERE o.start < '1900' RETURN o.id",
    "MATCH (o:Observation) WHERE o.value < 0 RETURN count(o) AS n",
    "MATCH (c:City {name: '济南市'}) WHERE c.otherNames IS NOT NULL RETURN c.otherNames AS names",
    "UNWIND [{label: 'a'}] AS row MATCH (d:Document) WHERE d.id = row.label RETURN d.title",
    "MATCH (c:City {name: '济南市'}) // (:Citty)\nWHERE c.id > 'zz' RETURN c.name AS `(:Citty)` /* (:Citty) */",
    "MATCH (x:University)-[:WON]->(h:Policy) RETURN h.name",
)
