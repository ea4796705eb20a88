// Names in the picture: text with a rim of the ground's colour, the most important first, none over another, and none
// over another thing's dot where there is room beside it.
import type { NodeDisplayData } from "sigma/types";
import { Grid, type Box } from "./grid";
import { theme } from "../page/theme";

export const FONT = '"Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif';
const SIZE = 12;
const MOST = 80;
/** Dots of this size are kept free wherever there are too many to keep all free. */
const LARGE = 7;
const MARGIN = 5;
/** The dots of more things than this are not all kept free of names: it would take too long. */
const MANY_DOTS = 3_000;

export interface Spot {
  x: number;
  y: number;
  size: number;
}

export interface Names {
  order: Iterable<number>;
  /** Where a thing stands; null where it has no name. */
  place(n: number): Spot | null;
  name(n: number): string;
  /** So many at the beginning are drawn even over dots. */
  always?: number;
  /** Things whose dots are to be left free. */
  dots?: readonly number[];
  /** What lies over the picture: buttons and notes. */
  covered?: Box[];
  /** Whether a name is of less interest than the others. */
  quiet?(n: number): boolean;
}

type Drawn = Spot & Pick<NodeDisplayData, "color"> & { label: string | null; highlighted?: boolean };

const widths = new Map<string, number>();

/** Draws names in the order given, where they have room; what has been taken is returned. */
export function drawNames(context: CanvasRenderingContext2D, names: Names): Grid {
  const { canvas } = context;
  const ratio = devicePixelRatio || 1;
  const window: Box = [0, 0, canvas.width / ratio, canvas.height / ratio];
  const taken = new Grid();
  for (const box of names.covered ?? []) taken.take(box);
  const dots = new Dots(names, window);
  let drawn = 0;
  let at = 0;
  for (const n of names.order) {
    const isFirst = at++ < (names.always ?? 0);
    const spot = names.place(n);
    if (!spot || spot.x < 0 || spot.y < 0 || spot.x > window[2] || spot.y > window[3]) continue;
    const text = names.name(n);
    const size = fontSize(spot.size);
    const places = around(spot, textWidth(context, text) * size, size).filter(({ box }) => inside(box, window) && taken.isFree(box));
    const place = places.find(({ box }) => dots.areFree(box, n)) ?? (isFirst ? places[0] : undefined);
    if (!place) continue;
    taken.take(place.box);
    if (spot.size > LARGE) taken.take(boxOf(spot));
    drawText(context, text, place.left, place.y, size, names.quiet?.(n) ? theme().quiet : theme().text);
    if (++drawn === MOST) break;
  }
  dots.addTo(taken);
  return taken;
}

/** The dots that are to be left free. */
class Dots {
  readonly #grid = new Grid();
  readonly #boxes = new Map<number, Box>();

  constructor(names: Names, window: Box) {
    const { dots = [] } = names;
    for (const n of dots.length > MANY_DOTS ? [] : dots) {
      const spot = names.place(n);
      if (!spot) continue;
      const box = boxOf(spot);
      if (box[2] < window[0] || box[3] < window[1] || box[0] > window[2] || box[1] > window[3]) continue;
      this.#boxes.set(n, box);
      this.#grid.take(box);
    }
  }

  areFree(box: Box, but: number): boolean {
    return this.#grid.isFree(box, this.#boxes.get(but));
  }

  addTo(grid: Grid): void {
    for (const box of this.#boxes.values()) grid.take(box);
  }
}

/** Where a name may stand: right of its dot, left, below, above. */
function around({ x, y, size: dot }: Spot, wide: number, size: number): { left: number; y: number; box: Box }[] {
  const beside = dot + 3;
  const below = dot + size * 0.75;
  const lefts: [number, number][] = [[x + beside, y], [x - beside - wide, y], [x - wide / 2, y + below], [x - wide / 2, y - below]];
  return lefts.map(([left, middle]) => ({ left, y: middle, box: [left - MARGIN, middle - size * 0.6, left + wide + MARGIN, middle + size * 0.6] }));
}

function inside([left, top, right, bottom]: Box, window: Box): boolean {
  return left + MARGIN >= window[0] && top >= window[1] && right - MARGIN <= window[2] && bottom <= window[3];
}

function boxOf({ x, y, size }: Spot): Box {
  return [x - size, y - size, x + size, y + size];
}

export function fontSize(dot: number): number {
  return SIZE + Math.min(dot / 4, 4);
}

/** The width of a text in letters' heights. */
export function textWidth(context: CanvasRenderingContext2D, text: string): number {
  let width = widths.get(text);
  if (width === undefined) {
    context.font = `100px ${FONT}`;
    width = context.measureText(text).width / 100;
    widths.set(text, width);
  }
  return width;
}

export function drawText(context: CanvasRenderingContext2D, text: string, x: number, y: number, size: number, colour: string): void {
  context.font = `${size}px ${FONT}`;
  context.lineJoin = "round";
  context.lineWidth = 3;
  context.textBaseline = "middle";
  context.strokeStyle = theme().background;
  context.strokeText(text, x, y);
  context.fillStyle = colour;
  context.fillText(text, x, y);
}

/** What sigma draws for a thing under the pointer or chosen; the names are drawn with the others. */
export function drawHover(context: CanvasRenderingContext2D, data: Drawn): void {
  for (const [radius, fill] of [[data.size + 3, theme().mark], [data.size, data.color]] as const) {
    context.beginPath();
    context.arc(data.x, data.y, radius, 0, Math.PI * 2);
    context.fillStyle = fill;
    context.fill();
  }
}
