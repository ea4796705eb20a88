// What a mouse or a finger does with dots and links: points at them, and drags dots. A click is no drag; a finger must
// rest on a dot for a moment first, because one that moves at once moves the picture.
import type Sigma from "sigma";
import type { MouseCoords } from "sigma/types";

/** Pixels that a hand may tremble. */
const STILL = 4;
/** Milliseconds until a resting finger holds a dot, and until what a mouse points at is lit. */
const HOLD = 250;
const REST = 40;

export interface Pointed {
  thing(n: number): void;
  link(n: number): void;
  nothing(): void;
  /** A dot is held at a place in the window. */
  drag(n: number, x: number, y: number): void;
  drop(n: number, x: number, y: number): void;
}

export class Pointer {
  readonly #pointed: Pointed;
  #held: { thing: number; x: number; y: number; since: number; touch: boolean } | null = null;
  #isDragging = false;
  #wasDragged = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(sigma: Sigma, pointed: Pointed) {
    this.#pointed = pointed;
    const rests = (event: MouseCoords, light: () => void) => {
      if (this.#held || isTouch(event)) return;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(light, REST);
    };
    const leaves = () => {
      if (this.#held) return;
      clearTimeout(this.#timer);
      pointed.nothing();
    };
    sigma.on("enterNode", ({ node, event }) => rests(event, () => pointed.thing(Number(node))));
    sigma.on("enterEdge", ({ edge, event }) => rests(event, () => pointed.link(Number(edge))));
    for (const name of ["leaveNode", "leaveEdge", "leaveStage"] as const) sigma.on(name, leaves);
    sigma.on("downNode", ({ node, event }) => this.#take(Number(node), event));
    for (const name of ["downEdge", "downStage"] as const) sigma.on(name, () => this.#let());
    sigma.on("moveBody", ({ event, preventSigmaDefault }) => this.#move(event, preventSigmaDefault));
    for (const name of ["upNode", "upEdge", "upStage"] as const) sigma.on(name, ({ event }: { event: MouseCoords }) => this.#drop(event));
  }

  /** Whether what sigma calls a click is the end of a drag. */
  get wasDragged(): boolean {
    return this.#wasDragged;
  }

  #take(thing: number, event: MouseCoords): void {
    this.#let();
    if (fingers(event) > 1) return;
    this.#held = { thing, x: event.x, y: event.y, since: Date.now(), touch: isTouch(event) };
    // The finger sees that it holds the dot.
    if (this.#held.touch) this.#timer = setTimeout(() => this.#pointed.thing(thing), HOLD);
  }

  #move(event: MouseCoords, preventSigmaDefault: () => void): void {
    const held = this.#held;
    if (!held) return;
    if (fingers(event) > 1) return this.#let();
    if (!this.#isDragging) {
      if (Math.hypot(event.x - held.x, event.y - held.y) < STILL) return preventSigmaDefault();
      if (held.touch && Date.now() - held.since < HOLD) return this.#let();
      this.#isDragging = true;
    }
    preventSigmaDefault();
    event.original.preventDefault();
    this.#pointed.drag(held.thing, event.x, event.y);
  }

  #drop(event: MouseCoords): void {
    const held = this.#held;
    if (held && this.#isDragging) {
      this.#wasDragged = true;
      this.#pointed.drop(held.thing, event.x, event.y);
    }
    if (held?.touch) this.#pointed.nothing();
    clearTimeout(this.#timer);
    this.#held = null;
    this.#isDragging = false;
  }

  /** Nothing is held any more, and nothing has been dragged. */
  #let(): void {
    clearTimeout(this.#timer);
    if (this.#held) this.#pointed.nothing();
    this.#held = null;
    this.#isDragging = this.#wasDragged = false;
  }
}

function isTouch(event: MouseCoords): boolean {
  return "touches" in event.original;
}

function fingers(event: MouseCoords): number {
  return isTouch(event) ? (event.original as unknown as TouchEvent).touches.length : 0;
}
