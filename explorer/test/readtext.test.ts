import { made } from "./document";
import assert from "node:assert/strict";
import test from "node:test";
import { textNodes } from "../src/reading/readtext";
import { Report } from "../src/data/report";
import type { Segment } from "../src/data/said";
import { BLOCKS } from "../src/schema";

const kinds = (...names: (typeof BLOCKS)[number][]) => names.map((name) => BLOCKS.indexOf(name));
const part = (start: number, end: number): Segment => ({ start, end, said: [{ kind: "fact", number: 0, start, end }] });

test("headings, paragraphs and tables stand as such, and a mark goes on in the next block", () => {
  const text = "𬭎概况\n有一\n校。甲\n乙丙";
  const report = new Report({
    text, kind: kinds("heading", "paragraph", "cell", "cell"), start: [0, 4, 9, 11], end: [3, 9, 10, 13], level: [3, 0, 0, 0],
    cells: { 2: [0, 0, 0], 3: [0, 0, 1] }, sentenceStart: [], sentenceEnd: [],
  });
  const { nodes, marks } = textNodes(report, [part(1, 3), part(5, 12)], () => "said");
  const tags = nodes.map((node) => made(node)).map((node) => [node.tag, node.textContent]);
  assert.deepEqual(tags, [["h2", "𬭎概况"], ["p", "有一校。"], ["div", "甲乙丙"]]);
  assert.deepEqual(marks.map(({ element }) => made(element).textContent), ["概况", "一校。", "甲", "乙"]);
  assert.deepEqual(made(nodes[2]).tagged("td").map((cell) => cell.textContent), ["甲", "乙丙"]);
});

test("a level that a report leaves out is not left out on the page", () => {
  const report = new Report({ text: "甲乙丙", kind: kinds("heading", "heading", "heading"), start: [0, 1, 2], end: [1, 2, 3], level: [4, 1, 6], cells: {}, sentenceStart: [], sentenceEnd: [] });
  assert.deepEqual(textNodes(report, [], () => "").nodes.map((node) => made(node).tag), ["h2", "h2", "h3"]);
});
