// What a reader typed, as words that are looked for one by one, in whatever order.
import { HAN, type Folding } from "./fold";

const MOST_LETTERS = 200;
const MOST_TERMS = 8;
const LONGEST_PIECE = 40;
const LONGEST_SMALL = 3;
/** Words that a question has and its answer has not. */
const SMALL_WORDS = new Set(
  (
    "的 了 着 过 和 与 跟 同 及 或 或者 以及 还是 在 有 是 为 为了 由 从 被 把 对 让 给 也 都 还 就 又 而 但 但是 吗 呢 吧 啊 这 那 这些 那些 这个 那个 这里 那里 这边 那边 " +
    "各 哪 哪些 哪个 哪里 哪所 哪家 哪种 哪一 谁 什么 怎么 怎样 如何 为什么 几 几个 多少 有没有 有哪些 是否 所 个 家 们 请问 一下 关于 " +
    "the a an of and or in on at for to from with by as is are was were be been being has have had do does did how many much what which who whom whose where when why " +
    "it its they them their there this that these those can could will would shall should may any some all about into than then not no we you i our your me my"
  ).split(" "),
);
/** What follows a number and may not be said of it in these words: 1万人 is told as 1万名. */
const COUNTERS = /^[人名个家所项件次元位年条]$/u;
/** Who asks so wants a figure. */
const AMOUNT = /多少|几(?!乎)\p{Script=Han}|人数|数量|how (many|much)/iu;
const TOKENS = /\d+(?:\.\d+)?[万亿]+|\d+(?:\.\d+)?(?=\p{Script=Han}|$)|\p{Script=Han}+|[^\p{Script=Han}]+/gu;
/** After three letters an e is no ending: to cite is no form of city. */
const SHORT_ENDING = /^(?:ies|s|ing|ed|y)$/;
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
  /** Whether it is a single Chinese character cut from a longer run, which says little alone. */
  isWeak: boolean;
}

export interface Query {
  terms: Term[];
  /** All of it in one, as a name would be folded. */
  phrase: string;
  /** All of it as letters, where it is more than one word of letters: lao wo. */
  letters: string;
  asksAmount: boolean;
}

/** What a piece of a run of Chinese costs: the less the better it is as a word, Infinity where it stands nowhere. */
export type Price = (piece: string) => number;

/** The words of a query; `price` is what a run of Chinese is cut by. */
export function parse(typed: string, folding: Folding, price: Price): Query {
  const text = typed.slice(0, MOST_LETTERS);
  // Spaces part the words of a query, also Chinese ones, which folding closes up.
  const words = text.split(/\s+/).flatMap((word) => folding.fold(word).split(" "));
  const sounding = text.replace(/[üÜ]/g, "v").split(/\s+/).flatMap((word) => folding.fold(word).split(" "));
  const terms = words.flatMap((word, n) => tokens(word, sounding[n], price));
  const useful = terms.filter((term) => !SMALL_WORDS.has(term.text));
  const kept = unique(useful.length ? useful : terms).slice(0, MOST_TERMS);
  const letters = kept.length > 1 && kept.every((term) => term.letters) ? sounding.join("") : "";
  return { terms: kept, phrase: folding.fold(text), letters, asksAmount: AMOUNT.test(text) };
}

function tokens(word: string, sounding: string, price: Price): Term[] {
  const sounds = [...sounding.matchAll(TOKENS)].map(([token]) => token);
  let afterNumber = false;
  return [...word.matchAll(TOKENS)].flatMap(([token], n) => {
    const isCounter = afterNumber && COUNTERS.test(token);
    afterNumber = /^\d/.test(token);
    if (isCounter) return [];
    if (HAN.test(token) && !afterNumber) {
      const cut = pieces(token, price);
      return cut.map((piece) => read(piece, piece, cut.length > 1 && [...piece].length === 1));
    }
    return [read(token, sounds[n])];
  });
}

/** A folded word as it is looked for. */
export function read(text: string, sounding = text, isWeak = false): Term {
  const value = /^\d+(\.\d+)?[万亿]*$/.test(text) ? amount(text) : NaN;
  const stem = /^[a-z]{4,}$/.test(text) ? text.replace(ENDING, "") : "";
  return {
    text,
    also: Number.isNaN(value) ? [] : spellings(value).filter((other) => other !== text),
    stem: stem.length > 3 || (stem.length === 3 && SHORT_ENDING.test(text.slice(3))) ? stem : "",
    letters: /^[a-z]+$/.test(sounding) ? sounding : "",
    value,
    isWeak,
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

/** A run of Chinese as few pieces that are known, and words where it can be; what no piece has stays together, unknown. */
export function pieces(run: string, price: Price): string[] {
  const characters = [...run];
  const cost = [0];
  const from = [0];
  for (let end = 1; end <= characters.length; end++) [cost[end], from[end]] = [Infinity, end - 1];
  for (let start = 0; start < characters.length; start++) {
    let isOpen = false;
    for (let end = start + 1; end <= Math.min(characters.length, start + LONGEST_PIECE); end++) {
      const piece = characters.slice(start, end).join("");
      const isSmall = SMALL_WORDS.has(piece);
      const own = price(piece);
      const known = isSmall || own < Infinity;
      // What begins with something unknown is unknown, or a small word.
      if (isOpen && end - start > LONGEST_SMALL) break;
      if (isOpen && !isSmall) continue;
      isOpen ||= !known;
      const total = cost[start] + (isSmall ? 0.1 : !known ? 2.5 * Math.max(end - start, 2) : end - start === 1 ? 2.5 : own);
      if (total < cost[end]) [cost[end], from[end]] = [total, start];
    }
  }
  const cut: string[] = [];
  for (let end = characters.length; end > 0; end = from[end]) cut.unshift(characters.slice(from[end], end).join(""));
  return joined(cut, price);
}

/** Unknown characters beside each other as one. */
function joined(cut: string[], price: Price): string[] {
  const out: string[] = [];
  let open = false;
  for (const piece of cut) {
    const unknown = !SMALL_WORDS.has(piece) && price(piece) === Infinity;
    if (unknown && open) out[out.length - 1] += piece;
    else out.push(piece);
    open = unknown;
  }
  return out;
}

function unique(terms: Term[]): Term[] {
  return [...new Map(terms.map((term) => [term.text, term])).values()];
}
