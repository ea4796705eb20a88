// What a word that stands nowhere may have meant: the same sounds, or a letter more, less, changed or exchanged.
import type { Corpus } from "./corpus";
import { FIT } from "./pool";
import { parse, read as readTerm, type Query, type Term } from "./query";

/** The query with such words for those that nothing has; letters that stand nowhere may be two words. */
export function near(corpus: Corpus, query: Query): Query {
  // In a question a short word that stands nowhere is seldom a misspelled one: cite is not city.
  const isShort = (term: Term) => query.terms.length > 2 && /^([a-z]{1,4}|\p{Script=Han}{1,2})$/u.test(term.text) && !soundsLikeName(corpus, term);
  const terms = query.terms.flatMap((term) => (stands(corpus, term) ? [term] : isShort(term) ? [] : (meant(corpus, term) ?? split(corpus, term))));
  return { terms, phrase: terms.map((term) => term.text).join(" "), letters: "", asksAmount: query.asksAmount };
}

/** Letters as the initials or sounds of two words of which the first is a name: jn rsj. */
function split(corpus: Corpus, term: Term): Term[] {
  const { pool } = corpus.chinese;
  for (let at = term.letters.length - 2; at >= 2; at--) {
    const parts = [term.letters.slice(0, at), term.letters.slice(at)].map((text) => ({ ...term, text, stem: "", letters: text }));
    const [one, other] = parts.map((part) => pool.fits(part, corpus.sounds));
    if (one.includes(FIT.soundWhole) && one.some((fit, n) => fit >= FIT.soundBegin && other[n])) return parts;
  }
  return [];
}

function soundsLikeName(corpus: Corpus, { text }: Term): boolean {
  const letters = /^[a-z]/.test(text) ? null : corpus.sounds.spell(text);
  return Boolean(letters) && corpus.chinese.pool.fits(readTerm(letters!), corpus.sounds).includes(FIT.soundWhole);
}

function stands(corpus: Corpus, term: Term): boolean {
  const pools = [corpus.chinese.pool, corpus.latin.pool, corpus.scales, corpus.relations, corpus.relationWords.pool, corpus.classWords.pool, corpus.texts, corpus.qualifiers, corpus.times, corpus.modalities, corpus.passages];
  if (pools.some((pool) => [term.text, term.stem || term.text, ...term.also].some((text) => pool.has(text)))) return true;
  let isSound = false;
  if (term.letters) corpus.sounds.each(corpus.chinese.pool.text, term.letters, () => (isSound = true));
  return isSound || corpus.model.details!.figures.value.some((value) => value !== "" && Number(value) === term.value);
}

function meant(corpus: Corpus, term: Term): Term[] | null {
  const read = (text: string): Term[] => parse(text, corpus.folding, corpus.price).terms.slice(0, 1);
  const sound = /^[a-z]/.test(term.text) ? null : corpus.sounds.spell(term.text);
  const asSound = sound ? read(sound) : null;
  if (asSound?.[0] && stands(corpus, asSound[0])) return asSound;
  const most = term.text.length < 6 ? 1 : 2;
  let best: string | null = null;
  let least = most + 1;
  const source = /^[a-z]/.test(term.text) ? words(corpus) : lines(corpus, term.text.length + 1);
  for (const word of source) {
    // Whoever mistypes a word seldom does so at its first letter.
    if (word[0] !== term.text[0] || Math.abs(word.length - term.text.length) >= least) continue;
    const far = distance(term.text, word, least);
    if (far < least) [least, best] = [far, word];
  }
  return best === null ? null : read(best);
}

const vocabularies = new WeakMap<Corpus, Set<string>>();

/** The English words of all names. */
function words(corpus: Corpus): Set<string> {
  let known = vocabularies.get(corpus);
  if (!known) {
    const texts = [corpus.latin.pool.text, corpus.chinese.pool.text, corpus.scales.text];
    known = new Set(texts.flatMap((text) => text.match(/[a-z]{3,}/g) ?? []));
    vocabularies.set(corpus, known);
  }
  return known;
}

/** The Chinese names up to a length. */
function* lines(corpus: Corpus, longest: number): Generator<string> {
  const { pool } = corpus.chinese;
  for (let n = 0; n < pool.count; n++) {
    if (pool.starts[n + 1] - pool.starts[n] <= longest + 1) yield pool.line(n);
  }
}

/** How many letters differ, two exchanged ones counting as one; `most` for that many and more. */
export function distance(a: string, b: string, most: number): number {
  let [before, last] = [new Array<number>(), Array.from({ length: b.length + 1 }, (_, n) => n)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = Number(a[i - 1] !== b[j - 1]);
      row[j] = Math.min(row[j - 1] + 1, last[j] + 1, last[j - 1] + change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    if (Math.min(...row) >= most) return most;
    [before, last] = [last, row];
  }
  return Math.min(last[b.length], most);
}
