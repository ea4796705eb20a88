import assert from "node:assert/strict";
import test from "node:test";
import { Model } from "../src/model";
import { fold, Search } from "../src/search";
import { details, FIRM, JIA, model, picture, POLICY, SCHOOL, YI } from "./graph";

const search = new Search(model());
const things = (query: string) => search.find(query, 9).found.map((found) => found.thing);

/** A search among names alone, with the readings of their characters. */
function among(names: string[], readings: Record<string, string>): (query: string, limit?: number) => string[] {
  const { facts, ...rest } = picture();
  const none = Object.fromEntries(Object.keys(facts).map((name) => [name, []])) as unknown as typeof facts;
  const whole = new Model({ ...rest, names, facts: none });
  const { things } = details();
  whole.details = { ...details(), things: { ...things, en: names.map(() => ""), aliases: {} }, readings };
  const found = new Search(whole);
  return (query, limit = 9) => found.find(query, limit).found.map(({ thing }) => names[thing]);
}

test("a spelling is found whole, at the beginning and inside, in this order", () => {
  const find = among(["甲学院", "学院路", "乙学院", "学院"], {});
  assert.deepEqual(find("学院"), ["学院", "学院路", "甲学院", "乙学院"]);
});

test("equals are ordered by how well they are connected", () => {
  assert.deepEqual(things("市"), [JIA, YI]);
  assert.deepEqual(things("c"), [SCHOOL, FIRM, JIA, YI, POLICY]);
});

test("English, aliases, other widths and other cases are the same", () => {
  assert.deepEqual(things("YI CITY"), [YI]);
  assert.deepEqual(things("ｊｔｃ"), [SCHOOL]);
  assert.equal(fold(" Ａ  b\n"), "a b");
});

test("a hit says by which alias it was found", () => {
  assert.deepEqual(search.find("甲技院", 9).found, [{ thing: SCHOOL, by: "甲技院" }]);
  assert.deepEqual(search.find("甲技师", 9).found, [{ thing: SCHOOL, by: "" }]);
  assert.deepEqual(search.find("jia city", 9).found, [{ thing: JIA, by: "" }]);
});

test("pinyin is read whole, by initials and mixed, from any character on", () => {
  for (const query of ["jiashi", "jia shi", "js", "jias", "jshi"]) assert.ok(things(query).includes(JIA), query);
  assert.ok(things("gongsi").includes(FIRM));
  assert.deepEqual(things("jix"), []);
});

test("a name that sounds so is better than one that begins so, and that than one that holds it", () => {
  const find = among(["甲市局", "大甲市", "甲市", "jiashi"], { 甲: "jia", 市: "shi", 局: "ju", 大: "da" });
  assert.deepEqual(find("jiashi"), ["jiashi", "甲市", "甲市局", "大甲市"]);
});

test("a sound may be cut short only to its initial or where the query ends", () => {
  assert.deepEqual(things("shixu"), [SCHOOL]);
  assert.deepEqual(things("shixuyuan"), []);
  assert.deepEqual(things("shixyuan"), [SCHOOL]);
});

test("every reading of a character counts, and zh is an initial", () => {
  const find = among(["长乐", "单县"], { 长: "chang zhang", 乐: "le yue lao", 单: "dan shan", 县: "xian" });
  for (const query of ["changle", "zhanglao", "zhl", "cl", "chl"]) assert.deepEqual(find(query), ["长乐"], query);
  for (const query of ["shanxian", "danx", "sx"]) assert.deepEqual(find(query), ["单县"], query);
  assert.deepEqual(find("czang"), []);
});

test("ü is written v, and a letter in a name sounds like itself", () => {
  const find = among(["绿地A1"], { 绿: "lv lu", 地: "di de" });
  for (const query of ["lvdi", "lüdi", "lvdia", "ld"]) assert.deepEqual(find(query), ["绿地A1"], query);
});

test("a query without a letter or sign finds nothing, and a limit leaves the count", () => {
  assert.deepEqual(search.find("  ", 9), { found: [], total: 0 });
  const { found, total } = search.find("市", 1);
  assert.deepEqual([found.length, total], [1, 2]);
  const find = among(["学院路", "甲学院", "乙学院", "学院"], {});
  assert.deepEqual(find("学院", 3), ["学院", "学院路", "甲学院"]);
});
