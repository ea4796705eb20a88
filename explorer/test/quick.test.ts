import "./document";
import { TestCanvas } from "./canvas";
import assert from "node:assert/strict";
import test from "node:test";
import { HIDDEN, Links, SOLID } from "../src/links";
import { drawQuick, firstCamera, PADDING } from "../src/quick";
import { model } from "./graph";

test("the first view shows all things inside the padding, in their own proportions", () => {
  const graph = model();
  const { x, y } = graph.picture;
  for (const [width, height] of [[1000, 800], [400, 900], [900, 300]]) {
    const at = firstCamera(graph, width, height);
    const spots = graph.picture.names.map((_, n) => at(n));
    for (const spot of spots) {
      assert.ok(spot.x >= PADDING - 1e-9 && spot.x <= width - PADDING + 1e-9, `${spot.x} of ${width}`);
      assert.ok(spot.y >= PADDING - 1e-9 && spot.y <= height - PADDING + 1e-9, `${spot.y} of ${height}`);
    }
    const scale = (spots[1].x - spots[0].x) / (x[1] - x[0]);
    assert.ok(Math.abs((spots[1].y - spots[0].y) / (y[1] - y[0]) - scale) < 1e-9);
    assert.ok(scale > 0);
  }
});

test("one thing alone stands in the middle", () => {
  const graph = model();
  graph.picture.x.fill(5);
  graph.picture.y.fill(5);
  assert.deepEqual(firstCamera(graph, 600, 400)(0), { x: 300, y: 200 });
});

test("shown things are dots of their colours, shown links lines between them", () => {
  const graph = model();
  const links = new Links(graph);
  const canvas = new TestCanvas(1000, 800);
  const looks = new Uint8Array(links.count).fill(SOLID);
  looks[0] = HIDDEN;
  drawQuick(canvas.context, 1000, 800, {
    model: graph,
    links,
    chosen: new Uint8Array(links.count).fill(1),
    looks,
    things: Uint8Array.from([1, 1, 1, 1, 0, 1, 1]),
    size: (n) => n + 1,
    colour: "#000000",
    order: [2, 0],
    name: (n) => graph.picture.names[n],
  });
  const at = firstCamera(graph, 1000, 800);
  assert.deepEqual(canvas.texts.map(({ text }) => text), ["甲技师学院", "甲市"]);
  // Of four links one is hidden and two lead to what is hidden.
  assert.deepEqual(canvas.lines, [[at(0).x, at(0).y, at(2).x, at(2).y]]);
  assert.equal(canvas.dots.length, 6);
  const dot = canvas.dots.find(({ size }) => size === 3)!;
  assert.deepEqual(dot, { ...at(2), size: 3, fill: "#1f6fb2" });
});
