// Places for the few things of a view: as they lie in the whole picture, but with room for each and its name, and no
// link below a thing that it does not touch, which would seem to be linked.
import type { Model, Places } from "../data/model";
import type { Shown } from "../view/filter";
import { asLabel } from "../data/offsets";
import { evened, spread, type Body } from "../paper/spread";
import { lang } from "../texts";

/** More things than this keep the places that they have. */
const FEW = 24;
const ROUNDS = 60;
/** Pixels from a link to the rim of a dot that it passes. */
const PAST = 12;
const NAME = 14;

/** Where the things that are drawn stand, where they are a few of many; `width` and `height` are those of the window. */
export function placesOfFew(model: Model, shown: Shown, width: number, height: number): Places | null {
  if (shown.thingCount < 3 || shown.thingCount > FEW || shown.thingCount === model.count) return null;
  const things = [...shown.things.keys()].filter((n) => shown.things[n]);
  const { x, y } = model.picture;
  const bodies = evened(things.map((n) => [x[n], y[n]]), 0.5).map(([right, down], at) => body(model, things[at], right * width, down * height));
  const links = linksOf(model, shown, things);
  for (let round = 0; round < ROUNDS; round++) {
    const isFree = spread(bodies, width, height, ROUNDS);
    const isClear = passBy(bodies, links);
    if (isFree && isClear) break;
  }
  // The window in the middle of the whole picture.
  const [left, right, top, bottom] = [Math.min(...x), Math.max(...x), Math.min(...y), Math.max(...y)];
  const unit = Math.max((right - left) / width, (bottom - top) / height) || 1;
  const middle = [(left + right - width * unit) / 2, (top + bottom - height * unit) / 2];
  return new Map(things.map((n, at) => [n, [middle[0] + bodies[at].x * unit, middle[1] + bodies[at].y * unit]]));
}

/** A dot with its name to the right of it. */
function body(model: Model, thing: number, x: number, y: number): Body {
  const r = radius(model, thing);
  return { x, y, left: r + 6, right: r + 10 + wide(asLabel(model.name(thing, lang()))), up: r + 6, down: r + 6 };
}

/** About as many pixels as a name takes. */
function wide(name: string): number {
  return [...name].reduce((sum, letter) => sum + (letter > "\u2e7f" ? NAME : 0.6 * NAME), 0);
}

function radius(model: Model, thing: number): number {
  return 3 + Math.min(1.6 * Math.sqrt(model.weight[thing]), 15);
}

/** Pairs of places in a list of things that a shown fact links. */
function linksOf(model: Model, shown: Shown, things: number[]): [number, number][] {
  const place = new Map(things.map((n, at) => [n, at]));
  const found = new Map<string, [number, number]>();
  things.forEach((n, a) => {
    for (const fact of model.factsOf(n)) {
      const b = place.get(model.other(fact, n));
      if (shown.facts[fact] && b !== undefined && a < b) found.set(`${a} ${b}`, [a, b]);
    }
  });
  return [...found.values()];
}

/** Moves what a link of others passes under out of its way; whether nothing was. */
function passBy(bodies: Body[], links: [number, number][]): boolean {
  let isClear = true;
  for (const [from, to] of links) {
    const [a, b] = [bodies[from], bodies[to]];
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const length = Math.hypot(dx, dy) || 1;
    bodies.forEach((c, at) => {
      const along = ((c.x - a.x) * dx + (c.y - a.y) * dy) / length;
      if (at === from || at === to || along < 0 || along > length) return;
      const off = ((c.y - a.y) * dx - (c.x - a.x) * dy) / length;
      const step = c.up + PAST - 6 - Math.abs(off);
      if (step <= 0) return;
      isClear = false;
      const side = off < 0 ? -1 : 1;
      c.x -= (dy / length) * step * side;
      c.y += (dx / length) * step * side;
    });
  }
  return isClear;
}
