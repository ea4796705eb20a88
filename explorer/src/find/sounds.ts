// How Chinese is spelled by its sounds: whole (qingdao), by initials (qd) or mixed (qingd).

export class Sounds {
  readonly #readings = new Map<string, string[]>();
  /** The letters that the sounds of each 16-bit unit begin with, a bit a letter. */
  readonly #initials = new Uint32Array(0x10000);

  constructor(readings: Record<string, string>, fold: (text: string) => string) {
    for (const [character, sounds] of Object.entries(readings)) {
      const folded = fold(character);
      const known = this.#readings.get(folded) ?? [];
      this.#readings.set(folded, [...new Set([...known, ...sounds.split(" ")])]);
    }
    for (const character of "abcdefghijklmnopqrstuvwxyz0123456789") this.#readings.set(character, [character]);
    for (const [character, sounds] of this.#readings) {
      for (const sound of sounds) this.#initials[character.charCodeAt(0)] |= bit(sound.charCodeAt(0));
    }
  }

  /** The sounds of a text, each character by its first; empty where one is not known. */
  spell(text: string): string {
    const sounds = [...text].map((character) => this.#readings.get(character)?.[0] ?? "");
    return sounds.includes("") ? "" : sounds.join("");
  }

  /** Each place of a text that the letters spell, from its start to its end. */
  each(text: string, letters: string, found: (start: number, end: number) => void): void {
    const first = bit(letters.charCodeAt(0));
    for (let at = 0; at < text.length; at++) {
      if ((this.#initials[text.charCodeAt(at)] & first) === 0) continue;
      // A letter sounds like itself, but only a word of letters begins anything.
      if (isLetter(text.charCodeAt(at)) && isLetter(text.charCodeAt(at - 1))) continue;
      const end = this.#match(text, at, letters, 0);
      if (end >= 0) found(at, end);
    }
  }

  /** Where the characters end that the letters spell from `at` on, or -1. */
  #match(text: string, at: number, letters: string, from: number): number {
    if (from === letters.length) return at;
    if (at >= text.length) return -1;
    const character = String.fromCodePoint(text.codePointAt(at)!);
    for (const sound of this.#readings.get(character) ?? []) {
      let length = 0;
      while (length < sound.length && sound[length] === letters[from + length]) length++;
      // The whole sound first, then its initial (zh, ch and sh count as one), then what the query ends with.
      for (let used = length; used > 0; used--) {
        const isInitial = used === 1 || (used === 2 && sound[1] === "h");
        if (used < sound.length && !isInitial && from + used !== letters.length) continue;
        const end = this.#match(text, at + character.length, letters, from + used);
        if (end >= 0) return end;
      }
    }
    return -1;
  }
}

function isLetter(code: number): boolean {
  return code >= 97 && code <= 122;
}

/** A letter's bit; digits share the last ones. */
function bit(code: number): number {
  return 1 << (code >= 97 ? code - 97 : 26 + (code % 6));
}
