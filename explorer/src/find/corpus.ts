// All that can be found, folded and kept as long texts; made in slices after the first view.
import { Folding } from "./fold";
import type { Model } from "../data/model";
import { FIT, Pool } from "./pool";
import type { Term } from "./query";
import { reportsOf } from "../data/report";
import { Sounds } from "./sounds";

const SLICE = 500;

/** Whether a form is a thing's own name (Chinese or English), another one, or an identifier. */
export const OWN = 0;
export const OTHER = 1;
export const IDENTIFIER = 2;

/** In code points. */
export interface Sentence {
  source: number;
  start: number;
  end: number;
}

/** The forms of names: a line of the pool for each. */
export class Forms {
  readonly pool: Pool;
  readonly thing: number[] = [];
  readonly kind: number[] = [];
  #waiting: string[] = [];

  constructor(folding: Folding) {
    this.pool = new Pool(folding);
  }

  add(text: string, thing: number, kind: number): void {
    this.#waiting.push(text);
    this.thing.push(thing);
    this.kind.push(kind);
  }

  flush(): void {
    this.pool.add(this.#waiting);
    this.#waiting = [];
  }
}

/** Other words for what has numbers: a line of the pool for each. */
export class Words {
  readonly pool: Pool;
  readonly of: number[] = [];

  constructor(folding: Folding) {
    this.pool = new Pool(folding);
  }

  /** Each word is a line of its own, a label too: only so it is told whether one is begun. */
  add(rows: readonly (readonly [string, string, string, ...unknown[]])[], words: Record<string, string>): void {
    const texts = rows.map(([name, zh, en]) => [zh, en, ...(words[name] ? words[name].split("|") : [])]);
    this.pool.add(texts.flat());
    texts.forEach((each, n) => this.of.push(...each.map(() => n)));
  }

  /** Marks what a word begins an other word for: a part of one says nothing. */
  mark(term: Term, fits: Uint8Array): Uint8Array {
    if (term.text.length < 2) return fits;
    this.pool.fits(term, null).forEach((fit, line) => {
      if (fit >= FIT.begin - 1) fits[this.of[line]] = Math.max(fits[this.of[line]], fit);
    });
    return fits;
  }
}

export class Corpus {
  readonly folding: Folding;
  readonly sounds: Sounds;
  /** Forms with Chinese in them, which can be spelled by sound, and all others. */
  readonly chinese: Forms;
  readonly latin: Forms;
  readonly classes: Pool;
  readonly relations: Pool;
  /** What else people call classes and relations, each by its number. */
  readonly classWords: Words;
  readonly relationWords: Words;
  readonly scales: Pool;
  readonly texts: Pool;
  /** Qualifiers by their sets, times and modalities: what else a fact or a figure has. */
  readonly qualifiers: Pool;
  readonly times: Pool;
  readonly modalities: Pool;
  readonly passages: Pool;
  /** The ready questions: for each a line in Chinese and one in English. */
  readonly questions: Pool;
  /** Where the sentences of the reports stand that the page carries; `passages` has their words. */
  readonly sentences: Sentence[] = [];
  /** How many reports these are of. */
  reports = 0;
  isReady = false;
  readonly #steps: Generator<void>;
  /** Whoever types asks for the same beginnings again and again. */
  readonly #prices = new Map<string, number>();

  constructor(readonly model: Model) {
    const { readings, traditional } = model.details!;
    this.folding = new Folding(traditional);
    this.sounds = new Sounds(readings, (text) => this.folding.fold(text));
    this.chinese = new Forms(this.folding);
    this.latin = new Forms(this.folding);
    const pool = () => new Pool(this.folding);
    [this.classes, this.relations, this.scales, this.texts] = [pool(), pool(), pool(), pool()];
    [this.qualifiers, this.times, this.modalities, this.passages] = [pool(), pool(), pool(), pool()];
    this.questions = pool();
    [this.classWords, this.relationWords] = [new Words(this.folding), new Words(this.folding)];
    this.#steps = this.#build();
  }

  /** Does one more slice; whether any is left. */
  step(): boolean {
    this.isReady = this.#steps.next().done === true;
    return !this.isReady;
  }

  finish(): void {
    while (!this.isReady) this.step();
  }

  sentence({ source, start, end }: Sentence): string {
    return reportsOf(this.model).get(source)!.words(start, end);
  }

  /**
   * What a piece costs by what all but passages hold, so that a run of Chinese is cut where names and words end: least
   * for a whole name, most for what only stands inside one, as 泰国有 does in 胜地(泰国)有限公司.
   */
  readonly price = (piece: string): number => {
    let price = this.#prices.get(piece);
    if (price === undefined) {
      const pools = [this.chinese.pool, this.scales, this.relations, this.relationWords.pool, this.classes, this.classWords.pool, this.texts, this.qualifiers, this.times, this.modalities];
      const isEdge = (pool: Pool) => pool.has(`\n${piece}`) || pool.has(`${piece}\n`);
      price = !pools.some((pool) => pool.has(piece)) ? Infinity : this.isName(piece) ? 0.5 : pools.some(isEdge) ? 1 : 2.2;
      this.#prices.set(piece, price);
    }
    return price;
  };

  /** Whether a word is all of a name. */
  isName(text: string): boolean {
    return [this.chinese, this.latin].some(({ pool, kind }) => pool.linesOf(text).some((n) => kind[n] !== IDENTIFIER));
  }

  *#build(): Generator<void> {
    const { picture } = this.model;
    const details = this.model.details!;
    const both = (rows: readonly (readonly [string, string, string, ...unknown[]])[]) => rows.map(([, zh, en]) => `${zh} ${en}`);
    this.classes.add(both(picture.classes));
    this.relations.add(both(picture.relations));
    this.classWords.add(picture.classes, details.words);
    this.relationWords.add(picture.relations, details.words);
    this.scales.add(both(details.scales));
    this.modalities.add(picture.modalities.map(([name, zh, en]) => `${zh} ${name} ${en}`));
    this.questions.add(picture.views.flatMap(([, zh, en]) => [zh, en]));
    yield* this.#names();
    yield* slices(this.texts, details.facts.text);
    yield* slices(this.times, picture.times.map(([text, start, end]) => `${text} ${start} ${end}`));
    yield* slices(this.qualifiers, details.qualifiers.map((set) => set.map((row) => this.#qualifier(row)).join(" ")));
    for (const [source, report] of reportsOf(this.model)) {
      this.reports++;
      const { sentenceStart, sentenceEnd } = report.data;
      sentenceStart.forEach((start, n) => this.sentences.push({ source, start, end: sentenceEnd[n] }));
    }
    yield* slices(this.passages, this.sentences.map((at) => this.sentence(at)));
    for (const pool of [this.chinese.pool, this.latin.pool, this.classes, this.relations, this.classWords.pool, this.relationWords.pool, this.scales, this.texts, this.qualifiers, this.times, this.modalities, this.passages, this.questions]) {
      yield;
      pool.close();
    }
  }

  *#names(): Generator<void> {
    const { things } = this.model.details!;
    const { names } = this.model.picture;
    for (let n = 0; n < names.length; n++) {
      this.#form(names[n], n, OWN);
      if (things.en[n]) this.#form(things.en[n], n, OWN);
      for (const alias of things.aliases[n] ?? []) this.#form(alias, n, OTHER);
      for (const id of [things.id[n], ...(things.formerly[n] ?? [])]) this.#form(id, n, IDENTIFIER);
      if (n % SLICE === SLICE - 1) {
        this.#flush();
        yield;
      }
    }
    this.#flush();
  }

  #form(text: string, thing: number, kind: number): void {
    (/\p{Script=Han}/u.test(text) ? this.chinese : this.latin).add(text, thing, kind);
  }

  #flush(): void {
    this.chinese.flush();
    this.latin.flush();
  }

  #qualifier([name, value]: readonly [number, number | string]): string {
    const [, zh, en] = this.model.details!.qualifierNames[name];
    const said = typeof value === "string" ? value : `${this.model.nameOf(value, "zh")} ${this.model.nameOf(value, "en")}`;
    return `${zh} ${en} ${said}`;
  }
}

function* slices(pool: Pool, texts: string[]): Generator<void> {
  for (let start = 0; start < texts.length; start += SLICE) {
    pool.add(texts.slice(start, start + SLICE));
    yield;
  }
}
