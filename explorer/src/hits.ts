// What a search has found, in the words of the page: things, facts, figures and passages.
import type { App } from "./app";
import { modality, timeText, value } from "./describe";
import { el } from "./dom";
import { sourceName } from "./evidence";
import type { Found } from "./found";
import { ACTUAL, TEXT } from "./schema";
import type { Kind } from "./search";
import type { Selection } from "./state";
import { label, lang, t } from "./texts";

/** One line of the list of hits. */
export function hit(app: App, kind: Kind, n: number, found: Found): (Node | null)[] {
  if (kind === "things") return thing(app, n, found);
  if (kind === "facts") return fact(app, n, found);
  return kind === "figures" ? figure(app, n, found) : passage(app, n, found);
}

/** What is chosen by a hit; a passage leads to what it states. */
export function chosen(app: App, kind: Kind, n: number): Selection {
  if (kind === "things") return { kind: "thing", number: n };
  if (kind === "facts") return { kind: "fact", number: n };
  return kind === "figures" ? { kind: "figure", number: n } : stating(app, n);
}

/** Whether a thing is only planned: it is envisaged, or all that is said of it is no fact. */
export function isPlanned(app: App, n: number): boolean {
  const { model } = app;
  const facts = model.factsOf(n);
  return facts.length > 0 && facts.every((f) => model.picture.facts.modality[f] !== ACTUAL) && !figuresOf(app, n).some((f) => model.details!.figures.modality[f] === ACTUAL);
}

function figuresOf(app: App, n: number): number[] {
  return app.model.details!.figures.subject.flatMap((subject, f) => (subject === n ? [f] : []));
}

function thing(app: App, n: number, found: Found): (Node | null)[] {
  const { model } = app;
  const { things } = model.details!;
  const [zh, en] = [model.picture.names[n], things.en[n]];
  const name = model.name(n, lang());
  const other = name === zh ? en : zh;
  const most = Math.max(found.count(name), found.count(other));
  const by = [...(things.aliases[n] ?? []), things.id[n], ...(things.formerly[n] ?? [])].find((form) => found.count(form) > most);
  const planned = isPlanned(app, n) ? model.factsOf(n).map((f) => model.picture.facts.modality[f])[0] : ACTUAL;
  const classes = label(model.picture.classes[model.classesOf(n)[0]]);
  return [found.marked(name), badge(app, planned), side([by && found.marked(by), other && found.marked(other), classes, app.shown.things[n] ? "" : t("hiddenByFilter")])];
}

function fact(app: App, n: number, found: Found): (Node | null)[] {
  const { model } = app;
  const f = model.picture.facts;
  const object = f.object[n] === TEXT ? model.text(n) : model.name(f.object[n], lang());
  const line = found.marked([model.name(f.subject[n], lang()), label(model.picture.relations[f.relation[n]]), object].join(" "));
  return [line, badge(app, f.modality[n]), side([withText(app, model.details!.facts.qualifiers[n], found), timeText(app, f.time[n]), app.shown.facts[n] ? "" : t("hiddenByFilter")])];
}

/** The qualifiers that a word of the query is found in. */
function withText(app: App, set: number, found: Found): Node | null {
  const { qualifiers, qualifierNames } = app.model.details!;
  const said = qualifiers[set].map(([name, of]) => `${label(qualifierNames[name])} ${typeof of === "number" ? app.model.nameOf(of, lang()) : of}`);
  const hit = said.filter((text) => found.count(text));
  return hit.length ? found.marked(hit.join("；")) : null;
}

function figure(app: App, n: number, found: Found): (Node | null)[] {
  const { model } = app;
  const f = model.details!.figures;
  const line = found.marked(`${model.scale(f.indicator[n], lang())} ${value(app, n)}`);
  return [line, badge(app, f.modality[n]), side([found.marked(model.name(f.subject[n], lang())), withText(app, f.qualifiers[n], found), timeText(app, f.time[n]), app.shown.figures[n] ? "" : t("hiddenByFilter")])];
}

function passage(app: App, n: number, found: Found): (Node | null)[] {
  const { passages, spans } = app.model.details!;
  return [found.marked(passages![n]), side([sourceName(app, spans.document[n])])];
}

function badge(app: App, n: number): Node | null {
  return n === ACTUAL ? null : el("span", { class: "badge" }, modality(app, n));
}

function side(parts: (Node | string | null | undefined)[]): Node | null {
  const given = parts.filter((part): part is Node | string => Boolean(part));
  return given.length ? el("small", {}, ...given.flatMap((part, n) => (n ? [" · ", part] : [part]))) : null;
}

/** The first fact, figure or thing whose evidence a passage is. */
function stating(app: App, passage: number): Selection {
  const { details, picture } = app.model;
  const { evidence, facts, figures, things } = details!;
  const sets = new Set(evidence.flatMap((numbers, set) => (numbers.includes(passage) ? [set] : [])));
  const first = (of: number[]) => of.findIndex((set) => sets.has(set));
  const [fact, figure, thing] = [first(facts.evidence), first(figures.evidence), first(things.mentions)];
  if (fact >= 0) return { kind: "fact", number: fact };
  if (figure >= 0) return { kind: "figure", number: figure };
  return thing >= 0 && thing < picture.names.length ? { kind: "thing", number: thing } : null;
}
