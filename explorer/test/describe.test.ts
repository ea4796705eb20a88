import { made } from "./document";
import assert from "node:assert/strict";
import test from "node:test";
import { fact, factLine, figure, modality, status, timeNode, timeText, value } from "../src/language/describe";
import { AIM, HAS, JIA, PARTNERS, PLAN, PLANNED, PRIZES, REJECTED, SCHOOL, STUDENTS_JIA, STUDENTS_YI } from "./graph";
import { TestPage } from "./page";

const zh = () => new TestPage();
const en = () => new TestPage({ language: "en" });

test("a value has its bound, its range and its unit", () => {
  const page = zh();
  assert.equal(value(page, STUDENTS_JIA), "49,100 人");
  assert.equal(value(page, STUDENTS_YI), "超过 20,000–30,000 人");
  assert.equal(value(page, PLANNED), "多人");
  assert.equal(value(en(), PLANNED), "several people");
  assert.equal(value(page, PRIZES), "1.5");
});

test("a time is said as the report does, in English translated", () => {
  assert.deepEqual([0, 1, 2, 3].map((n) => timeText(zh(), n)), ["", "2019年以来", "到2030年", "2020年"]);
  assert.deepEqual([0, 1, 2, 3].map((n) => timeText(en(), n)), ["", "since 2019", "by 2030", "2020"]);
});

test("words of a time that no rule reads stay beside its dates, marked as Chinese", () => {
  const page = en();
  page.model.picture.times[1] = ["自2022年实施倍增行动以来", "2022", "", ""];
  assert.equal(timeText(page, 1), "since 2022 (自2022年实施倍增行动以来)");
  assert.deepEqual(made(timeNode(page, 1)).all("lang", "zh").map((node) => node.textContent), ["自2022年实施倍增行动以来"]);
  assert.deepEqual(made(timeNode(page, 3)).all("lang", "zh"), []);
});

test("dates alone are the time where the report has no words for it", () => {
  const page = zh();
  page.model.picture.times = [["", "2019", "2021", ""], ["", "2020", "2020", ""], ["", "2019", "", ""]];
  assert.deepEqual([0, 1, 2].map((n) => timeText(page, n)), ["2019–2021", "2020", "2019年起"]);
});

test("an end that another statement tells stands beside the words that leave it open", () => {
  const times = ["2019年以来", "2019", "2024-06", "2024-06"] as [string, string, string, string];
  const said = (page: TestPage) => {
    page.model.picture.times = [times];
    return timeText(page, 0);
  };
  assert.equal(said(zh()), "2019年以来，至 2024-06 止");
  assert.equal(said(en()), "since 2019, until 2024-06");
});

test("codes are named in the language at hand", () => {
  assert.deepEqual([modality(zh(), 1), status(zh(), 1)], ["计划", "待审核"]);
  assert.deepEqual([modality(en(), 1), status(en(), 1)], ["planned", "found by a program, not reviewed"]);
});

test("a fact is a line that tells a plan from what is, and does not say again whose facts are listed", () => {
  const line = (n: number, from?: number) => made(factLine(zh(), n, from)).textContent;
  assert.equal(line(PARTNERS), "甲技师学院 合作 丙公司 2019年以来");
  assert.equal(line(PARTNERS, SCHOOL), "合作 丙公司 2019年以来");
  assert.equal(line(PLAN), "甲技师学院 合作 丁学院 计划 到2030年");
  assert.equal(line(HAS, SCHOOL), "甲市 设有 甲技师学院");
  assert.equal(line(AIM), "甲市 目标 培养工匠");
});

test("a thing in a line can be chosen, the one whose facts are listed can't", () => {
  const page = zh();
  const line = made(factLine(page, HAS, SCHOOL));
  assert.deepEqual(line.all("data-thing").map((button) => button.textContent), ["甲市"]);
  line.all("data-thing")[0].fire("click");
  assert.deepEqual(page.state.selection, { kind: "thing", number: JIA });
});

test("a fact tells its qualifiers, its basis where it is not stated, and its status where it is not reviewed", () => {
  const rows = (n: number) => made(fact(zh(), n)).tagged("dl").map((list) => list.children.map((child) => (child as { textContent: string }).textContent));
  assert.deepEqual(rows(PARTNERS), [["共同方", "丁学院", "共同方", "远方大学", "角色", "共建"]]);
  assert.deepEqual(rows(PLAN), []);
  assert.deepEqual(rows(HAS), [["依据", "由名称得知"]]);
  assert.deepEqual(rows(AIM), [["依据", "由所在章节得知"]]);
  assert.deepEqual(rows(REJECTED), [["状态", "已否定"]]);
});

test("the first thing of the page is a thing like others where a fact or figure names it", () => {
  const page = zh();
  page.model.details!.qualifiers[1] = [[0, JIA]];
  page.model.details!.figures.about[PRIZES] = JIA;
  for (const told of [fact(page, PARTNERS), figure(page, PRIZES)]) {
    assert.deepEqual(made(told).tagged("dd").flatMap((row) => row.all("data-thing", String(JIA))).length, 1);
  }
});

test("what is no fact is marked", () => {
  assert.equal(made(fact(zh(), PLAN)).getAttribute("class"), "entry plan");
  assert.equal(made(fact(zh(), PARTNERS)).getAttribute("class"), "entry");
  assert.equal(made(figure(zh(), PLANNED)).getAttribute("class"), "entry plan");
});

test("a figure tells whose it is, of whom, and what it is part of", () => {
  const page = zh();
  const told = made(figure(page, PLANNED)).textContent;
  for (const part of ["在校生数", "计划", "甲市", "远方大学", "到2030年"]) assert.ok(told.includes(part), part);
  assert.ok(!made(figure(page, PLANNED, false)).textContent.includes("甲市"));
  made(figure(page, PLANNED)).all("data-open-figure", "r/students-jia")[0].fire("click");
  assert.deepEqual(page.state.selection, { kind: "figure", number: STUDENTS_JIA });
  assert.ok(made(figure(page, STUDENTS_YI)).textContent.includes("待审核"));
});

test("what another source says instead stands there with its source and its passage", () => {
  const page = zh();
  const { facts, figures } = page.model.details!;
  figures.against = { [STUDENTS_YI]: [STUDENTS_JIA] };
  facts.against = { [HAS]: [PARTNERS] };
  const told = made(figure(page, STUDENTS_YI)).textContent;
  for (const part of ["另有不同说法", "在校生数 49,100 人", "《两市经验》", "第 10–14 字"]) assert.ok(told.includes(part), part);
  assert.ok(!made(figure(page, STUDENTS_JIA)).textContent.includes("另有不同说法"));
  assert.ok(made(fact(page, HAS)).textContent.includes("另有不同说法甲技师学院 合作 丙公司"));
});
