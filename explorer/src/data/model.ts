// The graph of the page, as Python wrote it: columns of numbers that index lists of text.
import { ACTUAL, TEXT, type Details, type Picture } from "../schema";

export type Language = "zh" | "en";
/** Where things stand in a view of its own. */
export type Places = Map<number, readonly [x: number, y: number]>;

export class Model {
  readonly count: number;
  readonly factCount: number;
  readonly degree: Uint32Array;
  /** What is drawn as a thing's size. */
  readonly weight: ArrayLike<number>;
  /** What is named before all else: what is to stand out, then the places that reports are about. */
  readonly first: number[];
  details: Details | null = null;
  #arranged: Pick<Picture, "x" | "y"> | null = null;
  #places: Places = new Map();
  /** First and last year of each time; 0 where there is none. */
  readonly years: [first: number, last: number][];
  #offsets: Uint32Array | null = null;
  #facts: Uint32Array = new Uint32Array();
  #textAt: Int32Array | null = null;
  #ids: Map<string, number> | null = null;

  constructor(readonly picture: Picture) {
    this.count = picture.names.length;
    this.factCount = picture.facts.subject.length;
    this.degree = new Uint32Array(this.count);
    const { subject, object, modality } = picture.facts;
    for (let f = 0; f < this.factCount; f++) {
      if (object[f] === TEXT || modality[f] !== ACTUAL) continue;
      this.degree[subject[f]]++;
      this.degree[object[f]]++;
    }
    this.weight = picture.weights ?? this.degree;
    this.first = [...new Set([...(picture.marked ?? []), ...picture.cities])];
    this.years = picture.times.map(([, start, end]) => [
      start || end ? Number((start || end).slice(0, 4)) : 0,
      end ? Number(end.slice(0, 4)) : start ? 9999 : 0,
    ]);
  }

  /** Where things stand now. */
  get x(): number[] {
    return (this.#arranged ?? this.picture).x;
  }

  get y(): number[] {
    return (this.#arranged ?? this.picture).y;
  }

  /** Moves things to their places in a view, and all others back; which have moved. */
  arrange(places: Places): Set<number> {
    const moved = new Set([...this.#places.keys(), ...places.keys()]);
    const { x, y } = this.picture;
    this.#places = places;
    this.#arranged = places.size ? { x: x.slice(), y: y.slice() } : null;
    for (const [n, place] of places) [this.x[n], this.y[n]] = place;
    return moved;
  }

  /** Puts a thing elsewhere, in a view or out of it, for as long as the page is open. */
  move(thing: number, x: number, y: number): void {
    [this.x[thing], this.y[thing]] = [x, y];
    if (this.#places.has(thing)) this.#places.set(thing, [x, y]);
  }

  /** Things in the order in which a picture names them: the first, then the best connected. */
  byWeight(things: Iterable<number>): number[] {
    const place = new Map(this.first.map((n, at) => [n, at - this.first.length]));
    return [...things].sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0) || this.degree[b] - this.degree[a] || a - b);
  }

  /** The numbers of the facts that a thing is subject or object of. */
  factsOf(thing: number): Uint32Array {
    if (!this.#offsets) this.#index();
    return this.#facts.subarray(this.#offsets![thing], this.#offsets![thing + 1]);
  }

  other(fact: number, thing: number): number {
    const { subject, object } = this.picture.facts;
    return subject[fact] === thing ? object[fact] : subject[fact];
  }

  name(thing: number, language: Language): string {
    const zh = this.picture.names[thing];
    return language === "zh" ? zh : this.details?.things.en[thing] || zh;
  }

  /** The name of a number in details that may be a thing of the page or one that the page leaves out. */
  nameOf(number: number, language: Language): string {
    if (number >= 0) return this.name(number, language);
    const [zh, en] = this.details!.others[-1 - number];
    return language === "zh" ? zh : en || zh;
  }

  classesOf(thing: number): number[] {
    return this.picture.classSets[this.picture.classSet[thing]];
  }

  colour(thing: number): string {
    return this.picture.classes[this.classesOf(thing)[0]][3];
  }

  citiesOf(thing: number): number[] {
    return this.picture.citySets[this.picture.citySet[thing]];
  }

  /** The text that a fact states, where its object is no thing. */
  text(fact: number): string {
    if (!this.#textAt) {
      this.#textAt = new Int32Array(this.factCount);
      let at = 0;
      for (let f = 0; f < this.factCount; f++) this.#textAt[f] = this.picture.facts.object[f] === TEXT ? at++ : -1;
    }
    return this.details?.facts.text[this.#textAt[fact]] ?? "";
  }

  thing(id: string): number {
    this.#ids ??= this.#byId();
    return this.#ids.get(id) ?? -1;
  }

  scale(number: number, language: Language): string {
    const [, zh, en] = this.details!.scales[number];
    return language === "zh" ? zh : en || zh;
  }

  /** The things by their ids, and by those that they once had. */
  #byId(): Map<string, number> {
    const { id, formerly } = this.details!.things;
    const before = Object.entries(formerly).flatMap(([n, ids]) => ids.map((former): [string, number] => [former, Number(n)]));
    return new Map([...before, ...id.map((now, n): [string, number] => [now, n])]);
  }

  /** Whether what has a status is held by nobody any more; it is in no view unless asked for. */
  isWithdrawn(status: number): boolean {
    const [name] = this.picture.statuses[status];
    return name === "rejected" || name === "deprecated";
  }

  /** The facts that say the same as one, itself among them: of the same time, as far as they have one. */
  tellings(fact: number): number[] {
    const { subject, object, relation, modality, status, time } = this.picture.facts;
    const rejected = this.picture.statuses.findIndex(([name]) => name === "rejected");
    const [a, b] = [subject[fact], object[fact]];
    const symmetric = this.picture.relations[relation[fact]][3] === 1;
    const same = (f: number) =>
      relation[f] === relation[fact] && modality[f] === modality[fact] && status[f] !== rejected && this.#meet(time[f], time[fact]) &&
      ((subject[f] === a && object[f] === b && (b !== TEXT || this.text(f) === this.text(fact))) ||
        (symmetric && b !== TEXT && subject[f] === b && object[f] === a));
    return [...this.factsOf(a)].filter(same);
  }

  #meet(one: number, other: number): boolean {
    const [a, b] = [this.years[one], this.years[other]];
    const undated = ([first, last]: [number, number]) => first === 0 && last === 0;
    return undated(a) || undated(b) || (a[0] <= b[1] && b[0] <= a[1]);
  }

  #index(): void {
    const { subject, object } = this.picture.facts;
    const offsets = new Uint32Array(this.count + 1);
    for (let f = 0; f < this.factCount; f++) {
      offsets[subject[f] + 1]++;
      if (object[f] !== TEXT && object[f] !== subject[f]) offsets[object[f] + 1]++;
    }
    for (let n = 0; n < this.count; n++) offsets[n + 1] += offsets[n];
    const next = offsets.slice();
    this.#facts = new Uint32Array(offsets[this.count]);
    for (let f = 0; f < this.factCount; f++) {
      this.#facts[next[subject[f]]++] = f;
      if (object[f] !== TEXT && object[f] !== subject[f]) this.#facts[next[object[f]]++] = f;
    }
    this.#offsets = offsets;
  }
}
