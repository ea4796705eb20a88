// What of the window has been taken, by squares, so that a name is compared with its neighbours alone.

export type Box = [left: number, top: number, right: number, bottom: number];

const SIDE = 64;

export class Grid {
  readonly #boxes = new Map<number, Box[]>();

  /** Whether nothing lies in a box but what is `own`. */
  isFree(box: Box, own?: Box): boolean {
    return squares(box).every((key) => !this.#boxes.get(key)?.some((other) => other !== own && overlaps(box, other)));
  }

  take(box: Box): void {
    for (const key of squares(box)) {
      const held = this.#boxes.get(key);
      if (held) held.push(box);
      else this.#boxes.set(key, [box]);
    }
  }
}

function squares([left, top, right, bottom]: Box): number[] {
  const found: number[] = [];
  for (let x = Math.floor(left / SIDE); x * SIDE < right; x++) {
    for (let y = Math.floor(top / SIDE); y * SIDE < bottom; y++) found.push(x * 65536 + y);
  }
  return found;
}

function overlaps(a: Box, b: Box): boolean {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}
