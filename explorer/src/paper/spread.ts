// Room on paper: boxes are pushed apart until none lies over another, names and words go where nothing else stands.

/** Something that stands at a point and reaches from it in four directions. */
export interface Body {
  x: number;
  y: number;
  left: number;
  right: number;
  up: number;
  down: number;
}

export type Box = [left: number, top: number, right: number, bottom: number];

const GAP = 1.5;
const ROUNDS = 400;

export function boxOf({ x, y, left, right, up, down }: Body): Box {
  return [x - left, y - up, x + right, y + down];
}

/** Pushes bodies apart within a sheet; whether all have room in the end. */
export function spread(bodies: Body[], width: number, height: number, rounds = ROUNDS): boolean {
  const order = bodies.map((_, n) => n);
  for (let round = 0; round < rounds; round++) {
    order.sort((a, b) => bodies[a].x - bodies[a].left - (bodies[b].x - bodies[b].left) || a - b);
    let met = false;
    for (let at = 0; at < order.length; at++) {
      const a = bodies[order[at]];
      for (let next = at + 1; next < order.length; next++) {
        const b = bodies[order[next]];
        if (b.x - b.left > a.x + a.right + GAP) break;
        met = part(a, b, order[at] < order[next]) || met;
      }
    }
    for (const body of bodies) keepWithin(body, width, height);
    if (!met) return true;
  }
  return false;
}

/** Moves two bodies out of each other the short way; whether they met, not only came near. */
function part(a: Body, b: Body, first: boolean): boolean {
  const across = Math.min(a.x + a.right, b.x + b.right) - Math.max(a.x - a.left, b.x - b.left) + GAP;
  const along = Math.min(a.y + a.down, b.y + b.down) - Math.max(a.y - a.up, b.y - b.up) + GAP;
  if (across <= 0.01 || along <= 0.01) return false;
  const near = Math.min(across, along) < GAP;
  // The long names make boxes flat: they would all move up and down and stand in columns.
  if (across < along * 2) {
    const step = (across / 2) * (a.x < b.x || (a.x === b.x && first) ? 1 : -1);
    a.x -= step;
    b.x += step;
  } else {
    const step = (along / 2) * (a.y < b.y || (a.y === b.y && first) ? 1 : -1);
    a.y -= step;
    b.y += step;
  }
  return !near;
}

function keepWithin(body: Body, width: number, height: number): void {
  body.x = Math.min(Math.max(body.x, body.left), Math.max(width - body.right, body.left));
  body.y = Math.min(Math.max(body.y, body.up), Math.max(height - body.down, body.up));
}

/** Places from 0 to 1 in both directions: half as they were, half in even steps, so that what is crowded has room. */
export function evened(points: [x: number, y: number][], evenness: number): [number, number][] {
  const even = (axis: 0 | 1) => {
    const values = points.map((point) => point[axis]);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const rank = new Array<number>(values.length);
    values.map((_, n) => n).sort((a, b) => values[a] - values[b] || a - b).forEach((n, at) => (rank[n] = at / Math.max(values.length - 1, 1)));
    return values.map((value, n) => (high > low ? (1 - evenness) * ((value - low) / (high - low)) + evenness * rank[n] : 0.5));
  };
  const [xs, ys] = [even(0), even(1)];
  return xs.map((x, n) => [x, ys[n]]);
}

/** What has been taken, by squares, so that a box is compared with its neighbours alone. */
export class Taken {
  static readonly #side = 40;
  readonly #boxes = new Map<string, Box[]>();

  isFree(box: Box): boolean {
    return Taken.#squares(box).every((key) => !this.#boxes.get(key)?.some((other) => meets(box, other)));
  }

  take(box: Box): void {
    for (const key of Taken.#squares(box)) {
      const held = this.#boxes.get(key);
      if (held) held.push(box);
      else this.#boxes.set(key, [box]);
    }
  }

  static #squares([left, top, right, bottom]: Box): string[] {
    const keys: string[] = [];
    const side = Taken.#side;
    for (let x = Math.floor(left / side); x * side <= right; x++) {
      for (let y = Math.floor(top / side); y * side <= bottom; y++) keys.push(`${x},${y}`);
    }
    return keys;
  }
}

function meets(a: Box, b: Box): boolean {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}
