// Which part of a text a query found, so that it can be marked.
import { bdi, el, language } from "../page/dom";
import type { Folding } from "./fold";
import { isInWord } from "./pool";
import type { Query, Term } from "./query";
import type { Sounds } from "./sounds";

const MOST_LETTERS = 160;
const BEFORE = 16;

/** Marks what the words of a query stand for; the text itself stays as it was written. */
export class Found {
  readonly #letters = new Map<string, string>();

  constructor(
    readonly query: Query,
    readonly folding: Folding,
    readonly sounds: Sounds,
  ) {}

  /** A text with the found parts marked, from the first of them on where it is long. */
  marked(text: string): HTMLElement {
    const characters = [...text];
    const isFound = this.places(characters.slice(0, 4 * MOST_LETTERS));
    const first = isFound.indexOf(true);
    const start = characters.length <= MOST_LETTERS ? 0 : Math.max(0, first - BEFORE);
    const end = Math.min(characters.length, start + MOST_LETTERS);
    const line = bdi(start ? "…" : "", { lang: language(text) });
    for (let from = start, to = start; from < end; from = to) {
      while (to < end && Boolean(isFound[to]) === Boolean(isFound[from])) to++;
      const part = characters.slice(from, to).join("");
      line.append(isFound[from] ? el("mark", {}, part) : part);
    }
    if (end < characters.length) line.append("…");
    return line;
  }

  /** How many of the query's words a text has. */
  count(text: string): number {
    const characters = [...text].slice(0, MOST_LETTERS);
    return this.query.terms.filter((term) => this.#of(term, characters).length).length;
  }

  /** For each character whether it was found. */
  places(characters: string[]): boolean[] {
    const isFound = characters.map(() => false);
    const whole: Term = { text: this.query.phrase, also: [], stem: "", letters: this.query.letters, value: NaN, isWeak: false };
    for (const term of [...this.query.terms, ...(this.query.letters ? [whole] : [])]) {
      for (const [start, end] of this.#of(term, characters)) isFound.fill(true, start, end);
    }
    return isFound;
  }

  #of(term: Term, characters: string[]): [number, number][] {
    const ranges = [term.text, ...term.also, term.stem].filter(Boolean).flatMap((spelling) => this.#spelled(spelling, characters));
    return ranges.length || !term.letters ? ranges : this.#sounding(term.letters, characters);
  }

  #spelled(spelling: string, characters: string[]): [number, number][] {
    const ranges: [number, number][] = [];
    for (let start = 0; start < characters.length; start++) {
      const first = this.#folded(characters[start]);
      if (!first || !spelling.startsWith(first.slice(0, spelling.length))) continue;
      if (start && isInWord(this.#folded(characters[start - 1]).slice(-1), spelling)) continue;
      for (let end = start + 1; end <= characters.length; end++) {
        const window = this.folding.fold(characters.slice(start, end).join(""));
        if (window.startsWith(spelling)) ranges.push([start, end]);
        if (window.length >= spelling.length) break;
      }
    }
    return ranges;
  }

  #sounding(letters: string, characters: string[]): [number, number][] {
    // Character by character, so that places in the folded text are places in the text.
    const folded = characters.map((character) => this.#folded(character).slice(0, 2));
    if (!/\p{Script=Han}/u.test(folded.join(""))) return [];
    const places = folded.flatMap((text, n) => Array.from(text, () => n).concat(text.length > [...text].length ? [n] : []));
    const ranges: [number, number][] = [];
    this.sounds.each(folded.join(""), letters, (start, end) => ranges.push([places[start], places[end - 1] + 1]));
    return ranges;
  }

  #folded(character: string): string {
    let folded = this.#letters.get(character);
    if (folded === undefined) this.#letters.set(character, (folded = this.folding.fold(character)));
    return folded;
  }
}
