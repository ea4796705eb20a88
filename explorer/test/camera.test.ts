import assert from "node:assert/strict";
import test from "node:test";
import { centring, firstCamera, framing, PADDING } from "../src/picture/camera";
import { createNormalizationFunction, matrixFromCamera, multiplyVec2 } from "sigma/utils";
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

test("things stand where sigma will draw them", () => {
  for (const [wide, high] of [[100, 40], [40, 100], [100, 100], [100, 90]]) {
    for (const [width, height] of [[1000, 800], [400, 900], [900, 300], [500, 500]]) {
      const graph = model();
      graph.picture.x = [0, wide, 10, 20, wide / 2, 30, 5];
      graph.picture.y = [0, high, 7, high / 3, 3, 20, 10];
      const at = firstCamera(graph, width, height);
      const normal = createNormalizationFunction({ x: [0, wide], y: [-high, 0] });
      const matrix = matrixFromCamera({ x: 0.5, y: 0.5, ratio: 1, angle: 0 }, { width, height }, { width: wide, height: high }, PADDING);
      graph.picture.names.forEach((_, n) => {
        const there = multiplyVec2(matrix, normal({ x: graph.picture.x[n], y: -graph.picture.y[n] }));
        const far = Math.abs(at(n).x - ((1 + there.x) * width) / 2) + Math.abs(at(n).y - ((1 - there.y) * height) / 2);
        assert.ok(far < 0.01, `${n} in ${width}x${height}: ${far}`);
      });
    }
  }
});

test("one thing alone stands in the middle", () => {
  const graph = model();
  graph.picture.x.fill(5);
  graph.picture.y.fill(5);
  assert.deepEqual(firstCamera(graph, 600, 400)(0), { x: 300, y: 200 });
});

test("places are framed with room around them", () => {
  const view = framing([{ x: 0.2, y: 0.3 }, { x: 0.4, y: 0.35 }], 1, 1000);
  assert.ok(Math.abs(view.x - 0.3) + Math.abs(view.y - 0.325) < 1e-9);
  assert.ok(Math.abs(view.ratio - 0.32) < 1e-9);
  assert.equal(framing([{ x: 0.3, y: 0.2 }, { x: 0.35, y: 0.4 }], 1, 1000).ratio, view.ratio);
});

test("one place is looked at from near, nearer in a large graph, and never from further than before", () => {
  const one = [{ x: 0.1, y: 0.9 }];
  assert.deepEqual(framing(one, 1, 60), { x: 0.1, y: 0.9, ratio: 1 });
  assert.ok(framing(one, 1, 6000).ratio < framing(one, 1, 600).ratio);
  assert.equal(framing(one, 0.01, 600).ratio, 0.01);
});

test("all places, or none, are the whole picture", () => {
  assert.deepEqual(framing([], 0.1, 600), { x: 0.5, y: 0.5, ratio: 1 });
  assert.equal(framing([{ x: 0, y: 0 }, { x: 1, y: 1 }], 0.1, 600).ratio, 1);
});

test("places are framed by what the window has room for", () => {
  const wide = framing([{ x: 0.2, y: 0.5 }, { x: 0.6, y: 0.5 }], 1, 60_000, { x: 1, y: 3 });
  const high = framing([{ x: 0.4, y: 0.3 }, { x: 0.4, y: 0.5 }], 1, 60_000, { x: 1, y: 3 });
  assert.ok(Math.abs(wide.ratio - 0.4) + Math.abs(high.ratio - 0.6) < 1e-9);
});

test("a thing stands in the middle of most of what it is linked to", () => {
  const others = [0.41, 0.42, 0.43, 0.9].map((x) => ({ x, y: 0.5 }));
  const view = centring({ x: 0.4, y: 0.5 }, others, 60_000, { x: 1, y: 1 });
  assert.deepEqual([view.x, view.y], [0.4, 0.5]);
  assert.ok(Math.abs(view.ratio - 1) < 1e-9, "of four the farthest counts");
  const crowd = Array.from({ length: 40 }, (_, n) => ({ x: 0.4 + n / 1000, y: 0.5 }));
  assert.ok(Math.abs(centring({ x: 0.4, y: 0.5 }, [...crowd, { x: 1, y: 0.5 }], 60_000, { x: 1, y: 1 }).ratio - 0.06) < 1e-9, "of forty-one it does not");
  assert.equal(centring({ x: 0.4, y: 0.5 }, [], 60, { x: 1, y: 1 }).ratio, 1);
});
