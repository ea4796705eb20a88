// Names in the picture: text with a rim of the ground's colour, the most important first, none over another.
import type { NodeDisplayData } from "sigma/types";
import { theme } from "./theme";

export const FONT = '"Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif';
const SIZE = 12;
const MOST = 80;
/** Dots of this size are never covered by a name. */
const LARGE = 7;
const MARGIN = 5;

export interface Spot {
  x: number;
  y: number;
  size: number;
}

type Drawn = Spot & Pick<NodeDisplayData, "color"> & { label: string | null; highlighted?: boolean };
type Box = [left: number, top: number, right: number, bottom: number];

const widths = new Map<string, number>();

/** Draws names in the order given, where they have room; a place of null has no name. */
export function drawNames(
  context: CanvasRenderingContext2D,
  order: Iterable<number>,
  place: (n: number) => Spot | null,
  name: (n: number) => string,
): void {
  const { canvas } = context;
  const ratio = devicePixelRatio || 1;
  const [width, height] = [canvas.width / ratio, canvas.height / ratio];
  const grid = new Grid();
  let drawn = 0;
  for (const n of order) {
    const spot = place(n);
    if (!spot || spot.x < 0 || spot.y < 0 || spot.x > width || spot.y > height) continue;
    const text = name(n);
    const size = fontSize(spot.size);
    const wide = textWidth(context, text) * size;
    const { x, y, size: dot } = spot;
    // To the right of its dot, or where the window ends there, to the left.
    const left = x + dot + 3 + wide > width ? x - dot - 3 - wide : x + dot + 3;
    const box: Box = [left - MARGIN, y - size * 0.6, left + wide + MARGIN, y + size * 0.6];
    if (!grid.isFree(box)) continue;
    grid.take(box);
    if (dot > LARGE) grid.take([x - dot, y - dot, x + dot, y + dot]);
    drawText(context, text, left, spot.y, size);
    if (++drawn === MOST) break;
  }
}

/** What has been taken, by squares, so that a name is compared with its neighbours alone. */
class Grid {
  static readonly #side = 64;
  readonly #boxes = new Map<string, Box[]>();

  isFree(box: Box): boolean {
    return Grid.#squares(box).every((key) => !this.#boxes.get(key)?.some((other) => overlaps(box, other)));
  }

  take(box: Box): void {
    for (const key of Grid.#squares(box)) {
      const held = this.#boxes.get(key);
      if (held) held.push(box);
      else this.#boxes.set(key, [box]);
    }
  }

  static #squares([left, top, right, bottom]: Box): string[] {
    const side = Grid.#side;
    const squares: string[] = [];
    for (let x = Math.floor(left / side); x * side < right; x++) {
      for (let y = Math.floor(top / side); y * side < bottom; y++) squares.push(`${x},${y}`);
    }
    return squares;
  }
}

function overlaps(a: Box, b: Box): boolean {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}

export function fontSize(dot: number): number {
  return SIZE + Math.min(dot / 4, 4);
}

/** The width of a text in letters' heights. */
function textWidth(context: CanvasRenderingContext2D, text: string): number {
  let width = widths.get(text);
  if (width === undefined) {
    context.font = `100px ${FONT}`;
    width = context.measureText(text).width / 100;
    widths.set(text, width);
  }
  return width;
}

function drawText(context: CanvasRenderingContext2D, text: string, x: number, y: number, size: number): void {
  const colours = theme();
  context.font = `${size}px ${FONT}`;
  context.lineJoin = "round";
  context.lineWidth = 3;
  context.textBaseline = "middle";
  context.strokeStyle = colours.background;
  context.strokeText(text, x, y);
  context.fillStyle = colours.text;
  context.fillText(text, x, y);
}

/** What sigma draws for a thing under the pointer or chosen; the name of what is chosen is drawn with the others. */
export function drawHover(context: CanvasRenderingContext2D, data: Drawn): void {
  const colours = theme();
  for (const [radius, fill] of [[data.size + 3, colours.mark], [data.size, data.color]] as const) {
    context.beginPath();
    context.arc(data.x, data.y, radius, 0, Math.PI * 2);
    context.fillStyle = fill;
    context.fill();
  }
  if (data.label && !data.highlighted) drawText(context, data.label, data.x + data.size + 3, data.y, fontSize(data.size));
}
