import "./document";
import { TestCanvas } from "./canvas";
import assert from "node:assert/strict";
import test from "node:test";
import { firstCamera } from "../src/picture/camera";
import { HIDDEN, Links, SOLID } from "../src/picture/links";
import { drawQuick } from "../src/picture/quick";
import { model } from "./graph";

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
    always: 0,
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
