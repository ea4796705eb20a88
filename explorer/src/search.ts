// Finds things by Chinese, English, alias and pinyin; a reading may be whole (qingdao), initials (qd) or mixed (qingd).
import type { Model } from "./model";

export interface Found {
  thing: number;
  /** The name that fits, where it isn't the thing's own. */
  by: string;
}

const EXACT = 0;
const PREFIX = 1;
const INSIDE = 2;
const PINYIN_WHOLE = 3;
const PINYIN_PREFIX = 4;
const NONE = 9;

/** Text in one spelling: full-width forms and letters of either case are the same. */
export function fold(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
}

export class Search {
  readonly #model: Model;
  readonly #names: string[][];
  readonly #readings = new Map<string, string[]>();

  constructor(model: Model) {
    this.#model = model;
    const { things, readings } = model.details!;
    this.#names = model.picture.names.map((name, n) => [name, things.en[n], ...(things.aliases[n] ?? [])].map(fold));
    for (const [character, sounds] of Object.entries(readings)) this.#readings.set(fold(character), sounds.split(" "));
  }

  /** The best `limit` things and how many there are; equal ones by their connections. */
  find(query: string, limit: number): { found: Found[]; total: number } {
    const wanted = fold(query);
    if (!wanted) return { found: [], total: 0 };
    const letters = wanted.replace(/ü/g, "v").replace(/[\s'’]/g, "");
    const asPinyin = /^[a-z]+$/.test(letters) ? letters : "";
    const hits: [rank: number, thing: number, name: number][] = [];
    this.#names.forEach((names, thing) => {
      let best = NONE;
      let by = 0;
      names.forEach((name, n) => {
        const rank = this.#rank(name, wanted, asPinyin);
        if (rank < best) [best, by] = [rank, n];
      });
      if (best < NONE) hits.push([best, thing, by]);
    });
    const degree = this.#model.degree;
    hits.sort((a, b) => a[0] - b[0] || degree[b[1]] - degree[a[1]] || a[1] - b[1]);
    const aliases = this.#model.details!.things.aliases;
    const found = hits.slice(0, limit).map(([, thing, n]) => ({ thing, by: n > 1 ? aliases[thing][n - 2] : "" }));
    return { found, total: hits.length };
  }

  #rank(name: string, wanted: string, letters: string): number {
    if (name === wanted) return EXACT;
    const at = name.indexOf(wanted);
    if (at === 0) return PREFIX;
    if (at > 0) return INSIDE;
    if (!letters || !name) return NONE;
    return this.#pinyinRank(name, letters);
  }

  #pinyinRank(name: string, letters: string): number {
    const characters = [...name].filter((c) => this.#readings.has(c) || /[a-z0-9]/.test(c));
    for (let start = 0; start < characters.length; start++) {
      // Most names fail at the first letter.
      if (!this.#sounds(characters[start]).some((s) => s[0] === letters[0])) continue;
      const end = this.#match(characters, start, letters);
      if (end >= 0) return start === 0 ? (end === characters.length ? PINYIN_WHOLE : PINYIN_PREFIX) : PINYIN_PREFIX + 1;
    }
    return NONE;
  }

  /** Where the characters end that the letters spell from `at` on, or -1. */
  #match(characters: string[], at: number, letters: string): number {
    if (!letters) return at;
    if (at === characters.length) return -1;
    for (const sound of this.#sounds(characters[at])) {
      let length = 0;
      while (length < sound.length && sound[length] === letters[length]) length++;
      // The whole sound first, then what is left off at its end, down to its initial.
      for (let used = length; used > 0; used--) {
        if (used < sound.length && used !== 1 && used !== letters.length && !(used === 2 && sound[1] === "h")) continue;
        const end = this.#match(characters, at + 1, letters.slice(used));
        if (end >= 0) return end;
      }
    }
    return -1;
  }

  #sounds(character: string): string[] {
    return this.#readings.get(character) ?? [character];
  }
}
