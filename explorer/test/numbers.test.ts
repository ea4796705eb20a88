import { made, place } from "./document";
import assert from "node:assert/strict";
import test from "node:test";
import { chart } from "../src/figures/charts";
import { figureCharts, showNumbers } from "../src/figures/numbers";
import { JIA, PLANNED, PRIZES, STUDENTS_JIA, STUDENTS_YI } from "./graph";
import { TestPage } from "./page";
import type { State } from "../src/view/state";

const view = () => place("view-numbers");
const heads = () => view().tagged("h2").map((head) => head.textContent);

/** The cells of each table, the head first. */
function tables(): string[][][] {
  return view().tagged("table").map((table) => table.tagged("tr").map((row) => [...row.tagged("th"), ...row.tagged("td")].map((cell) => cell.textContent)));
}

function ask(words: string): void {
  const [input] = view().all("data-key", "indicators");
  input.value = words;
  input.fire("input");
}

/** The page, with the students of both cities told by another definition. */
function refusing(change: Partial<State> = {}): TestPage {
  const page = new TestPage(change);
  page.model.details!.compared.rows[0][3] = ["范围不同：全日制 / 未注明", "scope differs: full-time / not said"];
  page.model.details!.compared.definition = [0, 1, 2, 3];
  return page;
}

test("what compares comes first, a column a thing; what one alone reports comes last", () => {
  showNumbers(new TestPage());
  ask("");
  assert.deepEqual(tables(), [
    [
      ["指标", "甲市", "乙市"],
      ["在校生数", "49,100 人2020年", "超过 20,000–30,000 人待审核"],
    ],
    [
      ["指标", "主体", "数值"],
      ["获奖指数丙公司", "甲技师学院", "1.5"],
    ],
  ]);
  assert.equal(view().tagged("details")[0].open, false);
});

test("what the rule refused stands apart with its reason, in either language, and has no chart", () => {
  const page = refusing();
  showNumbers(page);
  assert.deepEqual(heads(), ["可以对比", "多处报告，但不能直接对比"]);
  assert.deepEqual(tables()[0][1], ["在校生数", "甲市49,100 人2020年乙市超过 20,000–30,000 人待审核", "范围不同：全日制 / 未注明"]);
  assert.equal(view().tagged("figure").length, 0);
  showNumbers(refusing({ language: "en" }));
  assert.equal(tables()[0][1][2], "scope differs: full-time / not said");
});

test("the filters narrow: what one city alone still has is no comparison, and what was refused never becomes one", () => {
  for (const page of [new TestPage(), refusing()]) {
    page.set({ off: { ...page.state.off, status: new Set([...page.state.off.status, 1]) } });
    showNumbers(page);
    assert.deepEqual([heads(), view().tagged("figure").length], [["可以对比"], 0]);
    assert.deepEqual(tables()[0].slice(1).map(([name]) => name), ["在校生数", "获奖指数丙公司"]);
  }
});

test("plans are shown and counted, but not compared", () => {
  const page = new TestPage();
  page.set({ off: { ...page.state.off, modality: new Set() } });
  showNumbers(page);
  assert.equal(view().all("data-open-figure", "r/planned").length, 0);
  assert.match(view().textContent, /另有 1 项计划/);
  view().all("data-key", "in-table")[0].fire("click");
  assert.deepEqual([page.state.view, page.state.table], ["table", "figures"]);
});

test("figures are found by their indicator in both languages and by whose they are", () => {
  showNumbers(new TestPage());
  const names = () => tables().flatMap((rows) => rows.slice(1).map(([name]) => name));
  for (const [words, found] of [["学生", []], ["在校", ["在校生数"]], ["STUDENTS 乙市", ["在校生数"]], ["技师", ["获奖指数丙公司"]], ["", ["在校生数", "获奖指数丙公司"]]] as const) {
    ask(words);
    assert.deepEqual(names(), found, words);
  }
});

test("per-year figures say so in their cell", () => {
  const page = new TestPage();
  const details = page.model.details!;
  details.qualifierNames.push(["per", "每", "per"]);
  details.qualifiers.push([[2, "年"]]);
  details.figures.qualifiers[STUDENTS_YI] = 2;
  details.compared.per[STUDENTS_YI] = ["年", "year"];
  showNumbers(page);
  assert.equal(tables()[0][1][2], "每年 超过 20,000–30,000 人待审核");
});

test("a bar for each figure, with its words; an open end, a range and a plan are drawn as such", () => {
  const page = new TestPage();
  const bars = made(chart(page, [STUDENTS_JIA, STUDENTS_YI, PLANNED, PRIZES], (n) => `${n}`));
  const rows = bars.tagged("li");
  assert.deepEqual(rows.map((row) => row.tagged("rect").map((rect) => rect.getAttribute("class"))), [["bar-exact"], ["bar-more", "bar-range"], [], ["bar-exact"]]);
  assert.deepEqual(rows.map((row) => row.tagged("path").length), [0, 1, 0, 0]);
  assert.equal(rows[2].getAttribute("class"), "bar-row plan");
  assert.equal(rows[0].tagged("rect")[0].getAttribute("width"), "88%");
  rows[1].fire("click");
  assert.deepEqual(page.state.selection, { kind: "figure", number: STUDENTS_YI });
});

test("beside a figure stands what compares with it, or in words what does not", () => {
  const page = new TestPage();
  const told = () => figureCharts(page, STUDENTS_JIA).map((node) => made(node));
  assert.equal(told().flatMap((node) => node.tagged("li")).length, 2);
  assert.deepEqual(figureCharts(page, PRIZES), []);
  Object.assign(page.model.details!.compared, refusing().model.details!.compared);
  assert.deepEqual(told().flatMap((node) => node.tagged("rect")), []);
  assert.match(told().map((node) => node.textContent).join(), /范围不同/);
});

test("the years of one thing are a chart of their own", () => {
  const page = new TestPage();
  const { figures, compared } = page.model.details!;
  Object.assign(figures, { subject: [JIA, JIA, JIA, JIA], time: [3, 2, 0, 0], modality: [0, 0, 0, 0] });
  compared.rows = [];
  compared.single = [0, 1, 2, 3];
  compared.definition = [0, 0, 1, 2];
  page.set({});
  const [, bars] = figureCharts(page, STUDENTS_JIA).map((node) => made(node));
  assert.deepEqual(bars.all("class", "bar-name").map((name) => name.textContent), ["甲市 · 2020年", "甲市 · 到2030年"]);
});

test("where no figure is shown that is said", () => {
  const page = new TestPage();
  page.set({ off: { ...page.state.off, source: new Set([0]) } });
  showNumbers(page);
  assert.equal(view().all("role", "status").map((said) => said.textContent).join(""), "没有数据。");
});
