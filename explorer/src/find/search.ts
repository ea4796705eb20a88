// One search for the whole page: words in any order over things, facts, figures and passages.
import { classesIn, namedClasses, needed, questionsIn, type Family } from "./asked";
import { FIT } from "./pool";
import { Corpus, IDENTIFIER, OWN, type Forms } from "./corpus";
import type { Model } from "../data/model";
import { near } from "./near";
import { parse, type Query, type Term } from "./query";
import { reportsOf } from "../data/report";
import { TEXT } from "../schema";

export const KINDS = ["things", "facts", "figures", "passages"] as const;
export type Kind = (typeof KINDS)[number];

export interface Group {
  kind: Kind;
  total: number;
  /** The best, each by its number. */
  best: number[];
}

export interface Answer {
  /** What was typed, and what of it was searched for. */
  asked: Query;
  query: Query;
  /** What has all of the words; the kind that fits best comes first. */
  groups: Group[];
  /** Whether nothing has all of them and these only come near. */
  isNear: boolean;
  /** The ready questions that ask much the same. */
  questions: number[];
  /** The classes and broad groups that it names, whether it is the name of one, and whether it asks for nothing else. */
  classes: Family[];
  isClass: boolean;
  isOfClass: boolean;
}

export type Limits = Partial<Record<Kind, number>>;

/** A thing that has the words only by its class, its cities or its id comes after facts that say them. */
const DIRECT = 20;
const BESIDE = 1;

/** How well things, and the parts of facts and figures, fit one word. */
interface Parts {
  /** The forms of names, by their pools. */
  chinese: Uint8Array;
  latin: Uint8Array;
  things: Uint8Array;
  /** By class set and city set. */
  classes: Uint8Array;
  cities: Uint8Array;
  relations: Uint8Array;
  scales: Uint8Array;
  texts: Uint8Array;
  qualifiers: Uint8Array;
  times: Uint8Array;
  modalities: Uint8Array;
  value: number;
  /** Whether only what has it counts. */
  isNeeded: boolean;
  /** What it counts where not all words are met: the rarer it is the more. */
  weight: number;
}

type Scores = Record<Kind, Float32Array>;

export class Search {
  corpus: Corpus;
  readonly #model: Model;

  constructor(model: Model) {
    this.#model = model;
    this.corpus = new Corpus(model);
  }

  /** Whether an answer comes at once: it is prepared, or so little that preparing it is not felt. */
  get isReady(): boolean {
    return this.corpus.isReady || this.#model.count + this.#model.factCount < 20_000;
  }

  /** Prepares in the pauses of the page, then calls back. */
  prepare(done: () => void = () => {}): void {
    const idle = globalThis.requestIdleCallback ?? ((next: () => void) => setTimeout(next, 1));
    const slice = () => {
      const until = performance.now() + 12;
      while (performance.now() < until) if (!this.corpus.step()) return done();
      idle(slice, { timeout: 200 });
    };
    idle(slice, { timeout: 200 });
  }

  /** The best of each kind, and how many there are. */
  find(typed: string, limits: Limits = {}): Answer {
    const query = this.read(typed);
    if (!query.terms.length) return { asked: query, query, groups: [], isNear: false, questions: [], classes: [], isClass: false, isOfClass: false };
    const isClass = namedClasses(this.corpus, query).size > 0;
    const also = { asked: query, isClass, questions: questionsIn(this.corpus, query), classes: classesIn(this.corpus, query) };
    const groups = this.#groups(this.#scores(query, this.#partsOf(query), query.terms.length), limits, (kind, top) => {
      if (kind === "figures" && query.asksAmount) return Infinity;
      if (kind === "things") return top >= DIRECT ? 1000 : 0;
      return kind === "passages" ? 0 : top;
    });
    if (groups.length) return { query, groups, isNear: false, isOfClass: isClass || query.terms.length === 1, ...also };
    const nearest = this.#nearest(near(this.corpus, query), limits);
    return { isNear: true, ...also, ...nearest, isOfClass: isClass || nearest.isOfClass };
  }

  /** What has the names of a query and most of its words. */
  #nearest(near: Query, limits: Limits): Pick<Answer, "query" | "groups" | "isOfClass"> {
    const strong = near.terms.filter((term) => !term.isWeak || this.corpus.isName(term.text));
    const query = { ...near, terms: strong.length ? strong : near.terms };
    const parts = this.#partsOf(query);
    const names = needed(this.corpus, query.terms, parts.map((part) => part.things.reduce((count, fit) => count + Number(fit > 0), 0)));
    // The commonest name is given up first; without a name, the more words the better.
    const most = names.length || query.terms.length;
    for (let need = most; need > 0; need--) {
      parts.forEach((part, k) => (part.isNeeded = names.indexOf(k) >= 0 && names.indexOf(k) < need));
      const groups = this.#groups(this.#scores(query, parts, need), limits, (kind, top) => (kind === "figures" && query.asksAmount ? Infinity : kind === "things" && names.length && need === 1 ? 1000 : top));
      if (groups.length) return { query, groups, isOfClass: !names.length };
    }
    return { query: near, groups: [], isOfClass: true };
  }

  #partsOf(query: Query): Parts[] {
    const parts = query.terms.map((term) => this.#parts(term));
    // The words of a class's name, each of which may say nothing by itself, name it together.
    const named = namedClasses(this.corpus, query);
    if (named.size) {
      this.#model.picture.classSets.forEach((set, n) => {
        if (set.some((c) => named.has(c))) for (const part of parts) part.classes[n] = 1;
      });
    }
    return parts;
  }

  /** The things that fit best, or come nearest. */
  things(typed: string, limit: number): number[] {
    return this.find(typed, { things: limit }).groups.find(({ kind }) => kind === "things")?.best ?? [];
  }

  /** Which of a kind have all of the words, or an id with them in it; null for no words. */
  having(kind: Exclude<Kind, "passages">, typed: string): ((n: number) => boolean) | null {
    const query = this.read(typed);
    if (!query.terms.length) return null;
    const scores = this.#scores(query, this.#partsOf(query), query.terms.length)[kind];
    const ids = this.#model.details![kind].id;
    const id = typed.trim().toLowerCase();
    return (n) => scores[n] > 0 || (id.includes("/") && ids[n].toLowerCase().includes(id));
  }

  read(typed: string): Query {
    // A reader may open their own copy of a report.
    if (this.corpus.isReady && this.corpus.reports < reportsOf(this.#model).size) this.corpus = new Corpus(this.#model);
    this.corpus.finish();
    return parse(typed, this.corpus.folding, this.corpus.price);
  }

  #scores(query: Query, parts: Parts[], need: number): Scores {
    if (need === parts.length) for (const part of parts) part.weight = 1;
    return { things: this.#things(query, need, parts), facts: this.#facts(need, parts), figures: this.#figures(need, parts), passages: this.#passages(query, need, parts) };
  }

  #passages(query: Query, need: number, parts: Parts[]): Float32Array {
    const { passages } = this.corpus;
    const sums = new Sums(passages.count, need, parts.length);
    query.terms.forEach((term, k) => {
      passages.fits(term, null).forEach((fit, n) => sums.add(n, fit * parts[k].weight));
      sums.next(parts[k].isNeeded);
    });
    return sums.result();
  }

  #parts(term: Term): Parts {
    const { corpus } = this;
    const p = this.#model.picture;
    const things = new Uint8Array(this.#model.count);
    const [chinese, latin] = [corpus.chinese.pool.fits(term, corpus.sounds), corpus.latin.pool.fits(term, null)];
    for (const [forms, fits] of [[corpus.chinese, chinese], [corpus.latin, latin]] as const) {
      for (let n = 0; n < fits.length; n++) {
        if (!fits[n] || forms.kind[n] === IDENTIFIER) continue;
        if (things[forms.thing[n]] < fits[n]) things[forms.thing[n]] = fits[n];
      }
    }
    const classes = this.#classes(term);
    return {
      chinese,
      latin,
      things,
      classes: Uint8Array.from(p.classSets, (set) => Number(set.some((c) => classes[c]))),
      cities: Uint8Array.from(p.citySets, (set) => Number(set.some((c) => things[p.cities[c]] >= FIT.begin))),
      relations: corpus.relationWords.mark(term, corpus.relations.fits(term, null)),
      scales: corpus.scales.fits(term, corpus.sounds),
      texts: corpus.texts.fits(term, null),
      qualifiers: corpus.qualifiers.fits(term, null),
      times: corpus.times.fits(term, null),
      modalities: corpus.modalities.fits(term, null),
      value: term.value,
      isNeeded: false,
      weight: 1 / Math.log2(2 + things.reduce((count, fit) => count + Number(fit > 0), 0)),
    };
  }

  /** The classes that a word names, with all below them; a letter or a part of a word names none. */
  #classes(term: Term): boolean[] {
    const { classes } = this.#model.picture;
    const fits = this.corpus.classWords.mark(term, this.corpus.classes.fits(term, null));
    const isNamed = (n: number): boolean => n >= 0 && (fits[n] >= FIT.begin - 1 || (classes[n][4] >= 0 && isNamed(classes[n][4])));
    return classes.map((row, n) => term.text.length > 1 && row[4] >= 0 && isNamed(n));
  }

  #things(query: Query, need: number, parts: Parts[]): Float32Array {
    const { corpus } = this;
    const p = this.#model.picture;
    const scores = new Float32Array(this.#model.count);
    if (need === query.terms.length) {
      this.#byForms(corpus.chinese, query, parts.map((part) => part.chinese), scores);
      this.#byForms(corpus.latin, query, parts.map((part) => part.latin), scores);
    }
    const sums = new Sums(scores.length, need, parts.length);
    const isDirect = new Uint8Array(scores.length).fill(1);
    for (const part of parts) {
      for (let n = 0; n < scores.length; n++) {
        if (scores[n] || !sums.isOpen(n)) continue;
        if (!part.things[n]) isDirect[n] = 0;
        sums.add(n, part.weight * (part.things[n] || (part.classes[p.classSet[n]] || part.cities[p.citySet[n]]) * BESIDE));
      }
      sums.next(part.isNeeded);
    }
    sums.result().forEach((sum, n) => {
      if (sum) scores[n] = need < parts.length ? sum : isDirect[n] ? DIRECT + sum / 100 : sum / 100;
    });
    return scores;
  }

  /** Things by the forms that have all of the words. */
  #byForms(forms: Forms, query: Query, fits: Uint8Array[], scores: Float32Array): void {
    const whole = new Uint8Array(forms.pool.count);
    if (query.terms.length > 1) {
      const phrase: Term = { text: query.phrase, also: [], stem: "", letters: query.letters, value: NaN, isWeak: false };
      whole.set(forms.pool.fits(phrase, this.corpus.sounds));
    }
    for (let n = 0; n < forms.pool.count; n++) {
      let met = 0;
      let sum = 0;
      for (const fit of fits) {
        if (!fit[n]) continue;
        met++;
        sum += fit[n];
      }
      if (met < query.terms.length && !whole[n]) continue;
      // One word fits as it fits; of several, those that stand as they were typed come first, and those with little else.
      const most = Math.min(1, query.phrase.length / (forms.pool.starts[n + 1] - forms.pool.starts[n]));
      const fit = fits.length === 1 ? sum : Math.max(whole[n], FIT.word - 1.5 + Math.min(0, sum / met - FIT.word) + most);
      const score = (DIRECT + fit * 10) - (forms.kind[n] === OWN ? 0 : forms.kind[n] === IDENTIFIER ? 60 : 5);
      const thing = forms.thing[n];
      if (scores[thing] < score) scores[thing] = Math.max(score, 2);
    }
  }

  #facts(need: number, parts: Parts[]): Float32Array {
    const { subject, object, relation, modality, time } = this.#model.picture.facts;
    const { citySet, classSet } = this.#model.picture;
    const { qualifiers } = this.#model.details!.facts;
    const sums = new Sums(this.#model.factCount, need, parts.length);
    for (const part of parts) {
      let text = 0;
      for (let n = 0; n < subject.length; n++) {
        const said = object[n] === TEXT ? text++ : -1;
        if (!sums.isOpen(n)) continue;
        let fit = Math.max(part.things[subject[n]], said < 0 ? part.things[object[n]] : part.texts[said]);
        fit = Math.max(fit, part.relations[relation[n]], part.modalities[modality[n]]);
        if (fit < FIT.word && parts.length > 1) fit = Math.max(fit, BESIDE * Math.max(part.classes[classSet[subject[n]]], said < 0 ? part.classes[classSet[object[n]]] : 0));
        if (fit < FIT.word) fit = Math.max(fit, part.qualifiers[qualifiers[n]] / 2, part.times[time[n]] / 2, part.cities[citySet[subject[n]]] * BESIDE);
        sums.add(n, fit * part.weight);
      }
      sums.next(part.isNeeded);
    }
    return sums.result();
  }

  #figures(need: number, parts: Parts[]): Float32Array {
    const f = this.#model.details!.figures;
    const { citySet } = this.#model.picture;
    const sums = new Sums(f.id.length, need, parts.length);
    const [values, most] = [f.value, f.max].map((texts) => texts.map((text) => (text ? Number(text) : NaN)));
    for (const part of parts) {
      for (let n = 0; n < values.length; n++) {
        if (!sums.isOpen(n)) continue;
        const about = f.about[n];
        let fit = Math.max(part.scales[f.indicator[n]], part.things[f.subject[n]], part.modalities[f.modality[n]]);
        if (part.value === values[n] || part.value === most[n]) fit = FIT.whole;
        const beside = Math.max(part.scales[f.unit[n]], part.qualifiers[f.qualifiers[n]], part.times[f.time[n]], typeof about === "number" && about >= 0 ? part.things[about] : 0) / 2;
        sums.add(n, Math.max(fit, beside, part.cities[citySet[f.subject[n]]] * BESIDE) * part.weight);
      }
      sums.next(part.isNeeded);
    }
    return sums.result();
  }

  /** The kinds that have any, in the order of what the best of each is worth. */
  #groups(scores: Scores, limits: Limits, worth: (kind: Kind, top: number) => number): Group[] {
    const { facts } = this.#model.picture;
    const figures = this.#model.details!.figures;
    const { degree } = this.#model;
    // Of equals the better connected thing comes first, what is so before what is only planned, what was withdrawn last.
    const behind = (modality: number, status: number): number => -modality - (this.#model.isWithdrawn(status) ? 100 : 0);
    const tie: Record<Kind, (n: number) => number> = {
      things: (n) => degree[n],
      facts: (n) => behind(facts.modality[n], facts.status[n]),
      figures: (n) => behind(figures.modality[n], figures.status[n]),
      passages: () => 0,
    };
    const groups = KINDS.map((kind) => ({ kind, ...best(scores[kind], limits[kind] ?? 5, tie[kind]) })).filter((group) => group.total);
    return groups
      .sort((a, b) => worth(b.kind, b.top) - worth(a.kind, a.top) || KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind))
      .map(({ kind, total, best }) => ({ kind, total, best }));
  }
}

/** How well many rows meet words that come one after the other; what can't have enough of them any more is passed over. */
class Sums {
  readonly #met: Uint8Array;
  /** The last word that each row met, counted from one. */
  readonly #last: Uint8Array;
  readonly #isOut: Uint8Array;
  readonly #sums: Float32Array;
  #done = 0;

  constructor(
    count: number,
    readonly need: number,
    readonly words: number,
  ) {
    this.#met = new Uint8Array(count);
    this.#last = new Uint8Array(count);
    this.#isOut = new Uint8Array(count);
    this.#sums = new Float32Array(count);
  }

  isOpen(n: number): boolean {
    return !this.#isOut[n] && this.#met[n] + this.words - this.#done >= this.need;
  }

  add(n: number, fit: number): void {
    if (!fit) return;
    this.#met[n]++;
    this.#last[n] = this.#done + 1;
    this.#sums[n] += fit;
  }

  /** Goes on to the next word; what has not met this one is out where it is needed. */
  next(isNeeded: boolean): void {
    this.#done++;
    if (isNeeded) for (let n = 0; n < this.#last.length; n++) if (this.#last[n] < this.#done) this.#isOut[n] = 1;
  }

  result(): Float32Array {
    for (let n = 0; n < this.#sums.length; n++) if (this.#isOut[n] || this.#met[n] < this.need) this.#sums[n] = 0;
    return this.#sums;
  }
}

/** The best few of many, without sorting the thousands after them. */
function best(scores: Float32Array, limit: number, tie: (n: number) => number): { total: number; top: number; best: number[] } {
  const chosen: number[] = [];
  let total = 0;
  const isBetter = (a: number, b: number) => scores[a] - scores[b] || tie(a) - tie(b);
  for (let n = 0; n < scores.length; n++) {
    if (!scores[n]) continue;
    total++;
    if (chosen.length === limit && isBetter(n, chosen[limit - 1]) <= 0) continue;
    let at = chosen.length;
    while (at > 0 && isBetter(n, chosen[at - 1]) > 0) at--;
    chosen.splice(at, 0, n);
    if (chosen.length > limit) chosen.pop();
  }
  return { total, top: chosen.length ? scores[chosen[0]] : 0, best: chosen };
}
