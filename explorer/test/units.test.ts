import assert from "node:assert/strict";
import test from "node:test";
import { setLanguage } from "../src/texts";
import { amount, unitName } from "../src/language/units";
import { model } from "./graph";

const SCALES: [id: string, zh: string, en: string][] = [
  ["unit-ming", "名", "person (名, counter for people)"], ["unit-jia", "家", "enterprise or institution (家)"], ["unit-edition", "届", "edition (届)"],
  ["unit-percent", "%", "percent"], ["unit-yuan-per-month", "元/月", "yuan per month"], ["unit-course", "门", "course (门)"], ["unit-dollar", "美元", "US dollar"],
  ["unit-ji", "级", "level"], ["unit-none", "无单位", "pure number"], ["unit-own", "台套", ""], ["unit-class", "班", "class (of students)"],
  ["unit-years-of-age", "岁", "years of age"], ["unit-renci", "人次", "person-time"],
];
const graph = model();
graph.details!.scales = SCALES;
const said = (language: "zh" | "en", value: string) => {
  setLanguage(language);
  return SCALES.map((_, n) => amount(graph, n, value));
};

test("an amount is said as people say it, in either language", () => {
  assert.deepEqual(said("en", "5"), ["5 people", "5", "5th", "5%", "5 yuan per month", "5 courses", "5 US dollars", "level 5", "5", "5 台套", "5 classes", "5 years of age", "5 person-times"]);
  assert.deepEqual(said("en", "1").slice(0, 6), ["1 person", "1", "1st", "1%", "1 yuan per month", "1 course"]);
  assert.deepEqual(said("zh", "5"), ["5 名", "5 家", "5 届", "5%", "5 元/月", "5 门", "5 美元", "5 级", "5", "5 台套", "5 班", "5 岁", "5 人次"]);
  setLanguage("en");
  assert.deepEqual(["2", "3", "11", "12", "13", "21", "112"].map((n) => amount(graph, 2, n)), ["2nd", "3rd", "11th", "12th", "13th", "21st", "112th"]);
});

test("a column of units has words for more than one, and none where the number needs none", () => {
  setLanguage("en");
  assert.deepEqual(SCALES.map((_, n) => unitName(graph, n)), ["people", "", "", "percent", "yuan per month", "courses", "US dollars", "levels", "", "台套", "classes", "years of age", "person-times"]);
});
