// What a reader typed, as words that are looked for one by one, in whatever order.
import { HAN, type Folding } from "./fold";

const MOST_LETTERS = 200;
const MOST_TERMS = 8;
const LONGEST_PIECE = 12;
/** Words that a question has and its answer has not. */
const SMALL_WORDS = new Set(
  "的 了 和 与 及 在 有 是 吗 呢 哪 哪些 哪个 哪里 什么 怎么 几 多少 有没有 是否 the a an of and in on at for to with by is are was how many much what which who where".split(" "),
);
/** What follows a number and may not be said of it in these words: 1万人 is told as 1万名. */
const COUNTERS = /^[人名个家所项件次元位年条]$/u;
/** Who asks so wants a figure. */
const AMOUNT = /多少|几[个名家所人项]|how (many|much)/i;
const TOKENS = /\d+(?:\.\d+)?[万亿]+|\d+(?:\.\d+)?(?=\p{Script=Han}|$)|\p{Script=Han}+|[^\p{Script=Han}]+/gu;
const ENDING = /(?:ies|es|s|ing|ed|y|e)$/;

export interface Term {
  /** As folded. */
  text: string;
  /** Other spellings of the same: of a number with 万 and without. */
  also: string[];
  /** The part of an English word that its forms share, or nothing. */
  stem: string;
  /** What may spell the sounds of Chinese, or nothing. */
  letters: string;
  /** What it says as a number, or NaN. */
  value: number;
}

export interface Query {
  terms: Term[];
  /** All of it in one, as a name would be folded. */
  phrase: string;
  /** All of it as letters, where it is more than one word of letters: lao wo. */
  letters: string;
  asksAmount: boolean;
}

/** The words of a query; `isKnown` says whether a run of Chinese stands anywhere, so that one can be cut into pieces. */
export function parse(typed: string, folding: Folding, isKnown: (piece: string) => boolean): Query {
  const text = typed.slice(0, MOST_LETTERS);
  // Spaces part the words of a query, also Chinese ones, which folding closes up.
  const words = text.split(/\s+/).flatMap((word) => folding.fold(word).split(" "));
  const sounding = text.replace(/[üÜ]/g, "v").split(/\s+/).flatMap((word) => folding.fold(word).split(" "));
  const terms = words.flatMap((word, n) => tokens(word, sounding[n], isKnown));
  const useful = terms.filter((term) => !SMALL_WORDS.has(term.text));
  const kept = unique(useful.length ? useful : terms).slice(0, MOST_TERMS);
  const letters = kept.length > 1 && kept.every((term) => term.letters) ? sounding.join("") : "";
  return { terms: kept, phrase: folding.fold(text), letters, asksAmount: AMOUNT.test(text) };
}

function tokens(word: string, sounding: string, isKnown: (piece: string) => boolean): Term[] {
  const sounds = [...sounding.matchAll(TOKENS)].map(([token]) => token);
  let afterNumber = false;
  return [...word.matchAll(TOKENS)].flatMap(([token], n) => {
    const isCounter = afterNumber && COUNTERS.test(token);
    afterNumber = /^\d/.test(token);
    if (isCounter) return [];
    if (HAN.test(token) && !afterNumber) return pieces(token, isKnown).map((piece) => term(piece));
    return [term(token, sounds[n])];
  });
}

function term(text: string, sounding = text): Term {
  const value = /^\d+(\.\d+)?[万亿]*$/.test(text) ? amount(text) : NaN;
  const stem = /^[a-z]{4,}$/.test(text) ? text.replace(ENDING, "") : "";
  return {
    text,
    also: Number.isNaN(value) ? [] : spellings(value).filter((other) => other !== text),
    stem: stem.length >= 3 ? stem : "",
    letters: /^[a-z]+$/.test(sounding) ? sounding : "",
    value,
  };
}

function amount(text: string): number {
  let value = parseFloat(text);
  for (const unit of text.replace(/[\d.]/g, "")) value *= unit === "万" ? 1e4 : 1e8;
  return Math.round(value * 1e6) / 1e6;
}

function spellings(value: number): string[] {
  const units: [number, string][] = [[1, ""], [1e4, "万"], [1e8, "亿"]];
  return units.filter(([size]) => value >= size && value < 1e15).map(([size, unit]) => `${value / size}${unit}`);
}

/** A run of Chinese as the fewest pieces that are known; what no piece has stays together, unknown. */
export function pieces(run: string, isKnown: (piece: string) => boolean): string[] {
  const characters = [...run];
  const cost = [0];
  const from = [0];
  for (let end = 1; end <= characters.length; end++) [cost[end], from[end]] = [Infinity, end - 1];
  for (let start = 0; start < characters.length; start++) {
    for (let end = start + 1; end <= Math.min(characters.length, start + LONGEST_PIECE); end++) {
      const piece = characters.slice(start, end).join("");
      const isSmall = SMALL_WORDS.has(piece);
      const known = isSmall || isKnown(piece);
      const price = isSmall ? 0.5 : !known ? 5 : end - start === 1 ? 2.5 : 1;
      if (cost[start] + price < cost[end]) [cost[end], from[end]] = [cost[start] + price, start];
      // What begins with something unknown is unknown.
      if (!known) break;
    }
  }
  const cut: string[] = [];
  for (let end = characters.length; end > 0; end = from[end]) cut.unshift(characters.slice(from[end], end).join(""));
  return joined(cut, isKnown);
}

/** Unknown characters beside each other as one. */
function joined(cut: string[], isKnown: (piece: string) => boolean): string[] {
  const out: string[] = [];
  let open = false;
  for (const piece of cut) {
    const unknown = !SMALL_WORDS.has(piece) && !isKnown(piece);
    if (unknown && open) out[out.length - 1] += piece;
    else out.push(piece);
    open = unknown;
  }
  return out;
}

function unique(terms: Term[]): Term[] {
  return [...new Map(terms.map((term) => [term.text, term])).values()];
}
