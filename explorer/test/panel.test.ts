import "./document";
import assert from "node:assert/strict";
import test from "node:test";
import { litChains } from "../src/panel/connections";
import { objectText } from "../src/panel/panel";
import { AIM, COLLEGE, FIRM, HAS, JIA, POLICY, SCHOOL, YI } from "./graph";
import { TestPage } from "./page";

test("a connection lights all things between its ends, over what is shown alone", () => {
  const path = { kind: "path", number: FIRM, other: JIA } as const;
  assert.deepEqual(litChains(new TestPage({ selection: path })), [[FIRM, SCHOOL, JIA], [FIRM, SCHOOL, JIA]]);
  const planned = { kind: "path", number: JIA, other: YI } as const;
  const page = new TestPage({ selection: planned });
  assert.deepEqual(litChains(page), [[JIA], [YI]], "the school and the college only plan to work together");
  page.set({ off: { ...page.state.off, modality: new Set() } });
  assert.deepEqual(litChains(page), [[JIA, SCHOOL, COLLEGE, YI]]);
});

test("what is no connection lights none", () => {
  assert.equal(litChains(new TestPage()), null);
  assert.equal(litChains(new TestPage({ selection: { kind: "thing", number: POLICY } })), null);
});

test("the object of a fact is a name or the text that it states", () => {
  const page = new TestPage({ language: "en" });
  assert.deepEqual([objectText(page, HAS), objectText(page, AIM)], ["Jia Technician College", "培养工匠"]);
});
