// Finding one of a list by what somebody types: Chinese, the letters that it sounds like, or English.
import { Sounds } from "../find/sounds";

export interface Option {
  id: string;
  zh: string;
  en: string;
  /** Further words by which it is found, as the aliases of a name. */
  also?: readonly string[];
  /** Whether it fits where it is wanted; what does not comes after all that does. */
  fits?: boolean;
}

/** How well something is found; lower is better. */
const WHOLE = 0;
const BEGINNING = 1;
const INITIALS = 2;
const INSIDE = 3;
const SOUNDS_INSIDE = 4;
const NOT = 9;

export class Matcher {
  readonly #sounds: Sounds;

  /** @param readings how characters are read, as `{"合": "he ge"}`. */
  constructor(readings: Record<string, string>) {
    this.#sounds = new Sounds(readings, fold);
  }

  /** The options that hold what was typed: fitting ones first, in each the best first, else in their own order. */
  found<T extends Option>(options: readonly T[], typed: string): T[] {
    const wanted = fold(typed);
    const ranked = options.map((option, n) => ({ option, n, rank: wanted ? this.#rank(option, wanted) : WHOLE }));
    return ranked
      .filter(({ rank }) => rank < NOT)
      .sort((a, b) => Number(a.option.fits === false) - Number(b.option.fits === false) || a.rank - b.rank || a.n - b.n)
      .map(({ option }) => option);
  }

  #rank(option: Option, wanted: string): number {
    const texts = [option.zh, option.en, ...(option.also ?? [])].map(fold).filter(Boolean);
    if (texts.includes(wanted) || fold(option.id) === wanted) return WHOLE;
    if (texts.some((text) => text.startsWith(wanted) || text.includes(` ${wanted}`))) return BEGINNING;
    const letters = wanted.replaceAll(" ", "");
    let best = NOT;
    if (/^[a-z]+$/.test(letters)) {
      for (const text of texts) this.#sounds.each(text, letters, (start) => (best = Math.min(best, start === 0 ? INITIALS : SOUNDS_INSIDE)));
    }
    if (best > INSIDE && (texts.some((text) => text.includes(wanted)) || fold(option.id).includes(letters))) return INSIDE;
    return best;
  }
}

function fold(text: string): string {
  return text.normalize("NFKC").toLowerCase().trim().replace(/\s+/g, " ");
}
