import assert from "node:assert/strict";
import test from "node:test";
import { Model } from "../src/data/model";
import { AIM, COLLEGE, details, FIRM, HAS, JIA, model, PARTNERS, picture, PLAN, POLICY, REJECTED, SCHOOL, YI } from "./graph";

test("a degree counts what is actual and has a thing at both ends", () => {
  assert.deepEqual([...model().degree], [1, 1, 3, 2, 1, 0, 0]);
});

test("sizes are degrees, or what somebody computed", () => {
  assert.equal(model().weight[SCHOOL], 3);
  assert.equal(new Model({ ...picture(), weights: [0, 0, 7.5, 0, 0, 0, 0] }).weight[SCHOOL], 7.5);
});

test("a thing's facts are those at either end, each once", () => {
  const graph = model();
  assert.deepEqual([...graph.factsOf(SCHOOL)], [PARTNERS, PLAN, HAS, REJECTED]);
  assert.deepEqual([...graph.factsOf(JIA)], [HAS, AIM]);
  assert.deepEqual([...graph.factsOf(POLICY)], []);
  const own = picture();
  own.facts.object[HAS] = JIA;
  assert.deepEqual([...new Model(own).factsOf(JIA)], [HAS, AIM]);
});

test("the other end of a fact is found from both", () => {
  assert.equal(model().other(PARTNERS, SCHOOL), FIRM);
  assert.equal(model().other(PARTNERS, FIRM), SCHOOL);
});

test("an open time has no end, one without a beginning is its end, and none is none", () => {
  assert.deepEqual(model().years, [[0, 0], [2019, 9999], [2030, 2030], [2020, 2020]]);
});

test("a name that English lacks is the Chinese one, as before the details are there", () => {
  assert.equal(model().name(JIA, "en"), "Jia City");
  assert.equal(model().name(COLLEGE, "en"), "丁学院");
  assert.equal(new Model(picture()).name(JIA, "en"), "甲市");
});

test("numbers below 0 name what the page leaves out", () => {
  assert.equal(model().nameOf(-1, "en"), "远方大学");
  assert.equal(model().nameOf(JIA, "zh"), "甲市");
  const graph = model();
  graph.details!.others = [["甲", "A"], ["乙", "B"]];
  assert.deepEqual([graph.nameOf(-2, "zh"), graph.nameOf(-2, "en")], ["乙", "B"]);
});

test("a unit has its name in the language at hand, or the Chinese one", () => {
  const graph = model();
  assert.deepEqual([graph.scale(2, "zh"), graph.scale(2, "en")], ["人", "people"]);
  graph.details!.scales[2][2] = "";
  assert.equal(graph.scale(2, "en"), "人");
});

test("a text belongs to the fact that states it", () => {
  const graph = new Model(picture());
  assert.equal(graph.text(AIM), "");
  graph.details = details();
  assert.equal(graph.text(AIM), "培养工匠");
  const first = picture();
  first.facts.object[0] = -1;
  const texts = new Model(first);
  texts.details = { ...details(), facts: { ...details().facts, text: ["一", "二"] } };
  assert.deepEqual([texts.text(0), texts.text(AIM)], ["一", "二"]);
});

test("things are found by their ids", () => {
  assert.equal(model().thing("school"), SCHOOL);
  assert.equal(model().thing("old-school"), SCHOOL);
  assert.equal(model().thing("nobody"), -1);
});

test("a thing has the colour of its first class and the cities of its set", () => {
  assert.equal(model().colour(JIA), "#136f3f");
  assert.deepEqual(model().citiesOf(COLLEGE), [0, 1]);
});

test("a fact is told by all that say the same of the same time, whichever end they begin at", () => {
  const told = (time: number[], status = [0, 0, 0, 1, 0, 0]) => {
    const graph = picture();
    // The reports say 合作 from either end, and of one plan.
    Object.assign(graph.facts, { subject: [SCHOOL, SCHOOL, JIA, YI, JIA, FIRM], relation: [0, 0, 1, 1, 2, 0], status, time });
    graph.facts.object[5] = SCHOOL;
    const built = new Model(graph);
    built.details = details();
    return built.tellings(PARTNERS);
  };
  const since2019 = 1, in2020 = 3, undated = 0;
  assert.deepEqual(told([since2019, 0, 0, 0, 0, in2020]), [PARTNERS, REJECTED]);
  assert.deepEqual(told([undated, 0, 0, 0, 0, in2020]), [PARTNERS, REJECTED]);
  assert.deepEqual(told([since2019, 0, 0, 0, 0, in2020], [0, 0, 0, 1, 0, 2]), [PARTNERS]);
  assert.deepEqual(told([2, 0, 0, 0, 0, in2020]), [PARTNERS]);
});
