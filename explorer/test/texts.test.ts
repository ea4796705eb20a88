import assert from "node:assert/strict";
import test from "node:test";
import { label, number, setLanguage, t } from "../src/texts";

test("digits are grouped and none is lost", () => {
  assert.equal(number("1234567890123456789.12345"), "1,234,567,890,123,456,789.12345");
  assert.equal(number(999), "999");
  assert.equal(number("0.50"), "0.50");
});

test("a text takes its values, numbers grouped, in the language at hand", () => {
  setLanguage("en");
  assert.equal(t("shown", { n: 1200, all: 3400 }), "1,200 of 3,400 shown");
  assert.equal(t("onlyOf", { name: "{n}" }), "Only {n}");
  setLanguage("zh");
  assert.equal(t("shown", { n: 1, all: 2 }), "显示 1 / 2");
});

test("a label that English lacks is the Chinese one", () => {
  setLanguage("en");
  assert.equal(label(["x", "甲", "Jia"]), "Jia");
  assert.equal(label(["x", "甲", ""]), "甲");
  setLanguage("zh");
  assert.equal(label(["x", "甲", "Jia"]), "甲");
});

test("an English text counts one as one", () => {
  setLanguage("en");
  assert.equal(t("moreReports", { n: 1 }), "1 more report");
  assert.equal(t("shortest", { n: 1, all: 1 }), "Shortest chains: 1 of 1 step");
  assert.equal(t("expandedThings", { n: 1 }), "The picture also shows the links of 1 more thing.");
  assert.equal(t("marked", { n: 1 }), "1 passage marked");
  assert.equal(t("undated", { n: 1, figures: 1 }), "Without a date: 1 fact or plan, 1 figure");
  assert.equal(t("comparedCount", { n: 1, refused: 1, single: 1 }), "1 indicator can be compared, 1 can't; reported by one alone: 1");
  setLanguage("zh");
});
