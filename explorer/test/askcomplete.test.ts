import assert from "node:assert/strict";
import { test } from "node:test";
import { complete, inTextOrComment, masked, openText } from "../src/ask/complete";
import { WORDS } from "./ask";

const found = (tongue: "sparql" | "cypher", before: string): string[] => complete(WORDS, tongue, before, false)?.options.map((one) => one.text) ?? [];

test("classes, properties and codes are completed by name and by label in either language", () => {
  assert.deepEqual(found("sparql", "SELECT ?x { ?x a sg:Tech"), ["sg:TechnicalSchool"]);
  assert.deepEqual(found("sparql", "SELECT ?x { ?x a sg:学"), ["sg:School"]);
  assert.deepEqual(found("sparql", "SELECT ?x { ?x a 技工"), ["sg:TechnicalSchool"]);
  assert.deepEqual(found("sparql", "SELECT ?x { ?x modality:"), ["modality:planned"]);
  assert.deepEqual(found("sparql", "SELECT ?x { ?x sg:located"), ["sg:locatedIn"]);
  assert.deepEqual(found("sparql", "SEL"), ["SELECT"]);
});

test("labels of both languages are shown", () => {
  assert.equal(complete(WORDS, "sparql", "sg:Cit", false)!.options[0].detail, "城市 · city");
});

test("variables that stand before are completed", () => {
  assert.deepEqual(found("sparql", "SELECT ?school { ?sch"), ["school"]);
  assert.deepEqual(found("cypher", "MATCH (school:School) RETURN sch"), ["school"]);
});

test("Cypher knows where a label, a type and a key stands", () => {
  assert.deepEqual(found("cypher", "MATCH (s:Tech"), ["TechnicalSchool"]);
  assert.deepEqual(found("cypher", "MATCH (s:城"), ["City"]);
  assert.deepEqual(found("cypher", "MATCH (a)-[:PART"), ["PARTNERS_WITH"]);
  assert.deepEqual(found("cypher", "MATCH (a)-[:合"), ["PARTNERS_WITH"]);
  assert.deepEqual(found("cypher", "RETURN a.nameE"), ["nameEn"]);
});

test("nothing is completed in a text or a comment, and nothing unasked where no word has begun", () => {
  assert.deepEqual(found("sparql", 'SELECT ?x { ?x rdfs:label "sg:Ci'), []);
  assert.deepEqual(found("sparql", "# sg:Ci"), []);
  assert.deepEqual(found("cypher", "// MAT"), []);
  assert.deepEqual(found("sparql", "SELECT "), []);
});

test("texts, comments and IRIs are blanked out, each character by one", () => {
  for (const [query, tongue, bare] of [
    ['a "b\\"c" d', "sparql", "a        d"],
    ["a <x#y> # z", "sparql", "a            "],
    ["?a < 3 && ?b > 2", "sparql", "?a < 3 && ?b > 2"],
    ["a '''b' c''' d", "sparql", "a            d"],
    ["a /* b */ c // d", "cypher", "a         c     "],
  ] as const) {
    const given = masked(query, tongue).replace("\0", " ");
    assert.equal(given.length, query.length);
    assert.equal(given.trimEnd(), bare.trimEnd());
  }
  assert.ok(inTextOrComment("a '''b", "sparql"));
  assert.ok(!inTextOrComment("a '''b'''", "sparql"));
  assert.ok(!inTextOrComment('"a\\\\"', "cypher"));
  assert.ok(inTextOrComment("# a", "sparql"));
  assert.ok(!inTextOrComment("# a\n", "sparql"));
});

test("a text that has begun is known by what is written of it", () => {
  assert.equal(openText('?x sg:name "青岛', "sparql"), "青岛");
  assert.equal(openText("MATCH (c {name: '青", "cypher"), "青");
  assert.equal(openText('?x sg:name "青岛" ; ', "sparql"), null);
  assert.equal(openText('# "青', "sparql"), null);
  assert.equal(openText("SELECT ?x", "sparql"), null);
});
