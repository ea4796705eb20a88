// The text of a report that the page carries: its passages, the sentences around them, its pieces with lines joined.
import type { Model } from "./model";
import { lowerBound, Units } from "./offsets";
import { BLOCKS, type ReportText } from "../schema";

/** A stretch of a text that stands in one block, and what parts it from the one before. */
export interface Piece {
  start: number;
  end: number;
  apart: "" | "\n" | " ｜ ";
}

const [CELL, PARAGRAPH] = [BLOCKS.indexOf("cell"), BLOCKS.indexOf("paragraph")];
/** What ends a sentence, or what leads a list on. */
const ENDS = /[。!?！？；;：:…”’)》）]/;

export class Report {
  readonly #units: Units;
  /** The blocks in the text's order, a merged cell once. */
  readonly #blocks: number[];
  readonly #starts: number[];

  constructor(readonly data: ReportText) {
    this.#units = new Units(data.text);
    const { start } = data;
    const order = start.map((_, n) => n).sort((a, b) => start[a] - start[b] || a - b);
    this.#blocks = order.filter((n, i) => i === 0 || start[n] !== start[order[i - 1]]);
    this.#starts = this.#blocks.map((n) => start[n]);
  }

  /** In code points, as all that follows. */
  get length(): number {
    return this.#units.length;
  }

  /** The words from `start` to `end` on one line: what a file breaks goes on, with a space only between Latin words. */
  words(start: number, end: number): string {
    const { text } = this.data;
    const [from, to] = [this.#units.at(start), this.#units.at(end)];
    return text.slice(from, to).replace(/\s*[\n\r\f\u2028\u2029]\s*/g, (gap: string, at: number) =>
      joins(text[from + at - 1] ?? "", text[from + at + gap.length] ?? ""),
    );
  }

  /** Where the sentences begin and end that a passage stands in. */
  around(start: number, end: number): [start: number, end: number] {
    const { sentenceStart, sentenceEnd } = this.data;
    const first = lowerBound(sentenceEnd, start + 1);
    const last = lowerBound(sentenceStart, end) - 1;
    if (last < first) return [start, end];
    return [Math.min(start, sentenceStart[first]), Math.max(end, sentenceEnd[last])];
  }

  /** A stretch as its blocks part it; what stands between blocks is only shown where there is nothing else. */
  pieces(start: number, end: number): Piece[] {
    const { data } = this;
    const found: Piece[] = [];
    let before = -1;
    for (let i = Math.max(0, lowerBound(this.#starts, start + 1) - 1); i < this.#blocks.length; i++) {
      const block = this.#blocks[i];
      if (data.start[block] >= end) break;
      const [from, to] = [Math.max(start, data.start[block]), Math.min(end, data.end[block])];
      if (from >= to) continue;
      const last = found.at(-1);
      if (last && data.kind[before] === PARAGRAPH && data.kind[block] === PARAGRAPH && !ENDS.test(this.words(last.end - 1, last.end))) {
        last.end = to; // what goes on without an end of a sentence was no end of a paragraph
        continue;
      }
      const inRow = before >= 0 && data.kind[block] === CELL && data.kind[before] === CELL && data.cells[block][1] === data.cells[before][1];
      found.push({ start: from, end: to, apart: before < 0 ? "" : inRow ? " ｜ " : "\n" });
      before = block;
    }
    return found.length ? found : [{ start, end, apart: "" }];
  }
}

/** What stands between two characters that a line's end parted. */
function joins(former: string, next: string): string {
  if (/\d/.test(former) && /[\d.,%]/.test(next)) return "";
  return /[A-Za-z0-9.,;:]/.test(former) && /[A-Za-z0-9]/.test(next) ? " " : "";
}

const reports = new WeakMap<Model, Map<number, Report>>();

/** The reports whose texts are at hand, by their numbers. */
export function reportsOf(model: Model): Map<number, Report> {
  let known = reports.get(model);
  if (!known) {
    known = new Map(Object.entries(model.details?.texts ?? {}).map(([source, text]) => [Number(source), new Report(text)]));
    if (model.details) reports.set(model, known);
  }
  return known;
}

/** The words of a passage by its number; none where its report is not at hand. */
export function passageWords(model: Model, number: number): string {
  const { document, start, length } = model.details!.spans;
  const report = reportsOf(model).get(document[number]);
  return report ? report.words(start[number], start[number] + length[number]) : "";
}
