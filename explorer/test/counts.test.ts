import assert from "node:assert/strict";
import test from "node:test";
import { counts, countsText, withoutFacet, type Count } from "../src/view/counts";
import { filter } from "../src/view/filter";
import { Model } from "../src/data/model";
import { ACTUAL, TEXT } from "../src/schema";
import { FACETS, initial, type Facet, type State } from "../src/view/state";
import { setLanguage } from "../src/texts";
import { details, picture } from "./graph";

/** The same draws each time: a failure can be looked at again. */
function drawing(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % below;
  };
}

/** A graph of a few things with random facts and figures. */
function random(draw: (below: number) => number): Model {
  const p = picture();
  const d = details();
  const things = p.names.length;
  const column = (size: number, below: number) => Array.from({ length: size }, () => draw(below));
  const size = 4 + draw(12);
  p.classSet = column(things, p.classSets.length);
  p.classSets[0] = [2, 7];
  p.citySet = column(things, p.citySets.length);
  p.facts = {
    subject: column(size, things), object: column(size, things + 1).map((n) => (n === things ? TEXT : n)), relation: column(size, 4),
    modality: column(size, 3), status: column(size, 3), source: column(size, 2), time: column(size, 4),
  };
  const n = d.figures.id.length;
  Object.assign(d.figures, { subject: column(n, things), modality: column(n, 3), status: column(n, 3), source: column(n, 2), time: column(n, 4) });
  const model = new Model(p);
  model.details = d;
  return model;
}

function someState(model: Model, draw: (below: number) => number): State {
  const start = initial(model, "zh");
  const sizes: Record<Facet, number> = { class: 10, relation: 5, city: 3, source: 2, modality: 3, status: 3 };
  const off = { ...start.off };
  for (const facet of FACETS) if (draw(3) === 0) off[facet] = new Set(Array.from({ length: sizes[facet] }, (_, v) => v).filter(() => draw(2)));
  const dated = draw(3) === 0 ? { since: 2019 + draw(6), undated: draw(2) === 0 } : {};
  const steps = draw(3) === 0 ? { steps: 1 + draw(2), selection: { kind: "thing", number: draw(model.count) } as const } : {};
  return { ...start, off, near: draw(4) === 0, ...dated, ...steps };
}

/** Which values of a filter something has. */
function valuesOf(model: Model, facet: Facet, n: number, kind: "thing" | "fact" | "figure"): number[] {
  const p = model.picture;
  if (kind === "thing") {
    if (facet === "city") return model.citiesOf(n).length ? model.citiesOf(n) : [p.cities.length];
    const above = (c: number): number[] => (c < 0 ? [] : [c, ...above(p.classes[c][4])]);
    return [...new Set(model.classesOf(n).flatMap(above))];
  }
  if (facet === "relation") return [kind === "fact" ? p.facts.relation[n] : p.relations.length];
  const rows = kind === "fact" ? p.facts : model.details!.figures;
  return [rows[facet as "source" | "modality" | "status"][n]];
}

test("a value's count is what would be shown with that value alone, the other filters as they are", () => {
  const draw = drawing(7);
  let counted = 0;
  for (let round = 0; round < 300; round++) {
    const model = random(draw);
    const start = initial(model, "zh");
    const state = someState(model, draw);
    for (const facet of FACETS) {
      const left = withoutFacet(model, state, start, facet);
      const byHand: Count[] = counts(model, left, facet).map(() => ({ facts: 0, figures: 0 }));
      const ofThings = facet === "class" || facet === "city";
      const masks = ofThings ? [["thing", left.things] as const] : ([["fact", left.facts], ["figure", left.figures]] as const);
      for (const [kind, mask] of masks) {
        mask.forEach((shown, n) => {
          if (shown) for (const value of valuesOf(model, facet, n, kind)) byHand[value][kind === "figure" ? "figures" : "facts"]++;
        });
      }
      assert.deepEqual(counts(model, left, facet), byHand, facet);
      counted += byHand.reduce((sum, { facts, figures }) => sum + facts + figures, 0);
      if (ofThings || state.steps) continue;
      // Asking for that value alone shows exactly what was promised.
      byHand.forEach(({ facts, figures }, value) => {
        const alone = filter(model, { ...state, off: { ...state.off, [facet]: new Set(byHand.map((_, v) => v).filter((v) => v !== value)) } }, start);
        assert.deepEqual([alone.factCount, alone.figureCount], [facts, figures], `${facet} ${value}`);
      });
    }
  }
  assert.ok(counted > 5000, String(counted));
});

test("with the facts narrowed, a thing stays only as an end of a fact or the subject of a figure that is left", () => {
  const draw = drawing(11);
  for (let round = 0; round < 200; round++) {
    const model = random(draw);
    const start = initial(model, "zh");
    const keep = draw(4);
    const state = { ...start, off: { ...start.off, relation: new Set([0, 1, 2, 3, 4].filter((r) => r !== keep)) } };
    const { things, facts, figureCount } = filter(model, state, start);
    const f = model.picture.facts;
    const ends = new Set([...facts.keys()].filter((n) => facts[n]).flatMap((n) => [f.subject[n], f.object[n]]).filter((n) => n !== TEXT));
    assert.deepEqual([...things.keys()].filter((n) => things[n]), [...ends].sort((a, b) => a - b));
    assert.equal(figureCount, 0);
  }
});

test("surroundings take the figures along with the things", () => {
  const draw = drawing(13);
  for (let round = 0; round < 200; round++) {
    const model = random(draw);
    const start = initial(model, "zh");
    const { things, figures } = filter(model, { ...start, steps: 1, selection: { kind: "thing", number: draw(model.count) } }, start);
    figures.forEach((shown, n) => assert.ok(!shown || things[model.details!.figures.subject[n]]));
  }
});

test("the heading counts facts, and apart from them plans and figures", () => {
  const model = new Model(picture());
  const start = initial(model, "zh");
  setLanguage("zh");
  assert.equal(countsText(model, filter(model, start, start)), "7 个条目，4 条事实，3 项数据", "before the details are there");
  model.details = details();
  assert.equal(countsText(model, filter(model, start, start)), "7 个条目，4 条事实，3 项数据");
  const all = { ...start, off: { ...start.off, modality: new Set<number>() } };
  assert.equal(countsText(model, filter(model, all, start)), "7 个条目，4 条事实，1 条计划、规则等，4 项数据");
  const plans = { ...start, off: { ...start.off, modality: new Set([ACTUAL]) } };
  setLanguage("en");
  assert.equal(countsText(model, filter(model, plans, start)), "3 / 7 things, 0 facts, 1 plan and the like, 1 figure");
  setLanguage("zh");
});
