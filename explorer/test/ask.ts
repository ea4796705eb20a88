// Words of a small vocabulary, for tests of the page that asks.
import type { Words } from "../src/ask/words";

export const BASE = "https://w3id.org/skillgraph/";
export const WORDS: Words = {
  base: BASE,
  prefixes: { sg: `${BASE}ontology#`, entity: `${BASE}entity/`, modality: `${BASE}modality/`, rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#" },
  classes: [
    ["School", "学校", "school", "#4b8dfc", 3],
    ["TechnicalSchool", "技工院校", "technical school", "#4b8dfc", 4],
    ["City", "城市", "city", "#3b9b5b", 3],
  ],
  properties: [
    ["partnersWith", "合作", "partners with"],
    ["locatedIn", "位于", "located in"],
  ],
  codes: { modality: [["planned", "计划", "planned"]] },
  labels: ["Text"],
  relationships: [["PARTNERS_WITH", "合作", "partners with"]],
  keys: [
    ["name", "", ""],
    ["nameEn", "", ""],
  ],
  keywords: { sparql: ["SELECT", "WHERE"], cypher: ["MATCH", "RETURN"] },
  questions: [],
};
