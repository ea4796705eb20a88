import "./document";
import assert from "node:assert/strict";
import test from "node:test";
import { Links } from "../src/picture/links";
import { fitted, MOST_STILL } from "../src/picture/still";
import { facts } from "./facts";
import { SCHOOL, model } from "./graph";
import { TestPage } from "./page";

test("what is shown fits into the window, with room for names", () => {
  const { model, shown } = new TestPage();
  const drawing = fitted(model, new Links(model), shown, 800, 600, "x");
  for (let n = 0; n < model.count; n++) {
    const { x, y } = drawing.place(n);
    assert.ok(x >= 50 && x <= 700 && y >= 50 && y <= 550, `${n}: ${x}, ${y}`);
  }
});

test("a large picture touches the margins of the side that it has least room on", () => {
  const { model, shown } = new TestPage();
  model.picture.x = model.picture.x.map((x) => 50 * x);
  model.picture.y = model.picture.y.map((y) => 50 * y);
  const extents = (width: number, height: number) => {
    const { place } = fitted(model, new Links(model), shown, width, height, "x");
    const [xs, ys] = [(n: number) => place(n).x, (n: number) => place(n).y].map((of) => model.picture.names.map((_, n) => of(n)));
    assert.ok(Math.abs(Math.min(...xs) + Math.max(...xs) - width) + Math.abs(Math.min(...ys) + Math.max(...ys) - height) < 1e-6, "in the middle");
    assert.ok(place(1).y > place(0).y, "y grows downwards");
    return [Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys)].map(Math.round);
  };
  assert.deepEqual(extents(800, 600), [640, 256]);
  assert.deepEqual(extents(1600, 300), [500, 200]);
});

test("what is hidden takes no room", () => {
  const page = new TestPage();
  page.model.picture.x[1] = 1_000_000;
  page.set({ off: { ...page.state.off, city: new Set([1]) } });
  const { place } = fitted(page.model, new Links(page.model), page.shown, 800, 600, "x");
  assert.ok(place(6).x - place(0).x > 50);
});

test("few things are not torn apart to fill the window", () => {
  const { model, shown } = new TestPage();
  const drawing = fitted(model, new Links(model), shown, 80_000, 60_000, "x");
  assert.equal(drawing.place(1).x - drawing.place(0).x, 200);
});

test("a dot's area above the smallest grows with its weight", () => {
  const graph = model();
  graph.degree[0] = 4 * graph.degree[1];
  const { shown } = new TestPage();
  const place = fitted(graph, new Links(graph), shown, 800, 600, "x").place;
  assert.ok(Math.abs(place(0).size - 3 - 2 * (place(1).size - 3)) < 1e-9);
  assert.ok(place(SCHOOL).size > place(1).size);
});

test("of thousands the best connected are drawn", () => {
  const count = MOST_STILL + 500;
  const graph = facts(count, Array.from({ length: 500 }, (_, n) => [count - 1 - n, n, 0, 0]));
  graph.picture.x = graph.picture.names.map((_, n) => n);
  graph.picture.y = graph.picture.x;
  const things = new Uint8Array(count).fill(1);
  const shown = { things, facts: new Uint8Array(500).fill(1), figures: new Uint8Array(), thingCount: count, factCount: 500, figureCount: 0 };
  const drawing = fitted(graph, new Links(graph), shown, 800, 600, "x");
  assert.equal(drawing.things.reduce((sum, n) => sum + n, 0), MOST_STILL);
  assert.equal(drawing.things[count - 1], 1);
  assert.equal(drawing.things[1200], 0);
  assert.equal(things[1200], 1, "what the page shows stays as it is");
});
