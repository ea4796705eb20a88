import { made } from "./document";
import assert from "node:assert/strict";
import test from "node:test";
import { evidence, sourceName } from "../src/panel/evidence";
import type { ReportText } from "../src/schema";
import { TestPage } from "./page";

/** A report of one paragraph with these sentences; the first spans of the small graph stand at 9 to 14 and at 40. */
function report(...sentences: string[]): ReportText {
  const text = sentences.join("");
  const ends = sentences.map((_, n) => [...sentences.slice(0, n + 1).join("")].length);
  const whole = ends.at(-1)!;
  return { text, kind: [1], start: [0], end: [whole], level: [0], cells: {}, sentenceStart: [0, ...ends.slice(0, -1)], sentenceEnd: ends };
}

test("without the text a passage has its place in words, and offsets that count from 1 and name the last character", () => {
  const lines = made(evidence(new TestPage(), 2)).tagged("li");
  assert.deepEqual(
    lines.map((line) => line.tagged("span")[0].textContent),
    ["约在全文 5% 处", "约在全文 20% 处"],
  );
  assert.deepEqual(
    lines.map((line) => line.tagged("details")[0].textContent),
    ["精确位置第 10–14 字", "精确位置第 41–41 字"],
  );
});

test("where there are several reports, each passage says of which", () => {
  const page = new TestPage();
  page.model.picture.sources[1][3] = "report";
  assert.match(made(evidence(page, 2)).textContent, /^《两市经验》，约在全文 5% 处/);
});

test("a name that stands in the passage, or shortly before it, is what to search the copy for", () => {
  const page = new TestPage();
  const { things, spans, evidence: sets } = page.model.details!;
  sets.push([2, 3]);
  spans.document.push(0, 0);
  spans.start.push(10, 12);
  spans.length.push(2, 9);
  spans.section.push(-1, -1);
  things.mentions[1] = 3;
  page.model.picture.names[1] = "𬭎市";
  const lines = made(evidence(page, 2)).tagged("li");
  assert.match(lines[0].textContent, /。请在您手中的报告里查找“𬭎市” 精确位置/);
  assert.match(lines[1].textContent, /查找“𬭎市”，就在其后 精确位置/);
});

test("with the text a passage is marked in its sentence, with its lines joined", () => {
  const page = new TestPage();
  page.model.details!.texts = { 0: report("𬭎𬭎𠮷一二三。", "四\r\n\n五甲与\n丙合AB\nCD作，六。", "七") };
  page.model.details!.sections = [["一、概况", "Overview"]];
  page.model.details!.spans.section = [0, -1];
  page.model.details!.spans.start = [11, 18];
  page.model.details!.spans.length = [6, 5];
  const [first, ...rest] = made(evidence(page, 2)).tagged("li");
  assert.deepEqual(rest, []);
  assert.deepEqual(first.tagged("blockquote").map((quote) => quote.textContent), ["四五甲与丙合AB CD作，六。"]);
  assert.deepEqual(first.tagged("mark").map((mark) => mark.textContent), ["五甲与丙合", "B CD作"]);
  assert.match(first.textContent, /甲与丙合AB CD作，六。小节：一、概况 在原文中阅读$/);
});

test("a passage over the end of a sentence shows both, passages of two sentences each its own", () => {
  const page = new TestPage();
  page.model.details!.texts = { 0: report("一二三四。", "五六七八九十甲乙。", "丙丁。") };
  page.model.details!.spans.start = [3, 14];
  page.model.details!.spans.length = [4, 2];
  const lines = made(evidence(page, 2)).tagged("blockquote");
  assert.deepEqual(lines.map((quote) => quote.textContent), ["一二三四。五六七八九十甲乙。", "丙丁。"]);
  assert.deepEqual(lines.map((quote) => quote.tagged("mark")[0].textContent), ["四。五六", "丙丁"]);
});

test("what has no evidence says so", () => {
  const none = made(evidence(new TestPage(), 0));
  assert.equal(none.getAttribute("class"), "evidence none");
  assert.notEqual(none.textContent, "");
});

test("a report without an English title has its Chinese one, one without any its id", () => {
  const page = new TestPage({ language: "en" });
  assert.deepEqual([sourceName(page, 0), sourceName(page, 1)], ["Two cities", "代码表"]);
  page.model.picture.sources[1][1] = "";
  assert.equal(sourceName(page, 1), "table");
});
