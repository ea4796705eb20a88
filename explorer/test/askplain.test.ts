import assert from "node:assert/strict";
import { test } from "node:test";
import { fromCypher } from "../src/ask/answer";
import { bound, withThings } from "../src/ask/plain";

test("values stand in a query where their names did, and nowhere else", () => {
  const cypher = "MATCH (a) WHERE a.id IN $ids AND a.name <> '$ids' RETURN a, $other // $ids";
  assert.equal(bound(cypher, { ids: ['a"b', "青岛"] }), "MATCH (a) WHERE a.id IN [\"a\\\"b\",\"青岛\"] AND a.name <> '$ids' RETURN a, $other // $ids");
});

test("whose words a row is leads to its passage, and what it names to its place", () => {
  const told = withThings(fromCypher({ data: { fields: ["answer", "id", "said_by"], values: [["青岛市", "qingdao", "r/1"], ["文字", null, null]] } }));
  assert.deepEqual(told.rows[0].map((cell) => cell.thing), [{ folder: "entity", id: "qingdao" }, undefined, { folder: "statement", id: "r/1" }]);
  assert.deepEqual(told.rows[1].map((cell) => cell.thing), [undefined, undefined, undefined]);
  const figures = withThings(fromCypher({ data: { fields: ["indicator", "said_by"], values: [["人数", "r/2"]] } }));
  assert.deepEqual(figures.rows[0][1].thing, { folder: "figure", id: "r/2" });
});
