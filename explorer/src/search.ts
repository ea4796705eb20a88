// Finds things by Chinese, English, alias and pinyin; a reading may be whole (qingdao), initials (qd) or mixed (qingd).
import type { Model } from "./model";

export interface Found {
  thing: number;
  /** The name that fits, where it isn't the thing's own. */
  by: string;
}

/** How well a name fits; pinyin counts less than any spelling. */
const RANKS = { exact: 0, prefix: 1, inside: 2, sound: 3, soundPrefix: 4, soundInside: 5, none: 6 } as const;

/** Text in one spelling: full-width forms and letters of either case are the same. */
export function fold(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
}

export class Search {
  readonly #model: Model;
  readonly #names: string[][];
  readonly #readings = new Map<string, string[]>();
  /** For each name the letters that its sounds begin with, a bit a letter. */
  readonly #initials: number[][];

  constructor(model: Model) {
    this.#model = model;
    const { things, readings } = model.details!;
    for (const [character, sounds] of Object.entries(readings)) this.#readings.set(fold(character), sounds.split(" "));
    this.#names = model.picture.names.map((name, n) => [name, things.en[n], ...(things.aliases[n] ?? [])].map(fold));
    this.#initials = this.#names.map((names) => names.map((name) => this.#bits(name)));
  }

  /** The best `limit` things and how many there are; equal ones by their connections. */
  find(query: string, limit: number): { found: Found[]; total: number } {
    const wanted = fold(query);
    if (!wanted) return { found: [], total: 0 };
    const letters = wanted.replace(/ü/g, "v").replace(/[\s'’]/g, "");
    const asPinyin = /^[a-z]+$/.test(letters) ? letters : "";
    const ranked: number[][] = Array.from({ length: RANKS.none }, () => []);
    for (let thing = 0; thing < this.#names.length; thing++) {
      const { rank } = this.#best(thing, wanted, asPinyin);
      if (rank < RANKS.none) ranked[rank].push(thing);
    }
    const aliases = this.#model.details!.things.aliases;
    const found = this.#first(ranked, limit).map((thing) => {
      const { name } = this.#best(thing, wanted, asPinyin);
      return { thing, by: name > 1 ? aliases[thing][name - 2] : "" };
    });
    return { found, total: ranked.reduce((sum, things) => sum + things.length, 0) };
  }

  /** The best things, without sorting the thousands after them. */
  #first(ranked: number[][], limit: number): number[] {
    const { degree } = this.#model;
    const chosen: number[] = [];
    for (const things of ranked) {
      const room = limit - chosen.length;
      if (room <= 0) break;
      const best: number[] = [];
      for (const thing of things) {
        if (best.length === room && degree[best[room - 1]] >= degree[thing]) continue;
        let at = best.length;
        while (at > 0 && degree[best[at - 1]] < degree[thing]) at--;
        best.splice(at, 0, thing);
        if (best.length > room) best.pop();
      }
      chosen.push(...best);
    }
    return chosen;
  }

  #best(thing: number, wanted: string, letters: string): { rank: number; name: number } {
    const names = this.#names[thing];
    const bit = letters ? 1 << (letters.charCodeAt(0) - 97) : 0;
    let best: number = RANKS.none;
    let by = 0;
    for (let n = 0; n < names.length; n++) {
      const rank = this.#rank(names[n], wanted, (this.#initials[thing][n] & bit) !== 0 ? letters : "");
      if (rank < best) [best, by] = [rank, n];
    }
    return { rank: best, name: by };
  }

  #rank(name: string, wanted: string, letters: string): number {
    if (name === wanted) return RANKS.exact;
    const at = name.indexOf(wanted);
    if (at === 0) return RANKS.prefix;
    if (at > 0) return RANKS.inside;
    return letters ? this.#soundRank(name, letters) : RANKS.none;
  }

  #soundRank(name: string, letters: string): number {
    const characters: string[] = [];
    for (const c of name) if (this.#readings.has(c) || (c >= "a" && c <= "z") || (c >= "0" && c <= "9")) characters.push(c);
    for (let start = 0; start < characters.length; start++) {
      const end = this.#match(characters, start, letters);
      if (end < 0) continue;
      if (start > 0) return RANKS.soundInside;
      return end === characters.length ? RANKS.sound : RANKS.soundPrefix;
    }
    return RANKS.none;
  }

  /** Where the characters end that the letters spell from `at` on, or -1. */
  #match(characters: string[], at: number, letters: string): number {
    if (!letters) return at;
    if (at === characters.length) return -1;
    for (const sound of this.#sounds(characters[at])) {
      let length = 0;
      while (length < sound.length && sound[length] === letters[length]) length++;
      // The whole sound first, then its initial (zh, ch and sh count as one), then what the query ends with.
      for (let used = length; used > 0; used--) {
        if (used < sound.length && used !== 1 && used !== letters.length && !(used === 2 && sound[1] === "h")) continue;
        const end = this.#match(characters, at + 1, letters.slice(used));
        if (end >= 0) return end;
      }
    }
    return -1;
  }

  /** The letters that a name's sounds begin with; none for a name without a Chinese character. */
  #bits(name: string): number {
    let bits = 0;
    let letters = 0;
    for (const character of name) {
      const sounds = this.#readings.get(character);
      if (sounds) for (const sound of sounds) bits |= 1 << (sound.charCodeAt(0) - 97);
      else if (character >= "a" && character <= "z") letters |= 1 << (character.charCodeAt(0) - 97);
    }
    return bits && bits | letters;
  }

  #sounds(character: string): string[] {
    return this.#readings.get(character) ?? [character];
  }
}
