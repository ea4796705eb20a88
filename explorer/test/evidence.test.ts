import { made } from "./document";
import assert from "node:assert/strict";
import test from "node:test";
import { evidence, sourceName } from "../src/evidence";
import { TestPage } from "./page";

test("people count from 1 and name the last character", () => {
  assert.deepEqual(made(evidence(new TestPage(), 2)).tagged("li").map((line) => line.textContent), ["《两市经验》，第 10–14 字", "《两市经验》，第 41–41 字"]);
});

test("with the reader's copy a passage has its words before its section and place", () => {
  const page = new TestPage();
  page.model.details!.passages = ["甲与丙合作", ""];
  page.model.details!.sections = [["一、概况", "Overview"]];
  page.model.details!.spans.section = [0, -1];
  const [first, second] = made(evidence(page, 2)).tagged("li");
  assert.deepEqual(first.tagged("blockquote").map((quote) => quote.textContent), ["甲与丙合作"]);
  assert.match(first.textContent, /^甲与丙合作《两市经验》，小节：一、概况，第 10–14 字$/);
  assert.deepEqual(second.tagged("blockquote"), []);
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
