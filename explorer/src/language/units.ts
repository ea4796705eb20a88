// Amounts in words: a Chinese counter has no English word of its own, and English says 5th, 266 people and 1 course.
import type { Model } from "../data/model";
import { lang } from "../texts";

/** Counters of things that the indicator names already: "5", not "5 items". */
const BARE = new Set(["unit-none", "unit-ge", "unit-jia", "unit-xiang", "unit-tiao", "unit-suo", "unit-mei", "unit-fang", "unit-piece", "unit-chang", "unit-site"]);
const ORDINAL = new Set(["unit-edition", "unit-qi", "unit-batch"]);
/** What stands before its number, or changes in another way than by an s. */
const BEFORE = new Set(["unit-ji"]);
const SAME = /^(yuan|percent|per mille|mu|years? of age)\b/;

/** A unit's word for a heading or a column of its own; empty where the number needs none. */
export function unitName(model: Model, scale: number): string {
  const [id, zh, en] = model.details!.scales[scale];
  if (id === "unit-none") return "";
  if (lang() === "zh" || !en) return zh;
  if (BARE.has(id) || ORDINAL.has(id)) return "";
  return plural(plain(en));
}

/** A number with its unit, as 49,100 人, 266 people, 5th, level 3, 65%. */
export function amount(model: Model, scale: number, value: string): string {
  const [id, zh, en] = model.details!.scales[scale];
  if (id === "unit-none") return value;
  if (lang() === "zh" || !en) return /^[%％‰]$/.test(zh) ? value + zh : `${value} ${zh}`;
  if (BARE.has(id)) return value;
  if (ORDINAL.has(id)) return ordinal(value);
  if (BEFORE.has(id)) return `${plain(en)} ${value}`;
  if (/^[%％‰]$/.test(zh)) return value + zh;
  return `${value} ${value === "1" ? plain(en) : plural(plain(en))}`;
}

/** 1st, 2nd, 3rd, 11th. */
function ordinal(value: string): string {
  if (!/^\d+$/.test(value)) return value;
  const n = Number(value);
  const ending = n % 100 > 10 && n % 100 < 14 ? "th" : (["th", "st", "nd", "rd"][n % 10] ?? "th");
  return value + ending;
}

/** A unit without the note on which counter it is. */
function plain(en: string): string {
  return en.replace(/ \(.*\)$/, "").replace(/^.* or (?=person$)/, "");
}

/** More than one: class hours, square metres, years; dollars per month. */
function plural(word: string): string {
  if (SAME.test(word)) return word;
  if (word === "people" || word === "person") return "people";
  const [, head, rest] = /^(.*?)( per .*)?$/.exec(word)!;
  const many = /(s|x|ch|sh)$/.test(head) ? `${head}es` : /[^aeiou]y$/.test(head) ? `${head.slice(0, -1)}ies` : head.endsWith("s") ? head : `${head}s`;
  return many + (rest ?? "");
}
