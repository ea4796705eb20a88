import assert from "node:assert/strict";
import test from "node:test";
import { boxOf, evened, spread, Taken, type Body } from "../src/paper/spread";

const body = (x: number, y: number, half: number): Body => ({ x, y, left: half, right: half, up: 4, down: 10 });

function meeting(bodies: Body[]): number {
  let pairs = 0;
  for (const [n, a] of bodies.map(boxOf).entries()) {
    for (const b of bodies.map(boxOf).slice(n + 1)) if (a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]) pairs++;
  }
  return pairs;
}

test("things that stand in a crowd are pushed apart, and none leaves the sheet", () => {
  const bodies = Array.from({ length: 40 }, (_, n) => body(200 + 4 * (n % 7), 100 + 3 * (n % 11), 20 + (n % 5)));
  assert.equal(spread(bodies, 480, 300), true);
  assert.equal(meeting(bodies), 0);
  for (const [left, top, right, bottom] of bodies.map(boxOf)) assert.ok(left >= 0 && top >= 0 && right <= 480 && bottom <= 300);
});

test("a sheet that is too small is told", () => {
  assert.equal(spread(Array.from({ length: 40 }, () => body(0, 0, 20)), 60, 60, 50), false);
});

test("crowds are evened, the order stays; one line or one point is in the middle", () => {
  const points = evened([[0, 5], [1, 5], [2, 5], [100, 5]], 0.5);
  assert.deepEqual(points.map(([x]) => x).map((x) => Math.round(100 * x)), [0, 17, 34, 100]);
  assert.deepEqual(points.map(([, y]) => y), [0.5, 0.5, 0.5, 0.5]);
  assert.deepEqual(evened([[7, 7]], 0.5), [[0.5, 0.5]]);
});

test("what is taken is free no more, wherever its squares are", () => {
  const taken = new Taken();
  taken.take([-50, -50, 100, 10]);
  assert.equal(taken.isFree([90, 0, 95, 5]), false);
  assert.equal(taken.isFree([100, 10, 200, 20]), true);
  assert.equal(taken.isFree([-60, -60, -49, -49]), false);
});
