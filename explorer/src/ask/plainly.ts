// An answer to a plain question as its reader has it: columns with headings, those that say nothing left out, and
// names where a query gives codes and names of one language.
import { thingOf, type Answer, type Cell, type Naming } from "./answer";
import { ask } from "./client";
import { lang } from "./texts";
import type { Words } from "./words";

const HEADINGS: Record<string, readonly [zh: string, en: string]> = {
  answer: ["答案", "Answer"],
  subject: ["主体", "Subject"],
  object: ["对象", "Object"],
  about: ["相关条目", "About"],
  relation: ["关系", "Relation"],
  through: ["经由", "Through"],
  role: ["角色", "Role"],
  indicator: ["指标", "Indicator"],
  value: ["数值", "Value"],
  value_max: ["数值上限", "Up to"],
  bound: ["界限", "Bound"],
  unit: ["单位", "Unit"],
  condition: ["条件", "Condition"],
  scope: ["范围", "Scope"],
  time: ["时间", "Time"],
  start: ["开始", "From"],
  end: ["结束", "Until"],
  modality: ["事实还是计划", "Fact or plan"],
  said_by: ["出处", "Passage"],
};
/** Columns that are there for other columns: the name in the other language, and ids. */
const ASIDE = ["answer_en", "id", "source"];
/** Columns of names; those of things that are links. */
const NAMED = ["answer", "subject", "object", "about", "indicator", "unit"];
const LINKED = ["subject", "object", "about"];
/** Texts whose names are asked for at once. */
const MOST = 200;

/** What a column is called. */
export function heading(column: string): string {
  return HEADINGS[column]?.[lang() === "zh" ? 0 : 1] ?? column;
}

/** The columns that tell a reader something, by their places. */
export function telling({ columns, rows }: Answer): number[] {
  return columns.flatMap((name, n) => (!ASIDE.includes(name) && rows.some((row) => row[n].text) ? [n] : []));
}

/** Gives codes their labels, and answers their names: those of `withThings` have them by their ids. */
export function labelled(answer: Answer, words: Words): Answer {
  const labels = (all: readonly (readonly [name: string, zh: string, en: string])[] = []): Map<string, Cell["names"]> =>
    new Map(all.map(([name, zh, en]) => [name, { zh, en }]));
  const codes = { relation: labels(words.properties), modality: labels(words.codes.modality), bound: labels(words.codes.bound) };
  for (const [column, known] of Object.entries(codes)) {
    const at = answer.columns.indexOf(column);
    if (at >= 0) for (const row of answer.rows) row[at] = { ...row[at], names: known.get(row[at].text.replace(/^.*:/, "")) };
  }
  const [name, en] = ["answer", "answer_en"].map((column) => answer.columns.indexOf(column));
  if (name >= 0 && en >= 0) for (const row of answer.rows) row[name] = { ...row[name], names: { zh: row[name].text, en: row[en].text } };
  return answer;
}

/** Asks for the English names, and for the things, of what an answer names by its Chinese name; what can't be had stays as it is. */
export async function translate(answer: Answer, naming: Naming): Promise<void> {
  const columns = answer.columns.map((name, n) => ({ name, n })).filter(({ name }) => NAMED.includes(name));
  const texts = new Set(answer.rows.flatMap((row) => columns.filter(({ n }) => !row[n].thing).map(({ n }) => row[n].text)));
  texts.delete("");
  if (!texts.size) return;
  const values = [...texts].slice(0, MOST).map((text) => JSON.stringify(text)).join(" ");
  const query = `SELECT ?text ?x ?en { VALUES ?text { ${values} } ?x sg:name ?text OPTIONAL { ?x sg:nameEn ?en } }`;
  const found = new Map<string, { iri: string; en: string } | null>();
  try {
    for (const [text, x, en] of (await ask("sparql", query, naming, AbortSignal.timeout(10_000))).rows) {
      // A name that two things share is no one's.
      found.set(text.text, found.has(text.text) ? null : { iri: x.text, en: en.text });
    }
  } catch {
    return;
  }
  for (const { name, n } of columns) {
    for (const row of answer.rows) {
      const one = found.get(row[n].text);
      if (!one || row[n].thing) continue;
      row[n] = { ...row[n], names: { zh: row[n].text, en: one.en }, thing: LINKED.includes(name) ? thingOf(one.iri, naming.base) : undefined };
    }
  }
}
