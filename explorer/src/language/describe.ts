// Facts and figures in words.
import type { App } from "../app";
import { bdi, el } from "../page/dom";
import { evidence, sourceName } from "../panel/evidence";
import { ACTUAL, BASES, REVIEWED, TEXT, type Basis } from "../schema";
import { label, lang, number, t, type Key } from "../texts";
import { spoken } from "./speech";
import { englishTime } from "./times";
import { amount, unitName } from "./units";

const BASIS_TEXTS = { stated: "stated", name: "name", section: "sectionBasis" } as const satisfies Record<Basis, Key>;

/** The qualifier that says what a figure is counted for: a year, a month. */
const PER = "per";

/** A thing's name as a button that chooses it. */
export function thingLink(app: App, thing: number): HTMLElement {
  return el(
    "button",
    { type: "button", class: "thing", "data-thing": thing, click: () => app.select({ kind: "thing", number: thing }, true) },
    bdi(app.model.name(thing, lang())),
  );
}

export function modality(app: App, n: number): string {
  return label(app.model.picture.modalities[n]);
}

export function status(app: App, n: number): string {
  return t(app.model.picture.statuses[n][0]);
}

/** When it was so: in Chinese as the report says it, in English translated as far as the rules go. */
export function timeText(app: App, time: number): string {
  const [head, said] = timeParts(app, time);
  return said ? (head ? `${head} (${said})` : said) : head;
}

/** What the page says of a time, and what of the report's own words stays beside it. */
function timeParts(app: App, time: number): [head: string, said: string] {
  const [text, start, end, over] = app.model.picture.times[time];
  const zh = lang() === "zh";
  const until = over ? t("over", { end: over }) : "";
  if (zh && text) return ["", text + until];
  const dates = start && end ? (start === end ? start : `${start}–${end}`) : start ? t("fromYear", { year: start }) : end ? t("untilYear", { year: end }) : "";
  const english = text ? englishTime(text) : null;
  if (english) return [english + until, ""];
  return [dates, text];
}

/** A time with the report's own words marked as Chinese where they stand in an English page. */
export function timeNode(app: App, time: number): HTMLElement | null {
  const [head, said] = timeParts(app, time);
  if (!head && !said) return null;
  const words = said ? bdi(said, { lang: "zh" }) : null;
  return el("span", { class: "time" }, head && said ? `${head} (` : head, words, head && said ? ")" : "");
}

function badge(app: App, n: number): HTMLElement | null {
  return n === ACTUAL ? null : el("span", { class: "badge" }, modality(app, n));
}

function list(pairs: [string, Node | string | null][]): HTMLElement {
  const rows = pairs.flatMap(([name, value]) => (value ? [el("dt", {}, name), el("dd", {}, value)] : []));
  return el("dl", {}, ...rows);
}

/** What else is said of a fact or a figure; `per` is what a figure is counted for, where its unit does not say it. */
function qualifiers(app: App, set: number, per?: readonly [zh: string, en: string]): [string, Node | null][] {
  const details = app.model.details!;
  return details.qualifiers[set].map(([name, value]) => {
    const row = details.qualifierNames[name];
    if (typeof value === "number") return [label(row), value >= 0 ? thingLink(app, value) : bdi(app.model.nameOf(value, lang()))];
    if (row[0] === PER && lang() === "en") return [label(row), per ? bdi(per[1]) : null];
    return [label(row), bdi(value, { lang: "zh" })];
  });
}

/** A fact as one line: who, how, whom. `from` is the thing whose facts are listed, which is not said again. */
export function factLine(app: App, fact: number, from = -1): HTMLElement {
  const { facts, relations } = app.model.picture;
  const [subject, object] = [facts.subject[fact], facts.object[fact]];
  const relation = relations[facts.relation[fact]];
  const line = el("p", { class: "fact" });
  if (from !== subject) line.append(thingLink(app, subject), " ");
  line.append(el("span", { class: "relation" }, label(relation)), " ");
  if (object === TEXT) line.append(bdi(app.model.text(fact), { lang: "zh", class: "said" }));
  else if (object !== from || from === subject) line.append(thingLink(app, object));
  else line.append(el("span", { class: "self" }, bdi(app.model.name(object, lang()))));
  const mark = badge(app, facts.modality[fact]);
  if (mark) line.append(" ", mark);
  const time = timeNode(app, facts.time[fact]);
  if (time) line.append(" ", time);
  return line;
}

/** How often a fact is stated, and by which sources, where it is more than once. */
function told(app: App, fact: number): string | null {
  const { facts, sources } = app.model.picture;
  const tellings = app.model.tellings(fact);
  if (tellings.length < 2) return null;
  const titles = [...new Set(tellings.map((f) => facts.source[f]))].map((n) => (lang() === "zh" ? sources[n][1] : sources[n][2] || sources[n][1]));
  return t("told", { n: tellings.length, sources: titles.join(spoken("；", "; ")) });
}

/** What other sources say instead, each with its source and its passage. */
function others(app: App, numbers: number[] | undefined, sets: number[], sources: number[], show: (n: number) => Node): Node | null {
  if (!numbers) return null;
  return el("div", { class: "against" }, ...numbers.flatMap((n) => [show(n), " ", bdi(sourceName(app, sources[n])), evidence(app, sets[n])]));
}

/** A fact with everything that is known of it. */
export function fact(app: App, number: number, from = -1): HTMLElement {
  const details = app.model.details!;
  const { facts } = app.model.picture;
  const basis = BASES[details.facts.basis[number]];
  const more = list([
    ...qualifiers(app, details.facts.qualifiers[number]),
    [t("toldOf"), told(app, number)],
    [t("basis"), basis === "stated" ? null : t(BASIS_TEXTS[basis])],
    [t("statusOf"), facts.status[number] === REVIEWED ? null : status(app, facts.status[number])],
    [t("against"), others(app, details.facts.against[number], details.facts.evidence, facts.source, (n) => factLine(app, n))],
  ]);
  return el(
    "div",
    { class: facts.modality[number] === ACTUAL ? "entry" : "entry plan", "data-fact": details.facts.id[number] },
    factLine(app, number, from),
    more.childElementCount ? more : null,
    evidence(app, details.facts.evidence[number]),
  );
}

/** A figure's value with its bound and unit: 多于 10,000 人; a report's bare 多 is 多名, not more than many. */
export function value(app: App, n: number): string {
  const f = app.model.details!.figures;
  if (!f.value[n]) return several(app, f.unit[n]);
  const range = number(f.value[n]) + (f.max[n] ? `–${number(f.max[n])}` : "");
  return [t(f.bound[n]), amount(app.model, f.unit[n], range)].filter(Boolean).join(" ");
}

function several(app: App, unit: number): string {
  const word = unitName(app.model, unit);
  return lang() === "zh" ? t("several") + word : [t("several"), word].filter(Boolean).join(" ");
}

/** A figure with everything that is known of it. */
export function figure(app: App, n: number, withSubject = true): HTMLElement {
  const f = app.model.details!.figures;
  const about = f.about[n];
  const whole = f.partOf[n];
  const mark = badge(app, f.modality[n]);
  const rows = list([
    [t("subject"), withSubject ? thingLink(app, f.subject[n]) : null],
    [t("about"), about === "" ? null : about >= 0 ? thingLink(app, about) : bdi(app.model.nameOf(about, lang()))],
    [t("partOf"), whole >= 0 ? figureLink(app, whole) : null],
    [t("time"), timeNode(app, f.time[n])],
    ...qualifiers(app, f.qualifiers[n], app.model.details!.compared.per[n]),
    [t("statusOf"), f.status[n] === REVIEWED ? null : status(app, f.status[n])],
    [t("against"), others(app, f.against[n], f.evidence, f.source, (m) => figureLink(app, m))],
  ]);
  return el(
    "div",
    { class: f.modality[n] === ACTUAL ? "entry" : "entry plan", "data-figure": f.id[n] },
    el("p", { class: "fact" }, bdi(app.model.scale(f.indicator[n], lang())), " ", el("strong", {}, value(app, n)), mark ? " " : "", mark),
    rows.childElementCount ? rows : null,
    evidence(app, f.evidence[n]),
  );
}

export function figureLink(app: App, n: number): HTMLElement {
  const f = app.model.details!.figures;
  const open = () => app.select({ kind: "figure", number: n });
  return el(
    "button",
    { type: "button", class: "thing", "data-open-figure": f.id[n], click: open },
    `${app.model.scale(f.indicator[n], lang())} ${value(app, n)}`,
  );
}
