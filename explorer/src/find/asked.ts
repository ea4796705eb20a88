// What a question asks for beyond its single words: ready questions, whole classes, and the names it can't do without.
import type { Model } from "../data/model";
import type { Corpus } from "./corpus";
import type { Pool } from "./pool";
import { parse, read, type Query, type Term } from "./query";

/** How many ready questions are offered. */
const FEW = 2;

/** A class with all below it, or a broad group of the legend. */
export interface Family {
  names: readonly [zh: string, en: string];
  classes: ReadonlySet<number>;
  total: number;
}

const known = new WeakMap<Corpus, { family: Family; terms: Term[] }[]>();

/** The classes and broad groups that have things, each with the words that name it. */
function families(corpus: Corpus): { family: Family; terms: Term[] }[] {
  let all = known.get(corpus);
  if (!all) {
    const { classes, legend } = corpus.model.picture;
    const { words } = corpus.model.details!;
    const isBelow = (n: number, above: number): boolean => n === above || (classes[n][4] >= 0 && isBelow(classes[n][4], above));
    const sets = [
      ...classes.map(([name, zh, en], above) => ({ forms: [name, zh, en, ...(words[name]?.split("|") ?? [])], names: [zh, en] as const, own: classes.flatMap((_, n) => (isBelow(n, above) ? [n] : [])) })),
      ...legend.map(([zh, en, colour]) => ({ forms: [zh, en], names: [zh, en] as const, own: classes.flatMap((row, n) => (row[3] === colour ? [n] : [])) })),
    ];
    all = sets.map(({ forms, names, own }) => {
      const set = new Set(own);
      return { family: { names, classes: set, total: having(corpus.model, set) }, terms: forms.map((form) => read(corpus.folding.fold(form))) };
    });
    known.set(corpus, (all = all.filter(({ family }) => family.total)));
  }
  return all;
}

function having(model: Model, classes: ReadonlySet<number>): number {
  const { classSets, classSet } = model.picture;
  const isIn = classSets.map((set) => set.some((c) => classes.has(c)));
  return classSet.reduce((count, set) => count + Number(isIn[set]), 0);
}

/** The classes and groups that a query names in a word or as a whole, each once. */
export function classesIn(corpus: Corpus, query: Query): Family[] {
  const words = [...query.terms, read(query.phrase)];
  const found = families(corpus).filter(({ terms }) => terms.some((name) => isWhole(name, query) || words.some((word) => isSame(name, word))));
  return [...new Map(found.map(({ family }) => [family.names[0], family] as const).reverse()).values()].reverse();
}

/** The classes, with all below them, whose name a query is and nothing else: foreign partners. */
export function namedClasses(corpus: Corpus, query: Query): Set<number> {
  const named = families(corpus).filter(({ terms }) => terms.some((name) => isWhole(name, query)));
  return new Set(named.flatMap(({ family }) => [...family.classes]));
}

/** Whether a query is a name, word by word, also in other English forms of the words. */
function isWhole(name: Term, query: Query): boolean {
  const [own, asked] = [name.text, query.phrase].map((text) => text.split(" "));
  return own.length === asked.length && own.every((word, n) => isSame(read(word), read(asked[n])));
}

function namesClass(corpus: Corpus, word: Term): boolean {
  return families(corpus).some(({ terms }) => terms.some((name) => isSame(name, word)));
}

/** Whether a word is a name, also in another English form of it. */
function isSame(name: Term, word: Term): boolean {
  return name.text === word.text || (name.stem !== "" && name.stem === word.stem);
}

/** The ready questions that have most of a query's words, and of whose own words the query has as much. */
export function questionsIn(corpus: Corpus, query: Query): number[] {
  const words = query.terms.filter((term) => !term.isWeak);
  if (words.length < 2) return [];
  const fits = words.map((word) => corpus.questions.fits(word, null));
  const names = words.map((word) => corpus.isName(word.text) || isPiece(corpus, word));
  const scored = corpus.model.picture.views.map((_, n) => {
    const share = [2 * n, 2 * n + 1].map((line) => {
      const met = words.filter((_, k) => fits[k][line]);
      const missesName = words.some((_, k) => names[k] && !fits[k][line]);
      if (missesName || met.length * 2 <= words.length) return 0;
      const own = parse(corpus.questions.line(line), corpus.folding, corpus.price).terms.filter((term) => !term.isWeak);
      const asked = own.filter((of) => met.some(({ text, stem }) => of.text.includes(text) || text.includes(of.text) || (stem !== "" && stem === of.stem)));
      return length(asked) * 2 >= length(own) ? met.length / words.length : 0;
    });
    return { n, share: Math.max(...share) };
  });
  return scored.filter(({ share }) => share).sort((a, b) => b.share - a.share).slice(0, FEW).map(({ n }) => n);
}

function length(terms: Term[]): number {
  return terms.reduce((sum, { text }) => sum + text.length, 0);
}

/** Whether a word is part of a name, and no common word of the vocabulary. */
function isPiece(corpus: Corpus, term: Term): boolean {
  const has = (pool: Pool) => pool.fits(term, null).some(Boolean);
  const { classes, relations, classWords, relationWords, scales, chinese, latin } = corpus;
  return term.text.length > 2 && ![classes, relations, classWords.pool, relationWords.pool, scales].some(has) && [chinese.pool, latin.pool].some(has);
}

/** Which words of a query every hit must have, the rarest first: those that are names, and parts of names. */
export function needed(corpus: Corpus, terms: Term[], counts: number[]): number[] {
  const of = [...terms.keys()].filter((k) => counts[k]);
  const isNeeded = (term: Term) => (corpus.isName(term.text) && !namesClass(corpus, term)) || isPiece(corpus, term);
  return of.filter((k) => isNeeded(terms[k])).sort((a, b) => counts[a] - counts[b] || terms[b].text.length - terms[a].text.length);
}
