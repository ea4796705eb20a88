// A small graph as Python writes it: two cities, a school, a firm, a college abroad, a kind of school and a policy.
import { Model } from "../src/data/model";
import type { Details, Picture } from "../src/schema";

export const [JIA, YI, SCHOOL, FIRM, COLLEGE, KIND, POLICY] = [0, 1, 2, 3, 4, 5, 6];
/** Statements: two pairs in one direction each, a plan, a text, a rejected one, and a reference table's. */
export const [PARTNERS, PLAN, HAS, HAS_TOO, AIM, REJECTED] = [0, 1, 2, 3, 4, 5];
/** Figures of both cities, a planned one that is part of the first, and one of the school. */
export const [STUDENTS_JIA, STUDENTS_YI, PLANNED, PRIZES] = [0, 1, 2, 3];

export function picture(): Picture {
  return {
    titles: ["两市经验", "Two cities"],
    names: ["甲市", "乙市", "甲技师学院", "丙公司", "丁学院", "各类学校", "戊政策"],
    classSet: [0, 0, 1, 2, 3, 4, 5],
    citySet: [1, 2, 1, 1, 3, 1, 0],
    x: [0, 100, 10, 20, 90, 30, 50],
    y: [0, 40, 10, 0, 30, 20, 20],
    legend: [["地方", "places", "#136f3f"], ["学校", "schools", "#1f6fb2"]],
    sentence: ["两市所写的内容。", "What two cities say."],
    views: [["plans", "哪些还只是计划？", "What is planned?", "1 条。", "1 of them.", "modality=%21planned&view=table&story=plans", 1]],
    overview: { things: [], x: [], y: [] },
    classSets: [[2], [5], [7], [6], [8], [9]],
    citySets: [[], [0], [1], [0, 1]],
    cities: [JIA, YI],
    classes: [
      ["Entity", "实体", "entity", "#8a8f98", -1],
      ["Place", "地点", "place", "#2e8b57", 0],
      ["City", "城市", "city", "#136f3f", 1],
      ["Organization", "组织", "organization", "#5b8db8", 0],
      ["School", "学校", "school", "#1f6fb2", 3],
      ["TechnicalSchool", "技工院校", "technical school", "#1f6fb2", 4],
      ["OverseasCollege", "海外学院", "overseas college", "#12a5b8", 4],
      ["Enterprise", "企业", "enterprise", "#7a5bb8", 3],
      ["Kind", "类", "kind", "#9aa1ab", -1],
      ["Policy", "政策", "policy", "#9a4f6b", 0],
    ],
    relations: [
      ["partnersWith", "合作", "partners with", 1],
      ["has", "设有", "has", 0],
      ["aim", "目标", "aims at", 0],
      ["supports", "支持", "supports", 0],
    ],
    sources: [
      ["report", "两市经验", "Two cities", "report", "人社局", "2024-05", "", ""],
      ["table", "代码表", "", "reference", "", "", "", ""],
    ],
    modalities: [
      ["actual", "事实", "fact"],
      ["planned", "计划", "planned"],
      ["exploratory", "探索", "being explored"],
    ],
    statuses: [
      ["reviewed", "已审核"],
      ["extracted", "待审核"],
      ["rejected", "已否定"],
    ],
    times: [
      ["", "", "", ""],
      ["2019年以来", "2019", "", ""],
      ["到2030年", "", "2030", ""],
      ["2020年", "2020", "2020", ""],
    ],
    facts: {
      subject: [SCHOOL, SCHOOL, JIA, YI, JIA, FIRM],
      object: [FIRM, COLLEGE, SCHOOL, COLLEGE, -1, SCHOOL],
      relation: [0, 0, 1, 1, 2, 3],
      modality: [0, 1, 0, 0, 0, 0],
      status: [0, 0, 0, 1, 0, 2],
      source: [0, 0, 0, 1, 0, 0],
      time: [1, 2, 0, 0, 0, 0],
    },
    figures: 3,
  };
}

export function details(): Details {
  return {
    things: {
      id: ["jia", "yi", "school", "firm", "college", "kind", "policy"],
      en: ["Jia City", "Yi City", "Jia Technician College", "Bing Company", "", "", "Policy Wu"],
      aliases: { [SCHOOL]: ["甲技院", "JTC"] },
      formerly: { [SCHOOL]: ["old-school"] },
      of: { [KIND]: ["学校", "school"] },
      mentions: [1, 0, 0, 0, 0, 0, 0],
    },
    facts: {
      id: ["r/partners", "r/plan", "r/has", "t/has", "r/aim", "r/no"],
      text: ["培养工匠"],
      basis: [0, 0, 1, 0, 2, 0],
      qualifiers: [1, 0, 0, 0, 0, 0],
      evidence: [1, 1, 0, 0, 2, 0],
      against: {},
    },
    figures: {
      id: ["r/students-jia", "r/students-yi", "r/planned", "r/prizes"],
      subject: [JIA, YI, JIA, SCHOOL],
      indicator: [0, 0, 0, 1],
      unit: [2, 2, 2, 3],
      value: ["49100", "20000", "", "1.5"],
      max: ["", "30000", "", ""],
      bound: ["exact", "moreThan", "approximately", "exact"],
      about: ["", "", -1, FIRM],
      partOf: [-1, -1, 0, -1],
      modality: [0, 0, 1, 0],
      status: [0, 1, 0, 0],
      source: [0, 0, 0, 0],
      time: [3, 0, 2, 0],
      qualifiers: [0, 0, 0, 0],
      evidence: [2, 0, 0, 0],
      against: {},
    },
    compared: {
      kinds: [["City", "城市", "city"]],
      rows: [[0, 0, [STUDENTS_JIA, STUDENTS_YI], ["", ""]]],
      single: [PRIZES],
      definition: [0, 0, 1, 2],
      base: {},
      per: {},
    },
    qualifiers: [[], [[0, COLLEGE], [0, -1], [1, "共建"]]],
    qualifierNames: [
      ["with", "共同方", "with"],
      ["role", "角色", "role"],
    ],
    others: [["远方大学", ""]],
    scales: [
      ["students", "在校生数", "students"],
      ["prizes", "获奖指数", "prize index"],
      ["unit-person", "人", "people"],
      ["unit-none", "无单位", "no unit"],
    ],
    evidence: [[], [0], [0, 1]],
    spans: { document: [0, 0], start: [9, 40], length: [5, 1], section: [-1, -1] },
    sections: [],
    copies: [
      ["report.txt", "", 200],
      ["", "", 0],
    ],
    texts: {},
    placing: [],
    traditional: "學学師师長长",
    words: { Enterprise: "厂商|business", partnersWith: "牵手|cooperation" },
    readings: { 甲: "jia", 市: "shi", 乙: "yi", 技: "ji", 师: "shi", 学: "xue", 院: "yuan", 丙: "bing", 公: "gong", 司: "si", 长: "chang zhang", 丁: "ding zheng" },
  };
}

/** The whole graph, as the page has it after its first view. */
export function model(): Model {
  const whole = new Model(picture());
  whole.details = details();
  return whole;
}
