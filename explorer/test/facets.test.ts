import { place, type TestElement } from "./document";
import assert from "node:assert/strict";
import test from "node:test";
import { showFacets } from "../src/page/facets";
import type { Facet, State } from "../src/view/state";
import { TestPage } from "./page";

interface Line {
  text: string;
  depth: number;
  on: boolean;
  partly: boolean;
  row: TestElement;
}

function shown(change: Partial<State> = {}): TestPage {
  const page = new TestPage(change);
  showFacets(page);
  return page;
}

function lines(facet: Facet): Line[] {
  const [box] = place("facets").all("data-facet", facet);
  return box.tagged("li").map((row) => {
    const [input] = row.tagged("input");
    const depth = Math.round(parseFloat(row.style.paddingInlineStart) / 1.1);
    return { text: row.tagged("label")[0].textContent.trim(), depth, on: input.checked, partly: input.indeterminate, row };
  });
}

const texts = (facet: Facet) => lines(facet).map((line) => line.text);

/** Clicks what a line has and shows the page anew. */
function press(page: TestPage, facet: Facet, text: string, tag: "input" | "button"): void {
  const line = lines(facet).find((one) => one.text === text)!;
  line.row.tagged(tag)[0].fire(tag === "input" ? "change" : "click");
  showFacets(page);
}

test("classes stand below the classes above them, without those that would only add a line", () => {
  shown();
  assert.deepEqual(lines("class").map(({ text, depth }) => [text, depth]), [
    ["组织 3", 0],
    ["学校 2", 1],
    ["技工院校 1", 2],
    ["海外学院 1", 2],
    ["企业 1", 1],
    ["城市 2", 0],
    ["政策 1", 0],
    ["类 1", 0],
  ]);
});

test("a class is switched with the classes below it, and is half on where some of these are off", () => {
  const page = shown();
  press(page, "class", "技工院校 1", "input");
  const by = (text: string) => lines("class").find((line) => line.text === text)!;
  assert.deepEqual([by("学校 2").on, by("学校 2").partly, by("技工院校 1").on], [false, true, false]);
  assert.deepEqual(lines("class").filter((line) => line.partly).map((line) => line.text), ["组织 3", "学校 2"]);
  page.set({ off: { ...page.state.off, class: new Set([4, 5]) } });
  showFacets(page);
  assert.equal(by("学校 2").partly, true);
  press(page, "class", "学校 2", "input");
  assert.deepEqual([...page.state.off.class], [], "what is half on is switched on first");
  press(page, "class", "学校 2", "input");
  assert.deepEqual([by("学校 2").on, by("学校 2").partly, by("海外学院 1").on, by("企业 1").on], [false, false, false, true]);
});

test("what classes are linked to can be asked for beside the classes alone", () => {
  const page = shown();
  const [near, ...others] = place("facets").all("data-key", "near");
  assert.deepEqual(others, []);
  near.fire("change");
  assert.equal(page.state.near, true);
});

test("one class alone leaves those below it too", () => {
  const page = shown();
  press(page, "class", "学校 2", "button");
  assert.deepEqual(lines("class").flatMap(({ text, on }) => (on ? [text] : [])), ["学校 2", "技工院校 1", "海外学院 1"]);
  assert.deepEqual(page.shown.thingCount, 2);
});

test("counts are of what the other filters leave, figures apart, and for cities of things, one of two cities in both", () => {
  shown();
  assert.deepEqual(texts("relation"), ["合作 1", "设有 2", "目标 1", "支持 0", "数据 0 + 3"]);
  assert.deepEqual(texts("city"), ["甲市 5", "乙市 2", "两步之内没有城市 1"]);
  assert.deepEqual(texts("source"), ["《两市经验》 3 + 3", "《代码表》 1"]);
  assert.deepEqual(texts("status"), ["已审核 3 + 2", "待审核 1 + 1", "已否定 1"]);
  const page = shown();
  press(page, "city", "乙市 2", "button");
  assert.deepEqual(texts("status"), ["已审核 0", "待审核 1 + 1", "已否定 0"]);
  assert.deepEqual(texts("city"), ["甲市 5", "乙市 2", "两步之内没有城市 1"], "its own choice takes nothing from a filter's counts");
  const other = new TestPage();
  other.model.picture.facts.relation = [3, 3, 3, 1, 1, 0];
  showFacets(other);
  assert.deepEqual(texts("relation").map((text) => text.split(" ")[0]), ["支持", "设有", "合作", "数据"], "the most frequent first, none that nothing has");
});

test("modalities count facts and figures apart, and those that none has are left out", () => {
  shown();
  const dashes = ({ row }: Line) => row.all("class", "dash").length;
  assert.deepEqual(lines("modality").map((line) => [line.text, line.on, line.depth, dashes(line)]), [["事实 4 + 3", true, 0, 0], ["计划 1 + 1", false, 0, 1]]);
});

test("one relation alone takes the figures along, which are in none, and leaves only what it links", () => {
  const page = shown();
  press(page, "relation", "合作 1", "button");
  assert.deepEqual([page.shown.thingCount, page.shown.factCount, page.shown.figureCount], [2, 1, 0]);
  press(page, "relation", "数据 0 + 3", "input");
  assert.deepEqual([page.shown.factCount, page.shown.figureCount], [1, 3]);
});

test("a list is one stop of the Tab key; arrows move along it", () => {
  shown();
  const stops = (facet: Facet) => lines(facet).flatMap(({ row }) => [row.tagged("input")[0], row.tagged("button")[0]]).filter((control) => control.tabIndex === 0);
  for (const facet of ["class", "relation", "city"] as const) assert.equal(stops(facet).length, 1, facet);
  const press = (key: string) => place("facets").all("data-facet", "class")[0].tagged("ul")[0].fire("keydown", { key, target: stops("class")[0] });
  press("ArrowDown");
  assert.deepEqual(stops("class")[0], lines("class")[1].row.tagged("input")[0]);
  press("ArrowRight");
  assert.deepEqual(stops("class")[0], lines("class")[1].row.tagged("button")[0]);
});

test("a filter with one value is none", () => {
  const page = new TestPage();
  page.model.picture.facts.status.fill(0);
  page.model.details!.figures.status.fill(0);
  showFacets(page);
  assert.deepEqual(place("facets").all("data-facet", "status"), []);
});

test("all and the reset lead back, and are disabled where there is nothing to lead back from", () => {
  const page = shown();
  const button = (key: string) => place("facets").all("data-key", key)[0];
  assert.deepEqual([button("reset").attributes.has("disabled"), button("class-all").attributes.has("disabled")], [true, true]);
  press(page, "class", "政策 1", "input");
  assert.deepEqual([button("reset").attributes.has("disabled"), button("class-all").attributes.has("disabled")], [false, false]);
  button("class-all").fire("click");
  assert.deepEqual(page.state.off.class, new Set());
  page.set({ since: 2020, near: true });
  showFacets(page);
  button("reset").fire("click");
  assert.deepEqual(page.state, page.start);
});

test("the note says what is hidden because it is no fact, and shows that alone", () => {
  const page = shown();
  const note = () => place("facets").all("class", "note")[0];
  assert.ok(note().textContent.includes("另有 1 条内容、1 项数据未显示（计划）"), note().textContent);
  note().all("data-key", "not-facts")[0].fire("click");
  showFacets(page);
  assert.deepEqual([...page.shown.facts], [0, 1, 0, 0, 0, 0]);
  assert.equal(note().all("data-key", "not-facts")[0].getAttribute("aria-pressed"), "true");
  note().all("data-key", "not-facts")[0].fire("click");
  assert.deepEqual(page.state.off.modality, page.start.off.modality);
});

test("a colour is a property, because the page's policy refuses a style attribute", () => {
  shown();
  const [dot] = lines("class")[0].row.all("data-colour");
  assert.deepEqual([dot.style.background, dot.attributes.has("style")], ["#5b8db8", false]);
});
