import assert from "node:assert/strict";
import { test } from "node:test";
import { fromCypher, fromSparql, fromTriples, keyOf, thingOf } from "../src/ask/answer";
import { placeIn } from "../src/ask/client";
import { withEvidence } from "../src/ask/evidence";
import { networkOf, places } from "../src/ask/network";
import { fromAddress, toAddress } from "../src/ask/remembered";
import { written } from "../src/ask/saving";
import { sorted } from "../src/ask/table";
import { BASE, WORDS } from "./ask";

const XSD = "http://www.w3.org/2001/XMLSchema#";
const table = (columns: string[], ...rows: unknown[][]) => fromCypher({ data: { fields: columns, values: rows } });
const iri = (id: string) => ({ type: "uri", value: `${BASE}entity/${id}` });

test("a SPARQL answer has numbers, things and gaps", () => {
  const bindings = [{ x: iri("qingdao"), n: { type: "literal", value: "1.50", datatype: `${XSD}decimal` } }, { x: { type: "literal", value: "青岛" } }];
  const { rows, kind } = fromSparql({ head: { vars: ["x", "n"] }, results: { bindings: bindings as Record<string, { type: string; value: string }>[] } }, WORDS);
  assert.equal(kind, "table");
  assert.deepEqual(rows[0][0].thing, { folder: "entity", id: "qingdao" });
  assert.deepEqual([rows[0][0].shown, rows[0][1].text, rows[0][1].number], ["entity:qingdao", "1.50", 1.5]);
  assert.deepEqual([rows[1][0].text, rows[1][1].text], ["青岛", ""]);
  assert.equal(fromSparql({ head: {}, boolean: true }, WORDS).truth, true);
});

test("what is no thing of the graph has no address in it", () => {
  assert.equal(thingOf("https://example.org/entity/x", BASE), undefined);
  assert.equal(thingOf(`${BASE}ontology#City`, BASE), undefined);
  assert.equal(thingOf(`${BASE}document/r#char=1,2`, BASE), undefined);
  assert.deepEqual(thingOf(`${BASE}figure/four-cities/a`, BASE), { folder: "figure", id: "four-cities/a" });
});

test("triples are rows, and those between things are ties", () => {
  const type = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>";
  const text = `<${BASE}entity/a> <${BASE}ontology#partnersWith> <${BASE}entity/b> .\n<${BASE}entity/a> ${type} <${BASE}ontology#City> .\n_:x <${BASE}ontology#name> "\\u9752\\"岛\\n"@zh .\n`;
  const answer = fromTriples(text, WORDS);
  assert.deepEqual(answer.rows.map((row) => row[2].text.length > 0), [true, true, true]);
  assert.equal(answer.rows[2][2].text, '青"岛\n');
  assert.deepEqual(answer.ties, [{ from: "entity/a", to: "entity/b", name: "partnersWith" }]);
});

const node = (elementId: string, labels: string[], properties: Record<string, unknown>) => ({ elementId, labels, properties });

test("nodes, relationships and paths of Cypher make cells and ties", () => {
  const [city, school] = [node("1", ["City", "Entity"], { id: "a", name: "青岛市" }), node("2", ["School", "Entity"], { id: "b", name: "学校" })];
  const tie = { elementId: "#3", startNodeElementId: "1", endNodeElementId: "2", type: "HAS", properties: { id: "r/1", evidence: ["r:1-2"] } };
  const answer = table(["path", "city", "tie", "n"], [[city, tie, school], city, tie, 3]);
  assert.deepEqual(answer.ties.map((one) => [one.from, one.to, one.name])[0], ["entity/a", "entity/b", "HAS"]);
  const [path, cell, fact, number] = answer.rows[0];
  assert.deepEqual([path.shown, cell.text, number.number], ["青岛市 —HAS→ 学校", "青岛市", 3]);
  assert.deepEqual([cell.thing, fact.thing], [{ folder: "entity", id: "a" }, { folder: "statement", id: "r/1" }]);
  assert.deepEqual(networkOf(answer)!.links, [{ from: 0, to: 1, name: "HAS" }]);
});

test("names in a row make a network, numbers and units none", () => {
  const made = networkOf(table(["city", "value", "unit", "partner"], ["甲", 3, "人", "乙"], ["甲", 4, "人", "丙"]))!;
  assert.deepEqual([made.by, made.nodes.map(keyOf), made.links.length], ["name", ["甲", "乙", "丙"], 2]);
  assert.equal(networkOf(table(["indicator", "value", "unit"], ["甲", 3, "人"])), null);
});

test("no two things stand at one place, and all within the picture", () => {
  const answer = table(["a", "b"], ...Array.from({ length: 60 }, (_, n) => [`a${n % 7}`, `b${n}`]));
  const made = networkOf(answer)!;
  const at = places(made, 700, 400);
  assert.equal(new Set(at.map(({ x, y }) => `${x} ${y}`)).size, made.nodes.length);
  assert.ok(at.every(({ x, y }) => x >= 0 && x <= 700 && y >= 0 && y <= 400));
  assert.deepEqual(places(made, 700, 400), at);
});

test("rows are sorted by value, and gaps come last in both directions", () => {
  const answer = table(["x"], [10], [null], [9]);
  const order = (down: boolean) => sorted({ answer, sort: { column: 0, down } }).map(([cell]) => cell.text);
  assert.deepEqual([order(false), order(true)], [["9", "10", ""], ["10", "9", ""]]);
});

test("an answer is saved with its own words, and runs nothing in a spreadsheet", () => {
  const answer = table(["名称", "n"], ["=1+1", 2], ['a"b\tc', null]);
  assert.equal(written(answer, "csv"), "\ufeff名称,n\r\n'=1+1,2\r\n\"a\"\"b\tc\",\r\n");
  assert.equal(written(answer, "tsv"), "名称\tn\n'=1+1\t2\na\"b c\t\n");
  assert.deepEqual(JSON.parse(written(answer, "json")), [{ 名称: "=1+1", n: 2 }, { 名称: 'a"b\tc', n: null }]);
});

test("a query is in the address as it was written", () => {
  const query = 'SELECT * { ?x ?p "100%&+#青岛" }\n';
  assert.deepEqual(fromAddress(toAddress("sparql", query)), { tongue: "sparql", query });
  assert.equal(fromAddress("#thing=qingdao"), null);
});

test("the place of a mistake is read from what either engine says", () => {
  assert.deepEqual(placeIn("error at 2:7: expected one of"), [2, 7]);
  assert.deepEqual(placeIn("Unexpected input 'LIMT' at line 2, column 9"), [2, 10]);
  assert.equal(placeIn("unknown prefix"), undefined);
});

test("evidence joins a query that names figures or statements", () => {
  assert.equal(withEvidence("SELECT ?v WHERE { ?f a sg:Observation ; sg:value ?v }", "sparql"), "SELECT ?v ?f WHERE { ?f a sg:Observation ; sg:value ?v }");
  assert.equal(withEvidence("SELECT ?v { ?f sg:subject ?c }", "sparql"), "SELECT ?v ?f { ?f sg:subject ?c }");
  assert.equal(withEvidence("MATCH (f:Figure)-[:SUBJECT]->(c)\nRETURN c.name AS city\nORDER BY city", "cypher"), "MATCH (f:Figure)-[:SUBJECT]->(c)\nRETURN c.name AS city, f\nORDER BY city");
  assert.equal(withEvidence("MATCH (f:Figure) WITH f, 1 AS n WHERE n > 0 RETURN n", "cypher"), "MATCH (f:Figure) WITH f, 1 AS n WHERE n > 0 RETURN n, f");
  assert.equal(withEvidence("MATCH (a)-[r:PARTNERS_WITH]->(b) RETURN b.name", "cypher"), "MATCH (a)-[r:PARTNERS_WITH]->(b) RETURN b.name, r");
});

test("a query that counts, names nothing of the kind or has it already stays as it is", () => {
  for (const query of ["SELECT (COUNT(?f) AS ?n) { ?f a sg:Figure }", "SELECT ?f { ?f a sg:Figure }", "SELECT ?x { ?x a sg:City }", "SELECT ?c (SUM(?v) AS ?s) { ?f sg:subject ?c ; sg:value ?v } GROUP BY ?c", '# ?f a sg:Figure\nSELECT ?x { ?x rdfs:label "?f a sg:Figure" }', "ASK { ?f a sg:Figure }"]) {
    assert.equal(withEvidence(query, "sparql"), null, query);
  }
  for (const query of ["MATCH (f:Figure) RETURN count(f)", "MATCH (f:Figure) RETURN f", "MATCH (f:Figure) WITH f.value AS v RETURN v", "MATCH (f:Figure) WITH f AS g RETURN g.value", "MATCH (c:City) RETURN c.name"]) {
    assert.equal(withEvidence(query, "cypher"), null, query);
  }
});
