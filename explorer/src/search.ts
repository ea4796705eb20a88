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
  /** For each name the sounds of each of its characters; none for a name without a Chinese one. */
  readonly #sounds: string[][][][];
  /** For each name the letters that its sounds begin with, a bit a letter. */
  readonly #initials: number[][];

  constructor(model: Model) {
    this.#model = model;
    const { things, readings } = model.details!;
    for (const [character, sounds] of Object.entries(readings)) this.#readings.set(fold(character), sounds.split(" "));
    this.#names = model.picture.names.map((name, n) => [name, things.en[n], ...(things.aliases[n] ?? [])].map(fold));
    this.#sounds = this.#names.map((names) => names.map((name) => this.#soundsOf(name)));
    this.#initials = this.#sounds.map((names) => names.map(initials));
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
      let rank = spelled(names[n], wanted);
      if (rank === RANKS.none && (this.#initials[thing][n] & bit) !== 0) rank = sounded(this.#sounds[thing][n], letters);
      if (rank < best) [best, by] = [rank, n];
    }
    return { rank: best, name: by };
  }

  #soundsOf(name: string): string[][] {
    const sounds: string[][] = [];
    let isChinese = false;
    for (const character of name) {
      const known = this.#readings.get(character);
      if (known) isChinese = true;
      if (known) sounds.push(known);
      else if (/[a-z0-9]/.test(character)) sounds.push(itself(character));
    }
    return isChinese ? sounds : [];
  }
}

const selves = new Map<string, string[]>();

/** A letter or digit sounds like itself. */
function itself(character: string): string[] {
  let sounds = selves.get(character);
  if (!sounds) selves.set(character, (sounds = [character]));
  return sounds;
}

function initials(sounds: string[][]): number {
  let bits = 0;
  for (const known of sounds) for (const sound of known) bits |= 1 << (sound.charCodeAt(0) - 97);
  return bits;
}

function spelled(name: string, wanted: string): number {
  if (name === wanted) return RANKS.exact;
  const at = name.indexOf(wanted);
  if (at < 0) return RANKS.none;
  return at === 0 ? RANKS.prefix : RANKS.inside;
}

function sounded(sounds: string[][], letters: string): number {
  for (let start = 0; start < sounds.length; start++) {
    const end = match(sounds, start, letters);
    if (end < 0) continue;
    if (start > 0) return RANKS.soundInside;
    return end === sounds.length ? RANKS.sound : RANKS.soundPrefix;
  }
  return RANKS.none;
}

/** Where the characters end that the letters spell from `at` on, or -1. */
function match(sounds: string[][], at: number, letters: string): number {
  if (!letters) return at;
  if (at === sounds.length) return -1;
  for (const sound of sounds[at]) {
    let length = 0;
    while (length < sound.length && sound[length] === letters[length]) length++;
    // The whole sound first, then its initial (zh, ch and sh count as one), then what the query ends with.
    for (let used = length; used > 0; used--) {
      if (used < sound.length && used !== 1 && used !== letters.length && !(used === 2 && sound[1] === "h")) continue;
      const end = match(sounds, at + 1, letters.slice(used));
      if (end >= 0) return end;
    }
  }
  return -1;
}
