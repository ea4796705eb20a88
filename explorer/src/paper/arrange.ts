// Where everything of a picture stands on paper, in points: things with their names, then words on links.
import type { Model } from "../data/model";
import { boxOf, evened, spread, Taken, type Body, type Box } from "./spread";
import type { Link, Subject } from "./subject";
import { lang } from "../texts";
import { balanced, widthOf } from "./typeset";

/** The smallest type that a journal prints. */
export const NAME = 6.5;
export const WORD = 6;
const LINE = 1.18;
const NAME_WIDTH = 9;
/** Of more things than this, the best connected are named; of fewer, all, and in full. */
const ALL_NAMED = 100;

export interface Placed {
  thing: number;
  x: number;
  y: number;
  r: number;
  /** The lines of its name, empty where there was no room, and the middle of the first one's foot. */
  name: string[];
  nameX: number;
  nameY: number;
}

export interface Arranged {
  things: Placed[];
  words: { text: string; x: number; y: number }[];
  height: number;
  unnamed: number;
  wordless: number;
}

export interface Room {
  width: number;
  lowest: number;
  highest: number;
}

/** Arranges a picture of a width; it is as high as it needs to be, up to the highest that is allowed. */
export function arrange(model: Model, subject: Subject, room: Room, words: (link: Link) => string): Arranged {
  const { width, lowest, highest } = room;
  const many = subject.things.length > ALL_NAMED;
  const labels = new Map(subject.things.map((n) => [n, balanced(model.name(n, lang()), NAME_WIDTH * NAME, NAME, many ? 2 : 4)]));
  const area = (n: number) => Math.max(...labels.get(n)!.map((line) => widthOf(line, NAME))) * (labels.get(n)!.length * NAME * LINE + 10);
  let named = subject.things.length;
  if (many) {
    for (let used = named = 0; named < subject.things.length && used < 0.5 * width * Math.min(highest, width * 0.78); ) used += area(subject.things[named++]);
  }
  const needed = subject.things.slice(0, named).reduce((sum, n) => sum + area(n), 0) / width;
  const least = Array.isArray(subject.steps) ? tallest(subject, subject.steps, labels) : width * 0.45;
  const heights = many
    ? [Math.max(Math.min(highest, width * 0.78), lowest)]
    : [1.7, 2.3, 3, 4, 5].map((factor) => Math.min(highest, Math.max(lowest, needed * factor, Math.min((least * factor) / 1.7, highest))));
  for (;;) {
    for (const height of heights) {
      const bodies = subject.things.map((n, at) => bodyOf(model, n, at < named ? labels.get(n)! : []));
      put(subject, bodies, width, height);
      const free = spread(bodies, width, height);
      const arranged = free || named < 2 ? finish(model, subject, bodies, labels, named, { width, height, words }) : null;
      if (arranged && (!arranged.wordless || height === heights.at(-1))) return arranged;
    }
    named = Math.floor(named * 0.85);
  }
}

/** The height of the longest column of a picture that is read from left to right, with room between. */
function tallest({ things }: Subject, steps: number[], labels: Map<number, string[]>): number {
  const columns = new Map<number, number>();
  things.forEach((n, at) => columns.set(steps[at], (columns.get(steps[at]) ?? 0) + labels.get(n)!.length * NAME * LINE + 20));
  return Math.max(...columns.values());
}

function bodyOf(model: Model, n: number, name: string[]): Body {
  const r = reach(model, n);
  const half = Math.max(r, ...name.map((line) => widthOf(line, NAME) / 2));
  return { x: 0, y: 0, left: half, right: half, up: r, down: r + (name.length ? name.length * NAME * LINE + 1 : 0) };
}

function radius(model: Model, n: number): number {
  return 2 + Math.min(0.55 * Math.sqrt(model.weight[n]), 5);
}

/** How far a mark reaches: corners reach further than a circle of the same area. */
function reach(model: Model, n: number): number {
  return 1.4 * radius(model, n);
}

/** Puts things where the page has them, around the first, or in columns from left to right. */
function put({ things, steps, at }: Subject, bodies: Body[], width: number, height: number): void {
  let points: [number, number][];
  if (steps === "around") points = around(things.length);
  else if (steps) {
    const last = Math.max(...steps, 1);
    points = things.map((_, here) => {
      const column = things.map((_, n) => n).filter((n) => steps[n] === steps[here]);
      return [steps[here] / last, (column.indexOf(here) + 0.5) / column.length];
    });
  } else {
    points = evened(things.map((n) => [at.x[n], at.y[n]]), things.length > ALL_NAMED ? 0.3 : 0.5);
  }
  bodies.forEach((body, at) => {
    body.x = body.left + points[at][0] * (width - body.left - body.right);
    body.y = body.up + points[at][1] * (height - body.up - body.down);
  });
}

/** The first in the middle, the others in their order around it on one ring or more, so that words find room. */
function around(count: number): [number, number][] {
  const others = count - 1;
  const rings = others > 36 ? [1, 0.68, 0.84] : others > 16 ? [1, 0.72] : [1];
  return Array.from({ length: count }, (_, n) => {
    if (!n) return [0.5, 0.5];
    const angle = ((n - 1) / others) * 2 * Math.PI;
    const far = rings[n % rings.length] / 2;
    return [0.5 + far * Math.sin(angle), 0.5 - far * Math.cos(angle)];
  });
}

interface Sheet {
  width: number;
  height: number;
  words(link: Link): string;
}

function finish(model: Model, subject: Subject, bodies: Body[], labels: Map<number, string[]>, named: number, sheet: Sheet): Arranged {
  const taken = new Taken();
  const things = subject.things.map((thing, at): Placed => {
    const [r, far] = [radius(model, thing), reach(model, thing)];
    const { x, y } = bodies[at];
    taken.take(boxOf(at < named ? bodies[at] : { ...bodies[at], left: far, right: far, up: far, down: far }));
    return { thing, x, y, r, name: at < named ? labels.get(thing)! : [], nameX: x, nameY: y + far + NAME };
  });
  for (const spot of things.slice(named)) nameBeside(spot, reach(model, spot.thing), labels.get(spot.thing)!, taken, sheet);
  const at = new Map(things.map((spot) => [spot.thing, spot]));
  const words = subject.links.map((link) => wordOn(at.get(link.from)!, at.get(link.to)!, sheet.words(link), taken, sheet));
  return {
    things,
    words: words.flatMap((word) => (word?.text ? [word] : [])),
    height: sheet.height,
    unnamed: things.filter((spot) => !spot.name.length).length,
    wordless: words.filter((word) => word === null).length,
  };
}

/** A name that had no room of its own goes where some is left around its thing. */
function nameBeside(spot: Placed, far: number, name: string[], taken: Taken, sheet: Sheet): void {
  const half = Math.max(...name.map((line) => widthOf(line, NAME))) / 2;
  const high = name.length * NAME * LINE;
  const aside = far + half + 1.5;
  for (const [x, top] of [[0, far + 1], [0, -far - 1 - high], [aside, -high / 2], [-aside, -high / 2], [aside, 0], [-aside, 0], [aside, -high], [-aside, -high]]) {
    const box: Box = [spot.x + x - half, spot.y + top, spot.x + x + half, spot.y + top + high];
    if (!within(box, sheet) || !taken.isFree(box)) continue;
    taken.take(box);
    Object.assign(spot, { name, nameX: spot.x + x, nameY: spot.y + top + NAME * 0.95 });
    return;
  }
}

/** A word as near to the middle of its link as there is room; null where there is none. */
function wordOn(a: Placed, b: Placed, text: string, taken: Taken, sheet: Sheet): { text: string; x: number; y: number } | null {
  if (!text) return { text, x: 0, y: 0 };
  const half = widthOf(text, WORD) / 2;
  for (const part of [0.5, 0.45, 0.55, 0.4, 0.6, 0.35, 0.65, 0.3, 0.7, 0.25, 0.75, 0.2, 0.8]) {
    const [x, y] = [a.x + (b.x - a.x) * part, a.y + (b.y - a.y) * part];
    const box: Box = [x - half, y - WORD * 0.6, x + half, y + WORD * 0.6];
    if (!within(box, sheet) || !taken.isFree(box)) continue;
    taken.take(box);
    return { text, x, y: y + WORD * 0.36 };
  }
  return null;
}

function within(box: Box, sheet: Sheet): boolean {
  return box[0] >= 0 && box[1] >= 0 && box[2] <= sheet.width && box[3] <= sheet.height;
}
