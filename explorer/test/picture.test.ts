import "./document";
import { TestCanvas } from "./canvas";
import assert from "node:assert/strict";
import test from "node:test";
import { filter } from "../src/view/filter";
import { Model } from "../src/data/model";
import { NetworkPicture } from "../src/picture/picture";
import { initial } from "../src/view/state";
import { picture } from "./graph";

const withWeights = (...weights: number[]) => new Model({ ...picture(), weights });

/** What is drawn before sigma starts, with some classes off. */
function first(model: Model, width = 1000, height = 800, off: number[] = []): TestCanvas {
  const start = initial(model, "zh");
  const state = { ...start, off: { ...start.off, class: new Set(off) } };
  const canvas = new TestCanvas(width, height);
  const { createElement } = document;
  Object.assign(document, { createElement: () => ({ getContext: () => canvas }) });
  const container = { clientWidth: width, clientHeight: height, append: () => undefined, getBoundingClientRect: () => ({ left: 0, top: 0 }) } as unknown as HTMLElement;
  const drawn = new NetworkPicture(model, container, filter(model, start, start));
  Object.assign(document, { createElement });
  if (off.length) drawn.update(state, filter(model, state, start));
  drawn.drawQuick();
  return canvas;
}

const sizes = (canvas: TestCanvas) => canvas.dots.map((dot) => dot.size).sort((a, b) => a - b);

test("a dot's area above the smallest grows with its weight, to a limit", () => {
  const [smallest, , , , , quarter, whole] = sizes(first(withWeights(0, 0, 0, 0, 0, 20, 80)));
  assert.ok(Math.abs(whole - smallest - 2 * (quarter - smallest)) < 1e-9);
  const [large, larger] = sizes(first(withWeights(0, 0, 0, 0, 0, 88, 10_000))).slice(-2);
  assert.ok(larger - large < 0.01, "the largest that Python gives is the largest that is drawn");
});

test("dots are smaller in a small window and where there are many", () => {
  const small = new Model(picture());
  assert.ok(sizes(first(small, 300, 300))[0] < sizes(first(small))[0]);
  const many = Array.from({ length: 20_000 }, (_, n) => n);
  const { classSet, citySet, names, ...rest } = picture();
  const column = (values: number[]) => many.map((n) => values[n % 7]);
  const grown = { ...rest, names: many.map((n) => names[n % 7]), classSet: column(classSet), citySet: column(citySet), x: many, y: many };
  assert.ok(sizes(first(new Model(grown)))[0] < sizes(first(small))[0] / 2);
});

test("cities are named first, then the best connected", () => {
  const texts = first(new Model(picture())).texts.map(({ text }) => text);
  assert.deepEqual(texts.slice(0, 2), ["甲市", "乙市"]);
  assert.ok(texts.indexOf("甲技师学院") < texts.indexOf("戊政策"));
});

test("what the filters hide is not drawn", () => {
  const canvas = first(new Model(picture()), 1000, 800, [2]);
  assert.equal(canvas.dots.length, 5);
  assert.equal(canvas.lines.length, 1);
});
