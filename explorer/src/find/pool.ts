// Many short texts that are looked through as one long one, which is many times faster.
import { HAN, type Folding } from "./fold";
import type { Term } from "./query";
import type { Sounds } from "./sounds";

/** How well a text fits a word, the best first; sounds count less than spellings, the middle of a word least. */
export const FIT = { whole: 14, soundWhole: 12, begin: 10, word: 8, soundBegin: 6, soundInside: 4, inWord: 2 } as const;
/** What may follow the part that an English word's forms share. */
const REST = /^(?:|s|e|es|y|ies|ing|ed|er|ers)$/;
/** Fewer letters than these must be a whole word. */
const WHOLE = 3;
const LETTERS = /[a-z]*/y;

export class Pool {
  text = "\n";
  /** Where each text starts in the long one, and at last where one more would. */
  starts = new Uint32Array();
  #parts: string[] = [];
  #count = 0;

  constructor(readonly folding: Folding) {}

  get count(): number {
    return this.#count;
  }

  /** Adds some texts; a few thousand at a time, since it is one piece of work. */
  add(texts: string[]): void {
    if (!texts.length) return;
    const lines = texts.map((text) => (text.includes("\n") ? text.replace(/\n/g, " ") : text)).join("\n");
    this.#parts.push(this.folding.lines(lines));
    this.#count += texts.length;
  }

  /** Makes the long text; nothing is added after. */
  close(): void {
    this.text = `\n${this.#parts.join("\n")}\n`;
    this.#parts = [];
    this.starts = new Uint32Array(this.#count + 1);
    let at = 0;
    for (let n = 0; n <= this.#count; n++) {
      this.starts[n] = at + 1;
      at = this.text.indexOf("\n", at + 1);
    }
  }

  line(n: number): string {
    return this.text.slice(this.starts[n], this.starts[n + 1] - 1);
  }

  has(piece: string): boolean {
    return this.text.includes(piece);
  }

  /** The texts that are exactly this. */
  linesOf(whole: string): number[] {
    const lines: number[] = [];
    let n = 0;
    for (let at = this.text.indexOf(`\n${whole}\n`); at >= 0; at = this.text.indexOf(`\n${whole}\n`, at + 1)) {
      while (this.starts[n] < at + 1) n++;
      lines.push(n);
    }
    return lines;
  }

  /** How well each text fits a word: 0 for not at all. */
  fits(term: Term, sounds: Sounds | null): Uint8Array {
    const fits = new Uint8Array(this.#count);
    if (!this.#count) return fits;
    for (const spelling of [term.text, ...term.also]) this.#spelled(spelling, false, fits);
    if (term.stem) this.#spelled(term.stem, true, fits);
    if (sounds && term.letters) this.sounding(term.letters, sounds, fits);
    return fits;
  }

  /** Marks the texts that letters spell the sounds of. */
  sounding(letters: string, sounds: Sounds, fits: Uint8Array): void {
    const { starts } = this;
    let n = 0;
    sounds.each(this.text, letters, (start, end) => {
      while (starts[n + 1] <= start) n++;
      const begins = start === starts[n];
      const fit = !begins ? FIT.soundInside : end === starts[n + 1] - 1 ? FIT.soundWhole : FIT.soundBegin;
      if (fits[n] < fit) fits[n] = fit;
    });
  }

  #spelled(piece: string, isStem: boolean, fits: Uint8Array): void {
    const { text, starts } = this;
    const isChinese = HAN.test(piece[0]);
    const isShort = piece.length < WHOLE;
    let n = 0;
    for (let at = text.indexOf(piece); at >= 0; at = text.indexOf(piece, at + 1)) {
      while (starts[n + 1] <= at) n++;
      const begins = at === starts[n];
      if (isInWord(text[at - 1], piece) || (isShort && isInWord(piece[piece.length - 1], text[at + piece.length]))) continue;
      const startsWord = isChinese || begins || kind(text[at - 1]) !== kind(piece[0]);
      let fit: number = !startsWord ? FIT.inWord : begins ? FIT.begin : FIT.word;
      if (begins && at + piece.length === starts[n + 1] - 1 && !isStem) fit = FIT.whole;
      if (isStem) {
        LETTERS.lastIndex = at + piece.length;
        if (!startsWord || !REST.test(LETTERS.exec(text)![0])) continue;
        fit--;
      }
      if (fits[n] < fit) fits[n] = fit;
    }
  }
}

/** Whether letters go on a word that another letter is before: `cite` in `excited`. */
export function isInWord(before: string, word: string): boolean {
  return kind(word[0]) === 2 && kind(before) === 2;
}

/** Letters, digits and all else; a word begins where one follows another. */
function kind(character: string): number {
  if (character >= "0" && character <= "9") return 1;
  return /\p{L}/u.test(character) && !HAN.test(character) ? 2 : 0;
}
