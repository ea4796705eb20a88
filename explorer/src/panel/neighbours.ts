// What a thing is linked to, by relation, and one step further without leaving it.
import type { App } from "../app";
import { fact } from "../language/describe";
import { bdi, el } from "../page/dom";
import { some } from "./entries";
import { hasOverview } from "../view/overview";
import { TEXT } from "../schema";
import { label, lang, t } from "../texts";

/** So many relations are named where a neighbour leads on. */
const MOST_NAMED = 4;

/** A thing's facts under a heading, grouped by relation, the most frequent first. */
export function neighbours(app: App, thing: number, facts: number[], title: string): Node[] {
  if (!facts.length) return [];
  const { relations } = app.model.picture;
  const groups = byRelation(app, facts);
  const unfolded = new Set([thing]);
  return [
    el("h3", {}, `${title} (${facts.length})`),
    ...groups.flatMap(([relation, held]) => [
      ...(groups.length > 1 ? [el("h4", {}, `${label(relations[relation])} (${held.length})`)] : []),
      ...some(held, (f) => entry(app, f, thing, unfolded)),
    ]),
  ];
}

function byRelation(app: App, facts: number[]): [number, number[]][] {
  const { relation } = app.model.picture.facts;
  const groups = new Map<number, number[]>();
  for (const f of facts) {
    const held = groups.get(relation[f]);
    if (held) held.push(f);
    else groups.set(relation[f], [f]);
  }
  return [...groups].sort((a, b) => b[1].length - a[1].length);
}

/** A fact, and where its other end leads on to. */
function entry(app: App, f: number, thing: number, unfolded: Set<number>): HTMLElement {
  const other = app.model.other(f, thing);
  const told = fact(app, f, thing);
  if (other === TEXT || unfolded.has(other)) return told;
  unfolded.add(other);
  const onward = [...app.model.factsOf(other)].filter((g) => app.shown.facts[g] && app.model.other(g, other) !== thing);
  if (onward.length) told.append(further(app, other, onward));
  return told;
}

/** What else is said of a neighbour: how much by each relation, and on demand the facts. */
function further(app: App, thing: number, facts: number[]): HTMLElement {
  const { relations } = app.model.picture;
  const groups = byRelation(app, facts);
  const named = groups.slice(0, MOST_NAMED).map(([relation, held]) => `${label(relations[relation])} ${held.length}`);
  const line = named.join(" · ") + (groups.length > MOST_NAMED ? " …" : "");
  const box = el("details", { class: "onward" }, el("summary", {}, bdi(t("onward", { name: app.model.name(thing, lang()) })), " ", line));
  box.addEventListener("toggle", () => {
    if (box.open && box.childElementCount === 1) box.append(...groups.flatMap(([, held]) => some(held, (f) => fact(app, f, thing))));
  });
  return box;
}

/** The button that keeps what a thing is linked to in a picture that does not show all there is, or takes it away. */
export function expansion(app: App, thing: number): HTMLElement | null {
  const { state } = app;
  if (!state.steps && !hasOverview(app)) return null;
  const isExpanded = state.expanded.has(thing);
  const expanded = new Set(state.expanded);
  if (isExpanded) expanded.delete(thing);
  else expanded.add(thing);
  return el("button", { type: "button", "data-key": "expand", "aria-pressed": String(isExpanded), click: () => app.set({ expanded }, { move: true }) }, t("expand"));
}
