import { place } from "./document";
import assert from "node:assert/strict";
import test from "node:test";
import { showList } from "../src/tables/list";
import { Model } from "../src/data/model";
import { details, FIRM, picture } from "./graph";
import { TestPage } from "./page";

const view = () => place("view-list");
const titles = () => view().tagged("h2").map((title) => title.textContent);

function open(title: string): string[] {
  const box = view().tagged("details").find((one) => one.tagged("h2")[0].textContent.startsWith(title))!;
  box.setAttribute("open", "");
  box.fire("toggle");
  return box.tagged("li").map((line) => line.textContent);
}

test("what is shown stands by its first class, the largest first", () => {
  const page = new TestPage();
  showList(page);
  assert.deepEqual(titles(), ["城市 (2)", "技工院校 (1)", "企业 (1)", "海外学院 (1)", "类 (1)", "政策 (1)"]);
  assert.equal(view().all("role", "status")[0].textContent, "显示 7 / 7");
  page.set({ off: { ...page.state.off, class: new Set([2]) } });
  showList(page);
  assert.deepEqual(titles()[0], "技工院校 (1)");
});

test("a class is filled when it is opened, with the shown facts of each thing", () => {
  const page = new TestPage();
  showList(page);
  assert.equal(view().tagged("li").length, 0);
  assert.deepEqual(open("城市"), ["甲市 2 条事实", "乙市 1 条事实"]);
  assert.deepEqual(open("企业"), ["丙公司 1 条事实"], "the rejected one is not counted");
  view().all("data-key", `thing-${FIRM}`)[0].fire("click");
  assert.deepEqual(page.state.selection, { kind: "thing", number: FIRM });
});

test("of hundreds the best connected come first, and a button brings the next", () => {
  const firms = Array.from({ length: 250 }, (_, n) => `公司${n}`);
  const all = picture();
  // The last but a few of the firms has two facts.
  all.facts.object[0] = all.names.length + 240;
  all.facts.object[3] = all.names.length + 240;
  const model = new Model({
    ...all,
    names: [...all.names, ...firms],
    classSet: [...all.classSet, ...firms.map(() => 2)],
    citySet: [...all.citySet, ...firms.map(() => 0)],
  });
  model.details = details();
  model.details.things.en.push(...firms.map(() => ""));
  showList(new TestPage({}, model));
  const first = open("企业");
  assert.equal(titles()[0], "企业 (251)");
  assert.deepEqual([first.length, ...first.slice(0, 3)], [100, "公司240 2 条事实", "丙公司 0 条事实", "公司0 0 条事实"]);
  const box = view().tagged("details").find((one) => one.textContent.includes("企业"))!;
  box.tagged("button").at(-1)!.fire("click");
  assert.equal(box.tagged("li").length, 200);
});
