import { made, type TestElement } from "./document";
import assert from "node:assert/strict";
import test from "node:test";
import type { State } from "../src/view/state";
import { perYear, timeFilter } from "../src/page/timeline";
import { TestPage } from "./page";

function slide(page: TestPage, end: "from" | "until" | "year", year: number): void {
  const [input] = made(timeFilter(page)).all("data-key", `time-${end}`);
  input.value = String(year);
  input.fire("change");
}

const years = ({ since, until }: State) => [since, until];

test("the sliders go from the first year to the last that anything has", () => {
  const [from, until] = made(timeFilter(new TestPage())).all("type", "range");
  for (const input of [from, until]) assert.deepEqual([input.getAttribute("min"), input.getAttribute("max")], ["2019", "2030"]);
  assert.deepEqual([from.value, until.value], ["2019", "2030"]);
});

test("at its own end a slider filters nothing", () => {
  const page = new TestPage({ since: 2021, until: 2025 });
  slide(page, "from", 2019);
  slide(page, "until", 2030);
  assert.deepEqual(years(page.state), [0, 0]);
});

test("the two never cross: each end pushes the other", () => {
  const page = new TestPage({ since: 2020, until: 2022 });
  slide(page, "from", 2025);
  assert.deepEqual(years(page.state), [2025, 2025]);
  slide(page, "until", 2021);
  assert.deepEqual(years(page.state), [2021, 2021]);
  slide(page, "until", 2024);
  assert.deepEqual(years(page.state), [2021, 2024]);
});

test("what has a date and what has none is counted, figures apart", () => {
  const box = made(timeFilter(new TestPage()));
  assert.match(box.all("class", "hint")[0].textContent, /有年份的 1 条、1 项/);
  assert.match(box.tagged("label").at(-1)!.textContent, /未写明年份的 3 条、2 项/);
});

test("one year shows what held then: what had ended is gone, what has no end goes on", () => {
  const page = new TestPage();
  made(timeFilter(page)).all("data-key", "time-mode-year")[0].fire("click");
  assert.equal(page.state.undated, false, "who asks for a year does not mean what has none");
  slide(page, "year", 2020);
  assert.deepEqual([page.state.since, page.state.until], [2020, 2020]);
  assert.deepEqual([[...page.shown.facts], [...page.shown.figures]], [[1, 0, 0, 0, 0, 0], [1, 0, 0, 0]]);
  assert.match(made(timeFilter(page)).all("class", "hint")[0].textContent, /2020年：1 条、1 项/);
  slide(page, "year", 2021);
  assert.deepEqual([page.shown.factCount, page.shown.figureCount], [1, 0]);
  made(timeFilter(page)).all("data-key", "time-mode-period")[0].fire("click");
  assert.deepEqual([...years(page.state), page.state.undated], [0, 0, true]);
});

test("what has no date stays beside a year where the reader switched it on", () => {
  const page = new TestPage();
  made(timeFilter(page)).all("data-key", "time-mode-year")[0].fire("click");
  made(timeFilter(page)).all("data-key", "undated")[0].fire("change");
  slide(page, "year", 2021);
  assert.equal(page.state.undated, true);
});

test("a bar is as high as what its year shows, and leads there", () => {
  const page = new TestPage({ undated: false });
  const held = perYear(page.model, page.shown, 2019, 2030);
  for (let year = 2019; year <= 2030; year++) {
    page.set({ since: year, until: year });
    assert.equal(held[year - 2019], page.shown.factCount + page.shown.figureCount, String(year));
  }
  const bar = made(timeFilter(new TestPage())).all("class", "years")[0].children[2] as TestElement;
  bar.fire("click");
});

test("what has no date is switched apart", () => {
  const page = new TestPage();
  made(timeFilter(page)).all("data-key", "undated")[0].fire("change");
  assert.equal(page.state.undated, false);
});

test("without any date there is nothing to slide", () => {
  const page = new TestPage();
  page.model.years.fill([0, 0]);
  assert.equal(timeFilter(page), null);
});
