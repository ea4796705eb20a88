import assert from "node:assert/strict";
import test from "node:test";
import { saidIn, segments, type Said } from "../src/data/said";
import { TestPage } from "./page";

const said = (number: number, start: number, end: number): Said => ({ kind: "fact", number, start, end });

test("passages that overlap, touch and hold each other part a text into stretches of which the same is said", () => {
  const parts = segments([said(0, 2, 10), said(1, 4, 6), said(2, 4, 12), said(3, 12, 13), said(4, 20, 21)]);
  assert.deepEqual(
    parts.map(({ start, end, said }) => [start, end, said.map(({ number }) => number)]),
    [
      [2, 4, [0]],
      [4, 6, [0, 1, 2]],
      [6, 10, [0, 2]],
      [10, 12, [2]],
      [12, 13, [3]],
      [20, 21, [4]],
    ],
  );
  assert.deepEqual(segments([]), []);
  const many = segments(Array.from({ length: 500 }, (_, n) => said(n, n, 2000 - n)));
  assert.deepEqual([many.length, Math.max(...many.map((part) => part.said.length))], [999, 100]);
});

test("only what the filters leave is said, and only in its own report", () => {
  const page = new TestPage();
  const numbers = (source: number) => saidIn(page.model, page.shown, source).map(({ kind, number, start }) => `${kind} ${number} ${start}`);
  assert.deepEqual(numbers(0), ["fact 0 9", "fact 4 9", "figure 0 9", "fact 4 40", "figure 0 40"]);
  assert.deepEqual(numbers(1), []);
  page.set({ off: { ...page.state.off, modality: new Set() } });
  assert.ok(numbers(0).includes("fact 1 9"));
});
