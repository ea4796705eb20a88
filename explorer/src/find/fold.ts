// Text in one spelling: width, case, accents, traditional characters, punctuation and thousands make no difference.

/** Whether a character is Chinese, whose words have no spaces between them. */
export const HAN = /\p{Script=Han}/u;
/** What separates words; a point between digits does not, and lines stay lines. */
const BETWEEN = /(?!(?<=\d)\.\d)[^\p{L}\p{N}\p{S}\p{M}\n]+/gu;

export class Folding {
  readonly #simplified = new Map<string, string>();
  readonly #traditional: RegExp | null;

  /** @param pairs each traditional character, followed by the one that it is folded to. */
  constructor(pairs: string) {
    const characters = [...pairs];
    for (let n = 0; n + 1 < characters.length; n += 2) this.#simplified.set(characters[n], characters[n + 1]);
    this.#traditional = this.#simplified.size ? new RegExp(`[${[...this.#simplified.keys()].join("")}]`, "gu") : null;
  }

  fold(text: string): string {
    return this.lines(text.replace(/\n/g, " ")).trim();
  }

  /** Many texts at once, each a line. */
  lines(text: string): string {
    let plain = text.normalize("NFKD").replace(/[\p{Mn}\p{Cf}]+/gu, "").normalize("NFC").toLowerCase();
    if (this.#traditional) plain = plain.replace(this.#traditional, (character) => this.#simplified.get(character)!);
    return plain
      .replace(/(?<=\d),(?=\d{3}(?!\d))/g, "")
      .replace(BETWEEN, " ")
      .replace(/(?<=\p{Script=Han}) | (?=\p{Script=Han})|(?<=^|\n) | (?=\n|$)/gu, "");
  }
}
