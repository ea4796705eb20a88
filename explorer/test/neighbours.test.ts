import { made } from "./document";
import assert from "node:assert/strict";
import test from "node:test";
import { expansion, neighbours } from "../src/panel/neighbours";
import { COLLEGE, FIRM, HAS, HAS_TOO, JIA, PARTNERS, PLAN, SCHOOL } from "./graph";
import { TestPage } from "./page";

test("facts stand by relation, and a neighbour leads on to what else is said of it", () => {
  const page = new TestPage();
  const told = neighbours(page, JIA, [HAS], "陈述").map(made);
  assert.deepEqual(told.map(({ tag }) => tag), ["h3", "div"], "one relation needs no heading");
  const [onward] = told[1].all("class", "onward");
  assert.equal(onward.tagged("summary")[0].textContent, "甲技师学院 → 合作 1");
  assert.deepEqual(onward.all("data-fact").length, 0);
  onward.setAttribute("open", "");
  onward.fire("toggle");
  onward.fire("toggle");
  assert.deepEqual(onward.all("data-fact").map((entry) => entry.getAttribute("data-fact")), ["r/partners"]);
});

test("a neighbour leads on once, and only over what is shown", () => {
  const page = new TestPage();
  assert.equal(neighbours(page, FIRM, [PARTNERS], "陈述").map(made)[1].all("class", "onward").length, 1);
  const twice = neighbours(page, FIRM, [PARTNERS, PARTNERS], "陈述").map(made);
  assert.equal(twice.flatMap((node) => node.all("class", "onward")).length, 1);
  assert.equal(neighbours(page, SCHOOL, [PLAN], "陈述").map(made)[1].all("class", "onward").length, 1, "the college has the other city's fact");
  page.set({ off: { ...page.state.off, relation: new Set([1]) } });
  assert.equal(neighbours(page, SCHOOL, [PLAN], "陈述").map(made)[1].all("class", "onward").length, 0);
});

test("the most frequent relation comes first", () => {
  const headings = neighbours(new TestPage(), COLLEGE, [HAS_TOO, PLAN, PARTNERS], "陈述").map(made);
  assert.deepEqual(headings.filter(({ tag }) => tag === "h4").map((h) => h.textContent), ["合作 (2)", "设有 (1)"]);
});

test("only a picture of a part can be expanded", () => {
  assert.equal(expansion(new TestPage(), SCHOOL), null);
  const page = new TestPage({ steps: 1, selection: { kind: "thing", number: SCHOOL } });
  made(expansion(page, SCHOOL)).fire("click");
  assert.deepEqual([...page.state.expanded], [SCHOOL]);
  made(expansion(page, SCHOOL)).fire("click");
  assert.deepEqual([...page.state.expanded], []);
});

test("surroundings hold what is expanded elsewhere", () => {
  const page = new TestPage({ steps: 1, selection: { kind: "thing", number: COLLEGE } });
  assert.equal(page.shown.things[FIRM], 0);
  page.set({ expanded: new Set([SCHOOL]) });
  assert.deepEqual([page.shown.things[FIRM], page.shown.things[JIA], page.shown.facts[PARTNERS]], [1, 1, 1]);
});
