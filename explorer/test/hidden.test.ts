import "./document";
import assert from "node:assert/strict";
import test from "node:test";
import { hiddenOf, revealing } from "../src/panel/hidden";
import { COLLEGE, HAS_TOO, JIA, KIND, PLAN, PLANNED, SCHOOL } from "./graph";
import type { TestElement } from "./document";
import { TestPage } from "./page";

const made = (page: TestPage, n: number) => hiddenOf(page, n) as unknown as TestElement[];
const text = (page: TestPage, n: number) => made(page, n).map((part) => part.textContent).join("\n");
const all = { class: new Set<number>(), relation: new Set<number>(), city: new Set<number>(), source: new Set<number>(), modality: new Set<number>(), status: new Set<number>() };

test("a thing that the filters hide wholly shows what is planned of it at once", () => {
  const page = new TestPage();
  page.set({ off: { ...page.state.off, relation: new Set([1]) } });
  assert.match(text(page, COLLEGE), /都未显示.*“计划”1 条、事实 1 条/);
  assert.match(text(page, COLLEGE), /甲技师学院 *合作/, "the plan itself");
  page.set({ off: { ...page.state.off, source: new Set([1]), relation: new Set() } });
  const { facts } = page.model.picture;
  facts.modality[HAS_TOO] = facts.modality[PLAN];
  assert.match(text(page, COLLEGE), /尚无已落实的内容，只有“计划”2 条/);
});

test("what is hidden beside what is shown is counted and a click away", () => {
  const page = new TestPage();
  const before = text(page, SCHOOL);
  assert.match(before, /另有“计划”1 条、事实 1 条被筛选隐藏/);
  assert.doesNotMatch(before, /丁学院/);
});

test("a thing of which nothing is said says so", () => {
  assert.equal(text(new TestPage(), KIND), "没有可显示的事实。");
  assert.equal(text(new TestPage({ off: all }), JIA), "");
});

test("revealing switches on what hides, and nothing else", () => {
  const page = new TestPage({ since: 2031 });
  const off = { ...page.state.off, class: new Set([2, 6, 9]), city: new Set([1, 2]), source: new Set([1]) };
  page.set({ off });
  const facts = [PLAN, HAS_TOO];
  page.set(revealing(page, COLLEGE, facts, [PLANNED]));
  assert.ok(facts.every((f) => page.shown.facts[f]));
  assert.deepEqual([...page.state.off.class], [9], "policies stay off");
  assert.deepEqual([page.state.since, page.shown.figures[PLANNED]], [0, 1]);
});
