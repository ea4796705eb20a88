// What tables of facts, things and figures have in their columns, on the screen and in a file.
import type { App } from "../app";
import { modality, status, thingLink, timeText } from "../language/describe";
import { bdi } from "../page/dom";
import { sectionName, sourceName } from "../panel/evidence";
import { amount, definition } from "../figures/figures";
import { objectText } from "../panel/panel";
import { BASES, TEXT } from "../schema";
import { label, lang, number, t, type Key } from "../texts";
import { passageWords } from "../data/report";
import { unitName } from "../language/units";
import type { Column as FileColumn } from "./xlsx";

export interface Column {
  title: Key;
  text(n: number): string;
  /** What stands in the table in place of the text. */
  node?(n: number): Node | null;
  /** What to sort by, where it isn't the text. */
  rank?(n: number): number;
  /** What a file holds, where people read something else. */
  raw?(n: number): string;
  kind?: FileColumn["kind"];
  /** Where it stands: in files alone, on the screen alone, or on the screen where ids are asked for. */
  only?: "file" | "screen" | "ids";
  /** Whether it tells the rows apart; one that says the same of all is left out on the screen. */
  tells?(rows: number[]): boolean;
}

/** Whether not all rows have the same number in a column. */
const differs = (numbers: number[]) => (rows: number[]) => rows.some((n) => numbers[n] !== numbers[rows[0]]);
/** Whether a row has another number than the usual one, 0. */
const unusual = (numbers: number[]) => (rows: number[]) => rows.some((n) => numbers[n] !== 0);

export function factColumns(app: App): Column[] {
  const { model } = app;
  const f = model.picture.facts;
  const d = model.details!.facts;
  const ids = model.details!.things.id;
  return [
    { title: "subject", text: (n) => model.name(f.subject[n], lang()), node: (n) => thingLink(app, f.subject[n]) },
    { title: "predicate", text: (n) => label(model.picture.relations[f.relation[n]]) },
    { title: "object", text: (n) => objectText(app, n), node: (n) => (f.object[n] === TEXT ? bdi(model.text(n), { lang: "zh" }) : thingLink(app, f.object[n])) },
    { title: "modality", text: (n) => modality(app, f.modality[n]), tells: unusual(f.modality) },
    { title: "time", text: (n) => timeText(app, f.time[n]), rank: (n) => model.years[f.time[n]][0] || Infinity, raw: (n) => model.picture.times[f.time[n]][0] },
    ...dates(app, f.time),
    { title: "qualifiers", text: (n) => qualifierText(app, d.qualifiers[n]), only: "file" },
    { title: "basis", text: (n) => BASES[d.basis[n]], only: "file" },
    { title: "statusOf", text: (n) => status(app, f.status[n]), tells: unusual(f.status) },
    sourceColumn(app, f.source),
    ...passages(app, d.evidence),
    { title: "id", text: (n) => d.id[n], only: "ids" },
    { title: "subjectId", text: (n) => ids[f.subject[n]], only: "file" },
    { title: "objectId", text: (n) => (f.object[n] === TEXT ? "" : ids[f.object[n]]), only: "file" },
  ];
}

export function thingColumns(app: App): Column[] {
  const { model } = app;
  const { en, id, aliases } = model.details!.things;
  return [
    { title: "nameZh", text: (n) => model.picture.names[n] },
    { title: "nameEn", text: (n) => en[n] },
    { title: "classOf", text: (n) => model.classesOf(n).map((c) => label(model.picture.classes[c])).join("; ") },
    { title: "cityOf", text: (n) => model.citiesOf(n).map((c) => model.name(model.picture.cities[c], lang())).join("; ") },
    { title: "aliases", text: (n) => (aliases[n] ?? []).join("; "), only: "file" },
    { title: "links", text: (n) => String(model.factsOf(n).length), rank: (n) => model.factsOf(n).length, kind: "number" },
    { title: "id", text: (n) => id[n], only: "ids" },
  ];
}

export function figureColumns(app: App): Column[] {
  const { model } = app;
  const { figures: f, things, compared } = model.details!;
  const size = (n: number) => (f.value[n] ? Number(f.value[n]) : Infinity);
  const about = (n: number) => (f.about[n] === "" ? "" : model.nameOf(f.about[n] as number, lang()));
  return [
    { title: "indicator", text: (n) => model.scale(f.indicator[n], lang()) },
    { title: "subject", text: (n) => model.name(f.subject[n], lang()), node: (n) => thingLink(app, f.subject[n]) },
    { title: "value", text: (n) => amount(app, n), rank: size, only: "screen" },
    { title: "bound", text: (n) => t(f.bound[n]), only: "file" },
    { title: "value", text: (n) => number(f.value[n]), raw: (n) => f.value[n], kind: "number", only: "file" },
    { title: "valueTo", text: (n) => number(f.max[n]), raw: (n) => f.max[n], kind: "number", only: "file" },
    { title: "unit", text: (n) => unitName(model, f.unit[n]), only: "file" },
    { title: "baseUnit", text: (n) => unitName(model, compared.base[f.unit[n]] ?? f.unit[n]), only: "file" },
    { title: "definedAs", text: (n) => definition(app, n).join(" · "), only: "screen" },
    { title: "about", text: about, only: "file" },
    { title: "qualifiers", text: (n) => qualifierText(app, f.qualifiers[n]), only: "file" },
    { title: "time", text: (n) => timeText(app, f.time[n]), rank: (n) => model.years[f.time[n]][0] || Infinity, raw: (n) => model.picture.times[f.time[n]][0] },
    ...dates(app, f.time),
    { title: "modality", text: (n) => modality(app, f.modality[n]), tells: unusual(f.modality) },
    { title: "status", text: (n) => status(app, f.status[n]), tells: unusual(f.status) },
    sourceColumn(app, f.source),
    ...passages(app, f.evidence),
    { title: "id", text: (n) => f.id[n], only: "ids" },
    { title: "subjectId", text: (n) => things.id[f.subject[n]], only: "file" },
  ];
}

/** The source, which is not said where there is one; a page's only report is not named again and again. */
function sourceColumn(app: App, sources: number[]): Column {
  const reports = app.model.picture.sources.filter(([, , , kind]) => kind === "report");
  const isOnly = (n: number) => reports.length === 1 && reports[0] === app.model.picture.sources[sources[n]];
  return {
    title: "sourceOf",
    text: (n) => sourceName(app, sources[n]),
    node: (n) => bdi(isOnly(n) ? t("thisReport") : sourceName(app, sources[n])),
    tells: differs(sources),
  };
}

/** The dates that a time means. */
function dates(app: App, times: number[]): Column[] {
  const date = (title: Key, at: 1 | 2): Column => ({ title, text: (n) => app.model.picture.times[times[n]][at], kind: "date", only: "file" });
  return [date("begins", 1), date("ends", 2)];
}

/** The words of the passages, where the page carries them, and where they stand. */
function passages(app: App, sets: number[]): Column[] {
  const { model } = app;
  const { evidence, spans, copies, texts } = model.details!;
  const comma = lang() === "zh" ? "，" : ", ";
  const joined = (n: number, one: (passage: number) => string, separator: string) => [...new Set(evidence[sets[n]].map(one))].filter(Boolean).join(separator);
  const section = (e: number) => sectionName(app, spans.section[e]);
  const where = (e: number) => {
    const length = copies[spans.document[e]][2];
    return [section(e), length ? t("throughout", { percent: Math.round((100 * spans.start[e]) / length) }) : ""].filter(Boolean).join(comma);
  };
  const words = (e: number) => passageWords(model, e);
  return [
    { title: "passage", text: (n) => joined(n, (e) => words(e) || where(e), "\n"), raw: (n) => joined(n, words, "\n"), kind: "long", only: Object.keys(texts).length ? undefined : "screen" },
    { title: "sectionOf", text: (n) => joined(n, section, "; "), only: "file" },
    // As `skillgraph verify` reads it.
    { title: "evidence", text: (n) => joined(n, (e) => `${model.picture.sources[spans.document[e]][0]}:${spans.start[e]}-${spans.start[e] + spans.length[e]}`, "; "), only: "file" },
  ];
}

function qualifierText(app: App, set: number): string {
  const details = app.model.details!;
  const one = ([name, value]: [number, number | string]) => `${label(details.qualifierNames[name])}=${typeof value === "number" ? app.model.nameOf(value, lang()) : value}`;
  return details.qualifiers[set].map(one).join("; ");
}
