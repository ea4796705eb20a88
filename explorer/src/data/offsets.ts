// Python counts code points, JavaScript UTF-16 units: they differ after every character beyond U+FFFF.
// This is the only place that converts.

/** The UTF-16 index of the code point at `position`; beyond the end, the length. */
export function toUnits(text: string, position: number): number {
  let index = 0;
  for (let seen = 0; seen < position && index < text.length; seen++) {
    index += text.codePointAt(index)! > 0xffff ? 2 : 1;
  }
  return index;
}

/** The indices of a long text's code points, asked for again and again. */
export class Units {
  /** Where the characters beyond U+FFFF stand, in code points: each takes two units. */
  readonly #wide: number[] = [];
  readonly length: number;

  constructor(text: string) {
    let seen = 0;
    for (let at = 0; at < text.length; at++, seen++) {
      if (text.codePointAt(at)! <= 0xffff) continue;
      this.#wide.push(seen);
      at++;
    }
    this.length = seen;
  }

  /** The UTF-16 index of the code point at `position`. */
  at(position: number): number {
    return position + lowerBound(this.#wide, position);
  }
}

/** How many of some ascending rows, numbers else, are below one. */
export function lowerBound<T = number>(rows: ArrayLike<T>, below: number, key: (row: T) => number = Number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (key(rows[middle]) < below) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many code points stand before a UTF-16 index. */
export function toCodePoints(text: string, index: number): number {
  let seen = 0;
  for (let at = 0; at < Math.min(index, text.length); seen++) at += text.codePointAt(at)! > 0xffff ? 2 : 1;
  return seen;
}

/** The characters from `start` to `end`, both in code points. */
export function slice(text: string, start: number, end: number): string {
  return text.slice(toUnits(text, start), toUnits(text, end));
}

/** The first `length` characters, with an ellipsis in place of the last where there are more. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  return toCodePoints(text, text.length) <= length ? text : slice(text, 0, length - 1) + "…";
}

/** A name as a label on one line: so long as sixteen Chinese characters are wide, and letters are half as wide. */
export function asLabel(name: string): string {
  const line = name.replace(/\s+/g, " ");
  return shorten(line, /[\u2e80-\u9fff\uac00-\ud7af]/.test(line) ? 16 : 30);
}
