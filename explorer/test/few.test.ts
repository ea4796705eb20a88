import assert from "node:assert/strict";
import test from "node:test";
import "./document";
import { Model } from "../src/data/model";
import { placesOfFew } from "../src/picture/few";
import type { Shown } from "../src/view/filter";
import { picture } from "./graph";

/** Things on a line, of which the first and the third are linked, and one elsewhere that is not shown. */
function onALine(): { model: Model; shown: Shown } {
  const { facts, ...rest } = picture();
  const columns = Object.fromEntries(Object.keys(facts).map((name) => [name, [0]])) as unknown as typeof facts;
  const whole = { ...rest, names: ["甲", "乙", "丙", "丁"], x: [0, 500, 1000, 400], y: [0, 330, 660, 20], classSet: [5, 5, 5, 5], citySet: [0, 0, 0, 0] };
  const model = new Model({ ...whole, facts: { ...columns, subject: [0], object: [2] } });
  const shown = { things: Uint8Array.of(1, 1, 1, 0), facts: Uint8Array.of(1), figures: new Uint8Array(), thingCount: 3, factCount: 1, figureCount: 0 };
  return { model, shown };
}

test("no link of a view of few goes below a thing that it does not touch", () => {
  const { model, shown } = onALine();
  const places = placesOfFew(model, shown, 1000, 660)!;
  const [[ax, ay], [bx, by], [cx, cy]] = [places.get(0)!, places.get(2)!, places.get(1)!];
  const off = Math.abs((cy - ay) * (bx - ax) - (cx - ax) * (by - ay)) / Math.hypot(bx - ax, by - ay);
  assert.ok(off > 10, String(off));
  assert.equal(places.has(3), false);
});

test("a whole graph keeps its places, and so does a pair", () => {
  const { model, shown } = onALine();
  assert.equal(placesOfFew(model, { ...shown, things: Uint8Array.of(1, 1, 1, 1), thingCount: 4 }, 1000, 660), null);
  assert.equal(placesOfFew(model, { ...shown, things: Uint8Array.of(1, 0, 1, 0), thingCount: 2 }, 1000, 660), null);
});

test("what was moved stays in its view and nowhere else", () => {
  const { model, shown } = onALine();
  const places = placesOfFew(model, shown, 1000, 660)!;
  assert.deepEqual([...model.arrange(places)].sort(), [0, 1, 2]);
  model.move(1, 7, 8);
  model.arrange(new Map());
  assert.deepEqual([model.x[1], model.y[1]], [500, 330]);
  model.arrange(places);
  assert.deepEqual([model.x[1], model.y[1]], [7, 8]);
});
