import "./document";
import assert from "node:assert/strict";
import test from "node:test";
import { objectText, pathThings } from "../src/panel";
import { AIM, COLLEGE, FIRM, HAS, JIA, POLICY, SCHOOL } from "./graph";
import { TestPage } from "./page";

test("a path has all things between its ends, over what is shown alone", () => {
  const path = { kind: "path", number: FIRM, other: JIA } as const;
  assert.deepEqual(pathThings(new TestPage({ selection: path })), [FIRM, SCHOOL, JIA]);
  const planned = { kind: "path", number: FIRM, other: COLLEGE } as const;
  const page = new TestPage({ selection: planned });
  assert.deepEqual(pathThings(page), [FIRM, COLLEGE], "the school and the college only plan to work together");
  page.set({ off: { ...page.state.off, modality: new Set() } });
  assert.deepEqual(pathThings(page), [FIRM, SCHOOL, COLLEGE]);
});

test("what is no path has none", () => {
  assert.equal(pathThings(new TestPage()), null);
  assert.equal(pathThings(new TestPage({ selection: { kind: "thing", number: POLICY } })), null);
});

test("the object of a fact is a name or the text that it states", () => {
  const page = new TestPage({ language: "en" });
  assert.deepEqual([objectText(page, HAS), objectText(page, AIM)], ["Jia Technician College", "培养工匠"]);
});
