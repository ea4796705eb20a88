// What a search has found, in the words of the page: things, facts, figures and passages.
import type { App } from "../app";
import { modality, status, timeText, value } from "../language/describe";
import { spoken } from "../language/speech";
import { bdi, el } from "../page/dom";
import { sourceName } from "../panel/evidence";
import type { Family } from "./asked";
import type { Found } from "./found";
import { ACTUAL, TEXT } from "../schema";
import type { Kind } from "./search";
import { label, lang, t } from "../texts";
import { unfiltered } from "../view/state";

/** One line of the list of hits. */
export function hit(app: App, kind: Kind, n: number, found: Found): (Node | null)[] {
  if (kind === "things") return thing(app, n, found);
  if (kind === "facts") return fact(app, n, found);
  return kind === "figures" ? figure(app, n, found) : passage(app, n, found);
}

/** A ready question. */
export function question(app: App, n: number, found: Found): (Node | null)[] {
  const [, zh, en, captionZh, captionEn] = app.model.picture.views[n];
  return lang() === "zh" ? [found.marked(zh), side([captionZh])] : [found.marked(en || zh), side([captionEn || captionZh])];
}

/** All things of a class. */
export function wholeClass({ names, total }: Family): (Node | null)[] {
  return [bdi(t("allOfClass", { n: total, name: names[lang() === "zh" ? 0 : 1] }))];
}

/** Opens the table of the things of a class, with no other filter. */
export function openClass(app: App, { classes }: Family): void {
  const others = new Set([...app.model.picture.classes.keys()].filter((c) => !classes.has(c)));
  app.set({ ...unfiltered(app.start), off: { ...app.start.off, class: others }, steps: 0, selection: null, view: "table", table: "things" });
}

/** Shows a hit: a sentence in its report, all else in the panel. */
export function choose(app: App, kind: Kind, n: number): void {
  if (kind === "passages") app.set({ view: "read", reading: { source: app.search.corpus.sentences[n].source, start: firstPassage(app, n) } });
  else app.select({ kind: KINDS[kind], number: n }, true);
}

const KINDS = { things: "thing", facts: "fact", figures: "figure" } as const;

/** Where the first passage of a sentence starts that something is stated by, or the sentence. */
function firstPassage(app: App, n: number): number {
  const { source, start, end } = app.search.corpus.sentences[n];
  const { spans } = app.model.details!;
  const within = spans.start.filter((at, span) => spans.document[span] === source && at >= start && at < end);
  return within.length ? Math.min(...within) : start;
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
  return [line, badge(app, f.modality[n]), withdrawn(app, f.status[n]), side([withText(app, model.details!.facts.qualifiers[n], found), timeText(app, f.time[n]), app.shown.facts[n] ? "" : t("hiddenByFilter")])];
}

/** The qualifiers that a word of the query is found in. */
function withText(app: App, set: number, found: Found): Node | null {
  const { qualifiers, qualifierNames } = app.model.details!;
  const said = qualifiers[set].map(([name, of]) => `${label(qualifierNames[name])} ${typeof of === "number" ? app.model.nameOf(of, lang()) : of}`);
  const hit = said.filter((text) => found.count(text));
  return hit.length ? found.marked(hit.join(spoken("；", "; "))) : null;
}

function figure(app: App, n: number, found: Found): (Node | null)[] {
  const { model } = app;
  const f = model.details!.figures;
  const line = found.marked(`${model.scale(f.indicator[n], lang())} ${value(app, n)}`);
  return [line, badge(app, f.modality[n]), withdrawn(app, f.status[n]), side([found.marked(model.name(f.subject[n], lang())), withText(app, f.qualifiers[n], found), timeText(app, f.time[n]), app.shown.figures[n] ? "" : t("hiddenByFilter")])];
}

function passage(app: App, n: number, found: Found): (Node | null)[] {
  const at = app.search.corpus.sentences[n];
  return [found.marked(app.search.corpus.sentence(at)), side([sourceName(app, at.source)])];
}

function badge(app: App, n: number): Node | null {
  return n === ACTUAL ? null : el("span", { class: "badge" }, modality(app, n));
}

/** What nobody holds any more is no fact, though its words are found. */
function withdrawn(app: App, n: number): Node | null {
  return app.model.isWithdrawn(n) ? el("span", { class: "badge" }, status(app, n)) : null;
}

function side(parts: (Node | string | null | undefined)[]): Node | null {
  const given = parts.filter((part): part is Node | string => Boolean(part));
  return given.length ? el("small", {}, ...given.flatMap((part, n) => (n ? [" · ", part] : [part]))) : null;
}
