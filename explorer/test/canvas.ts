// A canvas that keeps what is drawn on it, in place of pixels.

export interface Dot {
  x: number;
  y: number;
  size: number;
  fill: string;
}

export class TestCanvas {
  readonly lines: [x1: number, y1: number, x2: number, y2: number][] = [];
  readonly dots: Dot[] = [];
  readonly texts: { text: string; x: number; y: number; size: number }[] = [];
  font = "";
  fillStyle = "";
  #at: [number, number] = [0, 0];
  #arc: Omit<Dot, "fill"> | null = null;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {}

  get canvas(): { width: number; height: number } {
    return { width: this.width * devicePixelRatio, height: this.height * devicePixelRatio };
  }

  /** Every letter is as wide as it is high. */
  measureText(text: string): { width: number } {
    return { width: parseFloat(this.font) * [...text].length };
  }

  scale(): void {}

  save(): void {}

  restore(): void {}

  transform(): void {}

  beginPath(): void {
    this.#arc = null;
  }

  moveTo(x: number, y: number): void {
    this.#at = [x, y];
  }

  lineTo(x: number, y: number): void {
    this.lines.push([...this.#at, x, y]);
  }

  arc(x: number, y: number, size: number): void {
    this.#arc = { x, y, size };
  }

  fill(): void {
    if (this.#arc) this.dots.push({ ...this.#arc, fill: this.fillStyle });
  }

  fillRect(x: number, y: number, width: number): void {
    this.dots.push({ x: x + width / 2, y: y + width / 2, size: width / 2, fill: this.fillStyle });
  }

  stroke(): void {}

  strokeText(): void {}

  fillText(text: string, x: number, y: number): void {
    this.texts.push({ text, x, y, size: parseFloat(this.font) });
  }

  /** As what `src` draws on. */
  get context(): CanvasRenderingContext2D {
    return this as unknown as CanvasRenderingContext2D;
  }
}

Object.assign(globalThis, { devicePixelRatio: 2 });
