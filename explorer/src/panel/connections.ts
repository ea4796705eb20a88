// How two things are connected: what is said of both, what both are linked to, and the shortest chains between them.
import type { App } from "../app";
import { fact, thingLink } from "../language/describe";
import { bdi, el } from "../page/dom";
import { some } from "./entries";
import { between, explanations, type Explanations } from "./path";
import type { Shown } from "../view/filter";
import { shared, Ties } from "../data/ties";
import { label, lang, listed, t } from "../texts";

/** So many chains are listed, and lit in the picture. */
export const MOST_CHAINS = 20;

export interface Connection extends Explanations {
  shared: number[];
}

let known: { shown: Shown; a: number; b: number; connection: Connection } | null = null;

/** The connection of two things over the shown facts. */
export function connectionOf(app: App, a: number, b: number): Connection {
  const { shown, model } = app;
  if (known?.shown === shown && known.a === a && known.b === b) return known.connection;
  const ties = new Ties(model, shown.facts);
  const connection = { shared: shared(model, ties, a, b), ...explanations(model, ties, a, b, MOST_CHAINS) };
  known = { shown, a, b, connection };
  return connection;
}

/** The chains of things that the picture lights for the connection that is chosen. */
export function litChains(app: App): number[][] | null {
  const s = app.state.selection;
  if (s?.kind !== "path") return null;
  const { shared, chains } = connectionOf(app, s.number, s.other);
  const lit = [...chains, ...shared.map((thing) => [s.number, thing, s.other])];
  return lit.length ? lit : [[s.number], [s.other]];
}

/** What is told of a connection. */
export function connection(app: App, a: number, b: number): (Node | null)[] {
  const { model, shown } = app;
  const names = { a: model.name(a, lang()), b: model.name(b, lang()) };
  const found = connectionOf(app, a, b);
  const direct = between(model, shown.facts, a, b);
  return [
    el("h2", {}, bdi(t("connectionTitle", names))),
    ...(direct.length ? [el("h3", {}, t("direct", { n: direct.length })), ...some(direct, (f) => fact(app, f))] : []),
    ...sharedThings(app, a, b, found.shared),
    ...chains(app, found),
    ...differences(app, a, b),
    found.count || direct.length ? null : el("p", {}, bdi(t("noConnection", names))),
    el("p", { class: "hint" }, counted(app)),
  ];
}

function counted(app: App): string {
  const { model, state } = app;
  const placing = listed(model.details!.placing.map((n) => label(model.picture.relations[n])));
  const rule = placing ? t("countedFacts", { placing }) : t("countedAll");
  return state.off.modality.size ? `${rule}${lang() === "zh" ? "" : " "}${t("plansNotCounted")}` : rule;
}

function sharedThings(app: App, a: number, b: number, things: number[]): Node[] {
  if (!things.length) return [el("p", {}, t("sharedNone"))];
  const groups = grouped(things, (thing) => howLinked(app, a, b, thing));
  return [
    el("h3", {}, t("sharedTitle", { n: things.length })),
    el("p", {}, ...things.slice(0, MOST_CHAINS).flatMap((thing, n) => [n ? " · " : "", thingLink(app, thing)]), things.length > MOST_CHAINS ? " …" : ""),
    ...[...groups].flatMap(([how, held]) => [el("h4", {}, bdi(how)), ...some(held, (thing) => sharedThing(app, a, b, thing))]),
  ];
}

function grouped(things: number[], by: (thing: number) => string): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const thing of things) {
    const how = by(thing);
    const held = groups.get(how);
    if (held) held.push(thing);
    else groups.set(how, [thing]);
  }
  return groups;
}

/** The relations between one and a thing: 设有、举办 */
function howTied({ model, shown }: App, one: number, thing: number): string {
  const { subject, relation } = model.picture.facts;
  const ways = between(model, shown.facts, one, thing).map((f) =>
    t(subject[f] === one ? "outward" : "inward", { relation: label(model.picture.relations[relation[f]]) }),
  );
  return listed([...new Set(ways)]);
}

/** How both are linked to a thing, as 双方都“设有” */
function howLinked(app: App, a: number, b: number, thing: number): string {
  const { model } = app;
  const [a_how, b_how] = [howTied(app, a, thing), howTied(app, b, thing)];
  return a_how === b_how ? t("bothHow", { how: a_how }) : t("eachHow", { a: model.name(a, lang()), a_how, b: model.name(b, lang()), b_how });
}

/** What is said of the one and not of the other, folded: how it is linked, and to what. */
function differences(app: App, a: number, b: number): Node[] {
  const ties = new Ties(app.model, app.shown.facts);
  const sides = [[a, b], [b, a]].map(([one, other]) => {
    const others = new Set([...ties.of(other), other]);
    return { one, things: ties.of(one).filter((thing) => !others.has(thing)) };
  });
  const boxes = sides.filter(({ things }) => things.length).map(({ one, things }) => onlyOf(app, one, things));
  return boxes.length ? [el("h3", {}, t("differences")), ...boxes, el("p", { class: "hint" }, t("differencesHint"))] : [];
}

function onlyOf(app: App, one: number, things: number[]): HTMLElement {
  const name = app.model.name(one, lang());
  const box = el("details", { class: "only-one", "data-only": app.model.details!.things.id[one] }, el("summary", {}, bdi(t("onlyOne", { name, n: things.length }))));
  box.addEventListener("toggle", () => {
    if (!box.open || box.childElementCount > 1) return;
    const groups = grouped(things, (thing) => howTied(app, one, thing));
    for (const [how, held] of [...groups].sort((x, y) => y[1].length - x[1].length)) {
      box.append(el("h4", {}, `${how} (${held.length})`), el("ul", {}, ...some(held, (thing) => el("li", {}, thingLink(app, thing)))));
    }
  });
  return box;
}

function sharedThing(app: App, a: number, b: number, thing: number): HTMLElement {
  const facts = [a, b].flatMap((end) => between(app.model, app.shown.facts, end, thing));
  return el("div", { class: "shared", "data-shared": app.model.details!.things.id[thing] }, el("p", { class: "step" }, thingLink(app, thing)), ...some(facts, (f) => fact(app, f)));
}

function chains(app: App, found: Connection): Node[] {
  const [first] = found.chains;
  if (!first) return [];
  const n = first.length - 1;
  // What both are linked to has been told.
  if (n === 2) return [el("h3", {}, t("shortest", { n, all: found.count })), el("p", {}, t("shortestAbove"))];
  const title = found.count > found.chains.length ? t("shortestSome", { n, some: found.chains.length, all: found.count }) : t("shortest", { n, all: found.count });
  if (n === 1) return [el("h3", {}, title), el("p", {}, t("shortestAbove"))];
  return [
    el("h3", {}, title),
    found.chains.length > 1 ? el("p", { class: "hint" }, t("shortestOrder")) : null,
    el("ol", { class: "path" }, ...found.chains.map((chain, at) => el("li", {}, chainOf(app, chain, at === 0)))),
  ].filter((node) => node !== null);
}

/** A chain as one line, with its facts below it. */
function chainOf(app: App, chain: number[], open: boolean): HTMLElement {
  const line = chain.map((thing) => app.model.name(thing, lang())).join(" → ");
  const steps = chain.slice(1).map((to, n) => {
    const ends = el("p", { class: "step" }, thingLink(app, chain[n]), " → ", thingLink(app, to));
    return el("li", {}, ends, ...some(between(app.model, app.shown.facts, chain[n], to), (f) => fact(app, f)));
  });
  const ids = chain.map((thing) => app.model.details!.things.id[thing]).join(" ");
  return el("details", { open, "data-chain": ids }, el("summary", {}, bdi(line)), el("ul", {}, ...steps));
}
