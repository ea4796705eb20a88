// Where the picture is looked at from.
import type { Model } from "../data/model";

export const PADDING = 40;

/** Where a thing stands in a window that shows the whole picture, as sigma's first camera has it. */
export function firstCamera(model: Model, width: number, height: number): (n: number) => { x: number; y: number } {
  const { x, y } = model;
  const [left, right] = range(model.picture.x);
  const [top, bottom] = range(model.picture.y);
  const [wide, high] = [right - left || 1, bottom - top || 1];
  const window = height / width;
  const form = high / wide;
  const across = window < 1 === form < 1;
  const correction = across ? Math.min(Math.max(form, 1 / form), Math.max(1 / window, window)) : 1;
  const scale = ((Math.min(width, height) - 2 * PADDING) * correction) / Math.max(wide, high);
  return (n) => ({
    x: width / 2 + (x[n] - (left + right) / 2) * scale,
    y: height / 2 + (y[n] - (top + bottom) / 2) * scale,
  });
}

export interface View {
  x: number;
  y: number;
  ratio: number;
}

/** What share of the window a step of a place takes, where the whole picture is looked at. */
export interface Steps {
  x: number;
  y: number;
}

const SQUARE: Steps = { x: 1.6, y: 1.6 };

/** The camera that has some places in its middle, as near as they fit; without any, the one that shows all. `around` is how many things should have room in the window. */
export function framing(places: { x: number; y: number }[], ratio: number, count: number, steps = SQUARE, around = AROUND): View {
  if (!places.length) return { x: 0.5, y: 0.5, ratio: 1 };
  const [left, right] = range(places.map((place) => place.x));
  const [top, bottom] = range(places.map((place) => place.y));
  const needed = Math.max((right - left) * steps.x, (bottom - top) * steps.y);
  return { x: left / 2 + right / 2, y: top / 2 + bottom / 2, ratio: Math.min(1, Math.max(needed, Math.min(ratio, nearest(count, around)))) };
}

/** The camera that has a place in its middle and most of those that it is linked to in the window. */
export function centring(place: Steps, others: Steps[], count: number, steps = SQUARE): View {
  const reach = others.map(({ x, y }) => 2 * Math.max(Math.abs(x - place.x) * steps.x, Math.abs(y - place.y) * steps.y)).sort((a, b) => a - b);
  const needed = reach[Math.floor(reach.length * MOST)] ?? 0;
  return { x: place.x, y: place.y, ratio: Math.min(1, Math.max(needed, nearest(count))) };
}

/** What is linked from very far would make all the rest small. */
const MOST = 0.75;

/** One thing is looked at from so near that some sixty have room around it. */
const AROUND = 60;

function nearest(count: number, around = AROUND): number {
  return Math.sqrt(around / Math.max(count, around));
}

export function range(values: number[]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return values.length ? [low, high] : [0, 0];
}
