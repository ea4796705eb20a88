import { made } from "./document";
import assert from "node:assert/strict";
import test from "node:test";
import { Links } from "../src/picture/links";
import { fitted } from "../src/picture/still";
import { Model } from "../src/data/model";
import { svg, type Drawing } from "../src/picture/svg";
import { SCHOOL } from "./graph";
import { TestPage } from "./page";

function drawing(change: Partial<Drawing> = {}, plans = false): Drawing {
  const page = new TestPage();
  if (plans) page.set({ off: { ...page.state.off, modality: new Set() } });
  return { ...fitted(page.model, new Links(page.model), page.shown, 800, 600, "两市"), choose: () => undefined, ...change };
}

test("a picture has a dot a thing, a line a link, dashed where nothing of it is actual", () => {
  const root = made(svg(drawing({}, true)));
  const lines = root.tagged("line");
  assert.equal(lines.length, 4);
  assert.equal(lines.filter((line) => line.getAttribute("stroke-dasharray")).length, 1);
  assert.equal(made(svg(drawing())).tagged("line").length, 3, "a hidden link is not drawn");
  const [, picture] = root.children.filter((child) => typeof child !== "string" && child.tag === "g");
  assert.equal((picture as typeof root).tagged("circle").length, 7);
});

test("a thing of the picture can be chosen", () => {
  let chosen = -1;
  const screen = made(svg(drawing({ choose: (n) => (chosen = n) })));
  assert.equal(screen.getAttribute("width"), "800");
  screen.all("data-thing", String(SCHOOL))[0].fire("click");
  assert.equal(chosen, SCHOOL);
});

test("names do not cover each other: what is marked is named, else a place reported on, else the better connected", () => {
  const here = { x: 300, y: 300, size: 5 };
  const named = (change: Partial<Drawing> = {}) => made(svg(drawing({ place: () => here, ...change }))).tagged("text").map((text) => text.textContent);
  const { model, things } = drawing();
  assert.deepEqual(named(), ["甲市"]);
  assert.deepEqual(named({ things: things.map((shown, n) => (model.first.includes(n) ? 0 : shown)) }), ["甲技师学院"]);
  assert.deepEqual(named({ model: new Model({ ...model.picture, marked: [SCHOOL] }) }), ["甲技师学院"]);
});

test("a name stands right of its dot, left of it where the picture ends, and grows with it to a limit", () => {
  const sizes = [4, 100, 4, 4, 4, 4, 4];
  const root = made(svg(drawing({ place: (n) => ({ x: n === SCHOOL ? 795 : 100, y: 50 + 60 * n, size: sizes[n] })  })));
  const name = (text: string) => root.tagged("text").find((one) => one.textContent === text)!;
  const number = (text: string, attribute: string) => Number(name(text).getAttribute(attribute));
  assert.equal(number("丙公司", "x"), 107);
  assert.equal(number("甲技师学院", "x"), 795 - 4 - 3 - 5 * 13);
  assert.deepEqual([number("丙公司", "font-size"), number("乙市", "font-size")], [13, 16]);
});

test("two names side by side are drawn where they have room: Chinese characters are square, letters narrower", () => {
  const named = (left: string, distance: number) => {
    const page = drawing();
    page.model.picture.names = page.model.picture.names.map((_, n) => (n === SCHOOL ? left : n === 3 ? "x" : ""));
    const things = Uint8Array.from([0, 0, 1, 1, 0, 0, 0]);
    const place = (n: number) => ({ x: n === SCHOOL ? 100 : 100 + distance, y: 100, size: 0 });
    return made(svg({ ...page, things, place  })).tagged("text").length;
  };
  assert.deepEqual([named("中".repeat(10), 110), named("中".repeat(10), 126)], [1, 2]);
  assert.deepEqual([named("a".repeat(10), 66), named("a".repeat(10), 76)], [1, 2]);
});

test("what is hidden is not drawn", () => {
  const root = made(svg(drawing({ things: Uint8Array.from([1, 1, 0, 1, 1, 1, 1])  })));
  assert.equal(root.all("data-thing").length, 6);
  assert.equal(root.tagged("line").length, 1, "two links lead to what is hidden");
});

test("what is far outside the window is not drawn", () => {
  const place = (n: number) => ({ x: n === SCHOOL ? 5000 : 100 + 50 * n, y: 100, size: 4 });
  const root = made(svg(drawing({ place  })));
  assert.equal(root.tagged("circle").length, 6);
});

test("what XML can't hold is replaced, rare characters stay", () => {
  const root = made(svg(drawing({ title: "a\u0000b\ud800c𠮷\n" })));
  assert.equal(root.tagged("title")[0].textContent, "a\ufffdb\ufffdc𠮷\n");
});
