import { focused, place, type TestElement } from "./document";
import assert from "node:assert/strict";
import test from "node:test";
import { showTable } from "../src/tables/tables";
import type { State } from "../src/view/state";
import { facts } from "./facts";
import { details, HAS, JIA, SCHOOL, STUDENTS_JIA } from "./graph";
import { TestPage } from "./page";

const view = () => place("view-table");

function shown(table: State["table"], change: Partial<State> = {}): TestPage {
  const page = new TestPage({ view: "table", table, ...change });
  showTable(page);
  search("");
  const [ids] = view().all("data-key", "ids");
  ids.checked = true;
  ids.fire("change");
  return page;
}

function rows(): string[][] {
  return view().tagged("tbody")[0].tagged("tr").map((row) => [...row.tagged("th"), ...row.tagged("td")].map((cell) => cell.textContent));
}

function search(words: string): void {
  const [input] = view().all("data-key", "rows");
  input.value = words;
  input.fire("input");
}

/** Clicks the head of a column; the order stays when the table is shown again, as the reader left it. */
function sort(column: string): string {
  view().all("data-key", `sort-${column}`)[0].fire("click");
  return view().all("aria-sort")[0].getAttribute("aria-sort")!;
}

test("facts of reports come before those of reference tables, with the places of their passages", () => {
  shown("facts");
  assert.deepEqual(rows(), [
    ["甲技师学院", "合作", "丙公司", "2019年以来", "已审核", "本报告", "约在全文 5% 处", "r/partners"],
    ["甲市", "设有", "甲技师学院", "", "已审核", "本报告", "", "r/has"],
    ["甲市", "目标", "培养工匠", "", "已审核", "本报告", "约在全文 5% 处\n约在全文 20% 处", "r/aim"],
    ["乙市", "设有", "丁学院", "", "待审核", "《代码表》", "", "t/has"],
  ]);
});

test("rows are found by several words, of whatever column and case", () => {
  shown("facts");
  for (const words of ["设有 甲市", "jia 设有", "R/HAS"]) {
    search(words);
    assert.deepEqual(rows().map((row) => row.at(-1)), ["r/has"], words);
  }
  search("nothing");
  assert.deepEqual(rows(), []);
  search("");
  assert.equal(rows().length, 4);
});

test("a click sorts, a second one the other way round", () => {
  shown("things");
  assert.equal(sort("links"), "ascending");
  assert.deepEqual(rows().map((row) => row[4]), ["0", "0", "1", "2", "2", "2", "4"]);
  assert.equal(sort("links"), "descending");
  assert.equal(rows()[0][0], "甲技师学院");
  assert.equal(sort("id"), "ascending");
  assert.deepEqual(rows().map((row) => row[5]), ["college", "firm", "jia", "kind", "policy", "school", "yi"]);
});

test("numbers are sorted as numbers, and what has none or no date comes last", () => {
  const page = shown("figures", {});
  page.set({ off: { ...page.state.off, modality: new Set() } });
  showTable(page);
  assert.equal(sort("value"), "ascending");
  assert.deepEqual(rows().map((row) => row.at(-1)), ["r/prizes", "r/students-yi", "r/students-jia", "r/planned"]);
  sort("time");
  assert.deepEqual(rows().slice(0, 2).map((row) => row[4]), ["2020年", "到2030年"]);
});

test("facts are sorted by time, with what has none last", () => {
  const page = shown("facts");
  page.model.picture.facts.time = [0, 0, 0, 1, 3, 0];
  page.set({});
  showTable(page);
  sort("time");
  assert.deepEqual(rows().map((row) => row.at(-1)), ["t/has", "r/aim", "r/partners", "r/has"]);
  assert.match(view().all("data-key", "sort-time")[0].textContent, /▲$/);
  sort("time");
  assert.match(view().all("data-key", "sort-time")[0].textContent, /▼$/);
});

test("of hundreds of rows a button brings the next", () => {
  const count = 450;
  const model = facts(count, []);
  const { names } = model.picture;
  model.picture.classSet = names.map(() => 0);
  model.picture.citySet = names.map(() => 0);
  model.details = { ...details(), things: { id: names, en: names, aliases: {}, formerly: {}, of: {}, mentions: [] } };
  showTable(new TestPage({ view: "table", table: "things" }, model));
  const more = () => view().all("data-key", "more");
  const lengths = [rows().length];
  while (more().length) {
    assert.equal(more()[0].textContent.match(/\d+/)![0], String(Math.min(200, count - rows().length)));
    more()[0].fire("click");
    lengths.push(rows().length);
  }
  assert.deepEqual(lengths, [200, 400, 450]);
});

test("a table is chosen by its name", () => {
  const page = shown("things");
  const [facts, things] = ["facts", "things"].map((name) => view().all("data-key", `table-${name}`)[0]);
  assert.deepEqual([facts.getAttribute("aria-pressed"), things.getAttribute("aria-pressed")], ["false", "true"]);
  facts.fire("click");
  assert.equal(page.state.table, "facts");
});

test("decimals are sorted by their values, names as their language is", () => {
  const page = shown("figures");
  page.model.details!.figures.value = ["1.5", "1.25", "", "10"];
  showTable(page);
  while (sort("value") !== "ascending");
  assert.deepEqual(rows().map((row) => row.at(-1)), ["r/students-yi", "r/students-jia", "r/prizes"]);
  shown("things");
  while (sort("nameZh") !== "ascending");
  assert.deepEqual(rows().map((row) => row[0]), ["丙公司", "丁学院", "各类学校", "甲技师学院", "甲市", "戊政策", "乙市"]);
});

test("figures are read as they are written, each with what is counted and where it is said", () => {
  shown("figures");
  const row = (id: string) => rows().find((one) => one.at(-1) === id);
  assert.deepEqual(row("r/students-yi"), ["在校生数", "乙市", "超过 20,000–30,000 人", "", "", "待审核", "", "r/students-yi"]);
  assert.deepEqual(row("r/students-jia"), ["在校生数", "甲市", "49,100 人", "", "2020年", "已审核", "约在全文 5% 处\n约在全文 20% 处", "r/students-jia"]);
  assert.equal(row("r/prizes")![3], "丙公司");
});

test("a row opens what it says, a link in it what it names, by mouse and keyboard", () => {
  for (const open of [(row: TestElement) => row.fire("click"), (row: TestElement) => row.fire("keydown", { key: "Enter" })]) {
    let page = shown("facts");
    open(view().all("data-key", `row-${HAS}`)[0]);
    assert.deepEqual(page.state.selection, { kind: "fact", number: HAS });
    page = shown("figures");
    open(view().all("data-key", `row-${STUDENTS_JIA}`)[0]);
    assert.deepEqual(page.state.selection, { kind: "figure", number: STUDENTS_JIA });
  }
  const page = shown("facts");
  const row = view().all("data-key", `row-${HAS}`)[0];
  const [subject, object] = row.all("data-thing");
  row.fire("click", { target: object });
  assert.equal(page.state.selection, null);
  object.fire("click");
  assert.deepEqual(page.state.selection, { kind: "thing", number: SCHOOL });
  subject.fire("click");
  assert.deepEqual(page.state.selection, { kind: "thing", number: JIA });
});

test("arrows lead from row to row, and one row is a stop of the Tab key", () => {
  shown("facts");
  const body = view().tagged("tbody")[0];
  const lines = body.tagged("tr");
  assert.deepEqual(lines.map((row) => row.getAttribute("tabindex")), ["0", "-1", "-1", "-1"]);
  body.fire("keydown", { key: "ArrowDown", target: lines[0] });
  assert.equal(focused, lines[1]);
  body.fire("keydown", { key: "End", target: lines[1] });
  assert.equal(focused, lines[3]);
  body.fire("keydown", { key: "ArrowDown", target: lines[3] });
  assert.equal(focused, lines[3]);
});

test("ids are shown where they are asked for", () => {
  shown("facts");
  const [ids] = view().all("data-key", "ids");
  assert.equal(view().tagged("thead")[0].textContent.includes("标识"), true);
  ids.checked = false;
  ids.fire("change");
  assert.equal(view().textContent.includes("r/partners"), false);
});

test("English names what it can", () => {
  shown("things", { language: "en" });
  const school = rows().find((row) => row[5] === "school");
  assert.deepEqual(school, ["甲技师学院", "Jia Technician College", "technical school", "Jia City", "4", "school"]);
});
