// What can stand at the cursor of a query: the vocabulary with its labels, found by name or by label in either language.
import { said } from "./texts";
import type { Tongue, Word, Words } from "./words";

export interface Option {
  /** What is put in. */
  text: string;
  /** Its labels, as the reader of this language sees them. */
  detail: string;
  kind: "class" | "property" | "keyword" | "namespace" | "variable" | "constant";
}

export interface Completion {
  /** How many characters before the cursor are replaced. */
  length: number;
  options: Option[];
}

const MOST = 60;
/** A word, in whatever script. */
const LAST_WORD = /[\p{L}\p{N}_]*$/u;
const NAME = /([A-Za-z][\w-]*):([\p{L}\p{N}_-]*)$/u;

/** What can follow; `asked` says whether the reader asked for it, else a word has to have begun. */
export function complete(words: Words, tongue: Tongue, before: string, asked: boolean): Completion | null {
  if (inTextOrComment(before, tongue)) return null;
  const found = tongue === "sparql" ? sparql(words, before) : cypher(words, before);
  return found.options.length && (asked || found.length > 0) ? found : null;
}

function sparql(words: Words, before: string): Completion {
  const name = NAME.exec(before);
  if (name) {
    const [whole, prefix, start] = name;
    const options = ranked(ofPrefix(words, prefix), start).map((one) => ({ ...one, text: `${prefix}:${one.text}` }));
    return { length: whole.length, options };
  }
  const word = LAST_WORD.exec(before)![0];
  if (/[?$]$/.test(before.slice(0, before.length - word.length))) return { length: word.length, options: variables(before, word, /[?$](\w+)/g) };
  if (!word) return { length: 0, options: [...classes(words).map(withPrefix), ...properties(words).map(withPrefix)].slice(0, MOST) };
  // A word of Chinese, or of a label, finds what bears it.
  const own = ranked([...classes(words), ...properties(words)], word).map(withPrefix);
  const prefixes = Object.keys(words.prefixes).map((p): Option => ({ text: `${p}:`, detail: words.prefixes[p], kind: "namespace" }));
  return { length: word.length, options: [...starting([...prefixes, ...keywords(words, "sparql")], word), ...own].slice(0, MOST) };
}

function cypher(words: Words, before: string): Completion {
  const word = LAST_WORD.exec(before)![0];
  const ahead = before.slice(0, before.length - word.length);
  const done = (options: Option[]): Completion => ({ length: word.length, options: ranked(options, word) });
  if (/\[[^\](]*[:|]$/.test(ahead)) return done(words.relationships.map((one) => option(one, "property")));
  if (/\([^()[\]{}]*[:|&]$/.test(ahead)) return done([...classes(words), ...words.labels.map((text): Option => ({ text, detail: "", kind: "class" }))]);
  if (ahead.endsWith(".") || /\{[^}:]*$|\{[^}]*,\s*$/.test(ahead)) return done(words.keys.map((one) => option(one, "constant")));
  if (!word) return { length: 0, options: keywords(words, "cypher") };
  const names = variables(before, word, /[([]\s*([A-Za-z_]\w*)/g);
  return { length: word.length, options: [...starting(keywords(words, "cypher"), word), ...names].slice(0, MOST) };
}

function ofPrefix(words: Words, prefix: string): Option[] {
  if (prefix === "sg") return [...classes(words), ...properties(words)];
  return (words.codes[prefix] ?? []).map((one) => option(one, "constant"));
}

const classes = (words: Words): Option[] => words.classes.map(([name, zh, en]) => option([name, zh, en], "class"));
const properties = (words: Words): Option[] => words.properties.map((one) => option(one, "property"));
const keywords = (words: Words, tongue: Tongue): Option[] => words.keywords[tongue].map((text): Option => ({ text, detail: "", kind: "keyword" }));
const withPrefix = (one: Option): Option => ({ ...one, text: `sg:${one.text}` });

function option([text, zh, en]: Word, kind: Option["kind"]): Option {
  const [first, second] = [said(zh, en), said(en, zh)];
  return { text, detail: first === second ? first : `${first} · ${second}`, kind };
}

/** Those whose name or label has the word: names that begin with it first, then labels that do, then the rest. */
function ranked(options: Option[], word: string): Option[] {
  const wanted = word.toLowerCase();
  const rank = ({ text, detail }: Option): number => {
    if (text.toLowerCase().startsWith(wanted)) return 0;
    const labels = detail.toLowerCase().split(" · ");
    if (labels.some((label) => label.startsWith(wanted))) return 1;
    return text.toLowerCase().includes(wanted) || labels.some((label) => label.includes(wanted)) ? 2 : 3;
  };
  const found = options.map((one, n): [number, number, Option] => [rank(one), n, one]).filter(([by]) => by < 3);
  return found.sort((a, b) => a[0] - b[0] || a[1] - b[1]).slice(0, MOST).map(([, , one]) => one);
}

const starting = (options: Option[], word: string): Option[] => options.filter(({ text }) => text.toLowerCase().startsWith(word.toLowerCase()));

function variables(before: string, word: string, pattern: RegExp): Option[] {
  const found = new Set([...before.slice(0, before.length - word.length).matchAll(pattern)].map((one) => one[1]));
  return [...found].filter((name) => name.startsWith(word) && name !== word).map((text) => ({ text, detail: "", kind: "variable" }));
}

/** What has been written of a text that the cursor stands in; null elsewhere, and in a comment. */
export function openText(before: string, tongue: Tongue): string | null {
  if (!inTextOrComment(before, tongue)) return null;
  const text = /(["'])((?:(?!\1)[^\\\n])*)$/.exec(before);
  return text && !/(?:^|\n)\s*(?:#|\/\/)[^\n]*$/.test(before) ? text[2] : null;
}

/** Whether the cursor stands in a text or in a comment, where nothing is completed. */
export function inTextOrComment(before: string, tongue: Tongue): boolean {
  return masked(before, tongue).at(-1) === "\0";
}

/** A query with its texts, comments and IRIs blanked out, each character by one; an unended one ends in NUL. */
export function masked(query: string, tongue: Tongue): string {
  const parts =
    tongue === "sparql"
      ? /"""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)|"(?:[^"\\\n]|\\.)*(?:"|$)|'(?:[^'\\\n]|\\.)*(?:'|$)|<[^<>"{}|^`\\\s]*>|#[^\n]*/g
      : /"(?:[^"\\]|\\[^])*(?:"|$)|'(?:[^'\\]|\\[^])*(?:'|$)|`[^`]*(?:`|$)|\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)/g;
  return query.replace(parts, (part, at: number) => {
    const atEnd = at + part.length === query.length;
    const isOpen = atEnd && !isEnded(part);
    return " ".repeat(Math.max(0, part.length - 1)) + (isOpen ? "\0" : " ");
  });
}

function isEnded(part: string): boolean {
  if (part.startsWith("#") || part.startsWith("//")) return false;
  if (part.startsWith("/*")) return part.length > 3 && part.endsWith("*/");
  if (part.startsWith("<")) return true;
  const quote = /^("""|'''|.)/.exec(part)![0];
  return part.length >= 2 * quote.length && part.endsWith(quote) && !/(?:^|[^\\])(?:\\\\)*\\$/.test(part.slice(0, -quote.length));
}
