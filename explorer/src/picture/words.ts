// What links say, written along them: the relation in the page's language, with an arrow from subject to object.
import type { Grid, Box } from "./grid";
import { drawText, textWidth, type Spot } from "./labels";
import type { Links } from "./links";
import type { Model } from "../data/model";
import { label } from "../texts";

const SIZE = 11;
const MOST = 60;
/** So many links are looked at for a frame. */
const MOST_TRIED = 600;
/** Where along a link its words are tried, from its first end. */
const PLACES = [0.5, 0.62, 0.38, 0.74, 0.26];
const MOST_RELATIONS = 3;

/** A relation on a link: 1 where it goes from the link's first end to its second, -1 back, 0 where it has no direction. */
export interface Word {
  text: string;
  direction: number;
}

/** The relations that the shown facts state on a link, each once. */
export function wordsOf(model: Model, links: Links, facts: Uint8Array, link: number): Word[] {
  const [a, b] = [links.from[link], links.to[link]];
  const { subject, relation } = model.picture.facts;
  const end = model.factsOf(a).length < model.factsOf(b).length ? a : b;
  const words = new Map<string, Word>();
  for (const fact of model.factsOf(end)) {
    if (links.ofFact[fact] !== link || !facts[fact]) continue;
    const row = model.picture.relations[relation[fact]];
    const direction = row[3] === 1 ? 0 : subject[fact] === a ? 1 : -1;
    words.set(`${row[0]} ${direction}`, { text: label(row), direction });
  }
  return [...words.values()];
}

/** The words as one line, read from the left; `along` is -1 where the link's first end is on the right. */
export function line(words: Word[], along: number): string {
  const parts = words.slice(0, MOST_RELATIONS).map(({ text, direction }) => {
    const way = direction * along;
    return way > 0 ? `${text} →` : way < 0 ? `← ${text}` : text;
  });
  return parts.join(" · ") + (words.length > MOST_RELATIONS ? " …" : "");
}

/** Writes words along links where there is room, or `always` beside them; both ends are places in the window. */
export function drawWords(context: CanvasRenderingContext2D, grid: Grid, found: Iterable<{ a: Spot; b: Spot; words: Word[] }>, colour: string, always = false): void {
  const ratio = devicePixelRatio || 1;
  const window: Box = [0, 0, context.canvas.width / ratio, context.canvas.height / ratio];
  let [drawn, tried] = [0, 0];
  for (const { a, b, words } of found) {
    if (++tried > MOST_TRIED || drawn === MOST) return;
    if (!words.length) continue;
    const text = line(words, b.x < a.x ? -1 : 1);
    const wide = textWidth(context, text) * SIZE;
    const place = along(a, b, wide, window, grid) ?? (always ? beside(a, b, wide, window, grid) : null);
    if (!place) continue;
    for (const box of place.boxes) grid.take(box);
    context.save();
    context.transform(place.cos, place.sin, -place.sin, place.cos, place.x, place.y);
    drawText(context, text, -wide / 2, 0, SIZE, colour);
    context.restore();
    drawn++;
  }
}

/** Where words stand, the middle of their line, and which way it runs. */
interface Place {
  x: number;
  y: number;
  cos: number;
  sin: number;
  boxes: Box[];
}

function along(a: Spot, b: Spot, wide: number, window: Box, grid: Grid): Place | null {
  const seen = visible(a, b, window);
  if (!seen) return null;
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  const [toX, toY] = [(b.x - a.x) / length, (b.y - a.y) / length];
  const [cos, sin] = toX < 0 ? [-toX, -toY] : [toX, toY];
  for (const at of PLACES) {
    const middle = seen[0] + (seen[1] - seen[0]) * at;
    if (middle - wide / 2 < seen[0] || middle + wide / 2 > seen[1]) continue;
    const [x, y] = [a.x + toX * middle, a.y + toY * middle];
    const boxes = boxesAlong(x, y, cos, sin, wide);
    if (boxes.every((box) => grid.isFree(box))) return { x, y, cos, sin, boxes };
  }
  return null;
}

/** Below or above the middle of a link that is too short. */
function beside(a: Spot, b: Spot, wide: number, window: Box, grid: Grid): Place | null {
  const x = (a.x + b.x) / 2;
  for (const lines of [1.5, -1.5, 3, -3]) {
    const y = (a.y + b.y) / 2 + lines * SIZE;
    const boxes = boxesAlong(x, y, 1, 0, wide);
    const isInside = x - wide / 2 > window[0] && x + wide / 2 < window[2] && y - SIZE > window[1] && y + SIZE < window[3];
    if (isInside && boxes.every((box) => grid.isFree(box))) return { x, y, cos: 1, sin: 0, boxes };
  }
  return null;
}

/** From where to where a link is seen, in pixels from its first end: between the dots and inside the window. */
function visible(a: Spot, b: Spot, window: Box): [number, number] | null {
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  let [from, to] = [a.size + 4, length - b.size - 4];
  for (const [start, way, low, high] of [
    [a.x, (b.x - a.x) / length, window[0], window[2]],
    [a.y, (b.y - a.y) / length, window[1], window[3]],
  ]) {
    if (Math.abs(way) < 1e-9) {
      if (start < low || start > high) return null;
      continue;
    }
    const [near, far] = way > 0 ? [(low - start) / way, (high - start) / way] : [(high - start) / way, (low - start) / way];
    [from, to] = [Math.max(from, near + SIZE), Math.min(to, far - SIZE)];
  }
  return to - from > 2 * SIZE ? [from, to] : null;
}

/** A slanting text as a row of small boxes. */
function boxesAlong(x: number, y: number, cos: number, sin: number, wide: number): Box[] {
  const count = Math.max(1, Math.ceil(wide / SIZE));
  const half = SIZE / 2 + 1;
  return Array.from({ length: count }, (_, n) => {
    const at = ((n + 0.5) / count - 0.5) * wide;
    const [left, top] = [x + cos * at, y + sin * at];
    return [left - half, top - half, left + half, top + half];
  });
}
