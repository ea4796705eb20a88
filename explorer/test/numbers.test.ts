import { place } from "./document";
import assert from "node:assert/strict";
import test from "node:test";
import { showNumbers } from "../src/numbers";
import { STUDENTS_YI } from "./graph";
import { TestPage } from "./page";

const view = () => place("view-numbers");

/** The cells of the table, the head first, each as its paragraphs. */
function cells(): string[][] {
  return view().tagged("tr").map((row) => [...row.tagged("th"), ...row.tagged("td")].map((cell) => cell.textContent));
}

/** Asks for rows with these words, or for what several cities report. */
function ask(words: string, comparable = false): string[] {
  const [input] = view().all("data-key", "indicators");
  input.value = words;
  input.fire("input");
  const [box] = view().all("data-key", "comparable");
  box.checked = comparable;
  box.fire("change");
  return cells().slice(1).map(([name]) => name);
}

test("a row is an indicator, a column a city, and what several cities report comes first", () => {
  showNumbers(new TestPage());
  assert.deepEqual(cells(), [
    ["指标", "甲市", "乙市"],
    ["在校生数", "49,100 人2020年", "多于 20,000–30,000 人"],
    ["获奖指数", "1.5甲技师学院", ""],
  ]);
});

test("equally comparable indicators keep the order of the data", () => {
  const page = new TestPage();
  page.model.details!.figures.indicator = [1, 0, 0, 1];
  page.set({ off: { ...page.state.off, class: new Set([2]) } });
  page.model.details!.figures.subject = [2, 3, 2, 3];
  page.set({});
  showNumbers(page);
  assert.deepEqual(cells().slice(1).map(([name]) => name), ["在校生数", "获奖指数"]);
});

test("a figure that is not of the city itself says whose, and one that is no fact says so", () => {
  const page = new TestPage();
  page.set({ off: { ...page.state.off, modality: new Set() } });
  showNumbers(page);
  const [planned] = view().all("data-open-figure", "r/planned").map((button) => button.parent!);
  assert.equal(planned.getAttribute("class"), "cell plan");
  assert.equal(planned.tagged("small")[0].textContent, "远方大学 · 到2030年 · 计划");
});

test("rows are found by the names of the indicator in both languages and of whom they are", () => {
  showNumbers(new TestPage());
  assert.deepEqual(ask("学生"), []);
  assert.deepEqual(ask("在校"), ["在校生数"]);
  assert.deepEqual(ask("STUDENTS 乙市"), ["在校生数"]);
  assert.deepEqual(ask("技师"), ["获奖指数"]);
  assert.deepEqual(ask("", true), ["在校生数"]);
  assert.deepEqual(ask(""), ["在校生数", "获奖指数"]);
});

test("a figure of no city has a column of its own, and a city without figures none", () => {
  const page = new TestPage();
  page.model.picture.citySet[1] = 0;
  page.set({});
  showNumbers(page);
  assert.deepEqual(cells()[0], ["指标", "甲市", "不属于任何城市"]);
});

test("a figure can be chosen; where none is shown that is said", () => {
  const page = new TestPage();
  showNumbers(page);
  view().all("data-open-figure", "r/students-yi")[0].fire("click");
  assert.deepEqual(page.state.selection, { kind: "figure", number: STUDENTS_YI });
  page.set({ off: { ...page.state.off, source: new Set([0]) } });
  showNumbers(page);
  assert.deepEqual([cells(), view().all("role", "status")[0].textContent], [[], "没有数据。"]);
});
