import { place } from "./document";
import assert from "node:assert/strict";
import test from "node:test";
import { showTable } from "../src/tables";
import type { State } from "../src/state";
import { facts } from "./facts";
import { details, HAS, STUDENTS_JIA } from "./graph";
import { TestPage } from "./page";

const view = () => place("view-table");

function shown(table: State["table"], change: Partial<State> = {}): TestPage {
  const page = new TestPage({ view: "table", table, ...change });
  showTable(page);
  search("");
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
function sort(column: number): string {
  view().all("data-key", `sort-${column}`)[0].fire("click");
  return view().all("aria-sort")[0].getAttribute("aria-sort")!;
}

test("facts of reports come before those of reference tables, with the places of their passages", () => {
  shown("facts");
  assert.deepEqual(rows(), [
    ["甲技师学院", "合作", "丙公司", "事实", "2019年以来", "《两市经验》", "report:9-14", "r/partners"],
    ["甲市", "设有", "甲技师学院", "事实", "", "《两市经验》", "", "r/has"],
    ["甲市", "目标", "培养工匠", "事实", "", "《两市经验》", "report:9-14; report:40-41", "r/aim"],
    ["乙市", "设有", "丁学院", "事实", "", "《代码表》", "", "t/has"],
  ]);
});

test("rows are found by several words, of whatever column and case", () => {
  shown("facts");
  for (const words of ["设有 甲市", "jia 设有", "R/HAS"]) {
    search(words);
    assert.deepEqual(rows().map((row) => row[7]), ["r/has"], words);
  }
  search("nothing");
  assert.deepEqual(rows(), []);
  search("");
  assert.equal(rows().length, 4);
});

test("a click sorts, a second one the other way round", () => {
  shown("things");
  assert.equal(sort(4), "ascending");
  assert.deepEqual(rows().map((row) => row[4]), ["0", "0", "1", "2", "2", "2", "4"]);
  assert.equal(sort(4), "descending");
  assert.equal(rows()[0][0], "甲技师学院");
  assert.equal(sort(5), "ascending");
  assert.deepEqual(rows().map((row) => row[5]), ["college", "firm", "jia", "kind", "policy", "school", "yi"]);
});

test("numbers are sorted as numbers, and what has none or no date comes last", () => {
  const page = shown("figures", {});
  page.set({ off: { ...page.state.off, modality: new Set() } });
  showTable(page);
  assert.equal(sort(3), "ascending");
  assert.deepEqual(rows().map((row) => row[9]), ["r/prizes", "r/students-yi", "r/students-jia", "r/planned"]);
  sort(5);
  assert.deepEqual(rows().slice(0, 2).map((row) => row[5]), ["2020年", "到2030年"]);
});

test("facts are sorted by time, with what has none last", () => {
  const page = shown("facts");
  page.model.picture.facts.time = [0, 0, 0, 1, 3, 0];
  page.set({});
  showTable(page);
  sort(4);
  assert.deepEqual(rows().map((row) => row[7]), ["t/has", "r/aim", "r/partners", "r/has"]);
  assert.match(view().all("data-key", "sort-4")[0].textContent, /▲$/);
  sort(4);
  assert.match(view().all("data-key", "sort-4")[0].textContent, /▼$/);
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
  while (sort(3) !== "ascending");
  assert.deepEqual(rows().map((row) => row[9]), ["r/students-yi", "r/students-jia", "r/prizes"]);
  shown("things");
  while (sort(0) !== "ascending");
  assert.deepEqual(rows().map((row) => row[0]), ["丙公司", "丁学院", "各类学校", "甲技师学院", "甲市", "戊政策", "乙市"]);
});

test("figures have their bound, range, unit and status apart", () => {
  shown("figures");
  const row = rows().find((one) => one[9] === "r/students-yi");
  assert.deepEqual(row, ["在校生数", "乙市", "多于", "20,000–30,000", "人", "", "事实", "待审核", "", "r/students-yi"]);
});

test("a row is chosen by its number in the data, whatever the order", () => {
  let page = shown("facts");
  view().all("data-key", `row-${HAS}`)[0].fire("click");
  assert.deepEqual(page.state.selection, { kind: "fact", number: HAS });
  page = shown("figures");
  view().all("data-key", `row-${STUDENTS_JIA}`)[0].fire("click");
  assert.deepEqual(page.state.selection, { kind: "figure", number: STUDENTS_JIA });
});

test("English names what it can", () => {
  shown("things", { language: "en" });
  const school = rows().find((row) => row[5] === "school");
  assert.deepEqual(school, ["甲技师学院", "Jia Technician College", "technical school", "Jia City", "4", "school"]);
});
