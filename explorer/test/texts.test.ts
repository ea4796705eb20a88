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
