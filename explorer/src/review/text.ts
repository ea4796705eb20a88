// The report's text with places in code points, as the tables have them, and the ways to move an end of a passage.
import { toCodePoints, Units } from "../data/offsets";

export type Span = readonly [start: number, end: number];
export type Side = "start" | "end";
/** By how much an end moves: one character, or one word. */
export type Step = "character" | "word";

/** What ends a sentence, and what encloses the next one. */
const STOP = /[。！？!?；;\n]/u;

export class Text {
  readonly #units: Units;
  readonly #words = new Intl.Segmenter("zh", { granularity: "word" });

  constructor(readonly text: string) {
    this.#units = new Units(text);
  }

  /** In code points. */
  get length(): number {
    return this.#units.length;
  }

  words(start: number, end: number): string {
    return this.text.slice(this.#units.at(start), this.#units.at(end));
  }

  /** The sentence that a passage stands in, without white space around it. */
  sentence([start, end]: Span): Span {
    let low = start;
    let high = end;
    while (low > 0 && !STOP.test(this.words(low - 1, low))) low--;
    // A passage that has its stop already is not in the next sentence as well.
    if (end === start || !STOP.test(this.words(end - 1, end))) {
      while (high < this.length && !STOP.test(this.words(high, high + 1))) high++;
      if (high < this.length && this.words(high, high + 1) !== "\n") high++;
    }
    return this.trimmed([low, high]);
  }

  /** A passage without white space at its ends; one of white space alone is empty. */
  trimmed([start, end]: Span): Span {
    let [low, high] = [start, end];
    while (low < high && /\s/u.test(this.words(low, low + 1))) low++;
    while (high > low && /\s/u.test(this.words(high - 1, high))) high--;
    return [low, high];
  }

  /** A passage with one of its ends moved; it never gets empty, nor leaves the text. */
  moved([start, end]: Span, side: Side, forward: boolean, step: Step): Span {
    const from = side === "start" ? start : end;
    const to = step === "word" ? this.#nextEdge(from, forward) : from + (forward ? 1 : -1);
    if (side === "start") return [Math.max(0, Math.min(to, end - 1)), end];
    return [start, Math.min(this.length, Math.max(to, start + 1))];
  }

  /** The word after a passage, or the one before it; the passage itself where there is none. */
  neighbour(span: Span, forward: boolean): Span {
    let at = forward ? span[1] : span[0];
    for (;;) {
      const to = this.#nextEdge(at, forward);
      if (to === at) return span;
      const word: Span = forward ? [at, to] : [to, at];
      if (/[\p{L}\p{N}]/u.test(this.words(...word))) return word;
      at = to;
    }
  }

  /** Where the next word ends, or the one before begins. */
  #nextEdge(from: number, forward: boolean): number {
    // A window is enough: no word is longer, and a whole report would be cut for every key.
    const low = Math.max(0, from - (forward ? 20 : 60));
    const high = Math.min(this.length, from + (forward ? 60 : 20));
    const edges = [low];
    for (const { segment } of this.#words.segment(this.words(low, high))) edges.push(edges.at(-1)! + toCodePoints(segment, segment.length));
    const next = forward ? edges.find((edge) => edge > from) : edges.findLast((edge) => edge < from);
    return next ?? from;
  }
}
