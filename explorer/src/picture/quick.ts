// The first view on a plain canvas: it stands before WebGL has started, which takes longest of all, and exactly where
// sigma will draw the same.
import { firstCamera } from "./camera";
import { drawNames, type Spot } from "./labels";
import { HIDDEN, type Links } from "./links";
import type { Model } from "../data/model";
import { nodeColour } from "../page/theme";

export interface QuickView {
  model: Model;
  links: Links;
  chosen: Uint8Array;
  looks: Uint8Array;
  things: Uint8Array;
  size(n: number): number;
  colour: string;
  order: readonly number[];
  name(n: number): string;
  /** So many of the order are named wherever they stand. */
  always: number;
}

export function drawQuick(context: CanvasRenderingContext2D, width: number, height: number, view: QuickView): void {
  const at = firstCamera(view.model, width, height);
  const spots: (Spot | null)[] = [];
  for (let n = 0; n < view.model.count; n++) spots.push(view.things[n] ? { ...at(n), size: view.size(n) } : null);
  context.lineWidth = 1;
  context.strokeStyle = view.colour;
  const { from, to } = view.links;
  let inPath = 0;
  context.beginPath();
  for (let link = 0; link < view.links.count; link++) {
    if (!view.chosen[link] || view.looks[link] === HIDDEN) continue;
    const [a, b] = [spots[from[link]], spots[to[link]]];
    if (!a || !b) continue;
    context.moveTo(a.x, a.y);
    context.lineTo(b.x, b.y);
    // Short paths: the cost of one grows with the square of its crossings.
    if (++inPath % 64 === 0) {
      context.stroke();
      context.beginPath();
    }
  }
  context.stroke();
  drawDots(context, view, spots);
  drawNames(context, { ...view, place: (n) => spots[n], dots: view.order });
}

function drawDots(context: CanvasRenderingContext2D, view: QuickView, spots: (Spot | null)[]): void {
  const byColour = new Map<string, Spot[]>();
  spots.forEach((spot, n) => {
    if (!spot) return;
    const colour = nodeColour(view.model.colour(n));
    const held = byColour.get(colour);
    if (held) held.push(spot);
    else byColour.set(colour, [spot]);
  });
  for (const [colour, held] of byColour) {
    context.fillStyle = colour;
    for (const { x, y, size } of held) {
      if (size < 2) context.fillRect(x - size, y - size, 2 * size, 2 * size);
      else {
        context.beginPath();
        context.arc(x, y, size, 0, Math.PI * 2);
        context.fill();
      }
    }
  }
}

/** A canvas over the whole of an element, sharp on the screen at hand. */
export function canvasOver(container: HTMLElement, id: string): CanvasRenderingContext2D {
  const canvas = document.createElement("canvas");
  canvas.id = id;
  container.append(canvas);
  return fitCanvas(canvas, container);
}

/** Makes a canvas as large as its element and clears it. */
export function fitCanvas(canvas: HTMLCanvasElement, container: HTMLElement): CanvasRenderingContext2D {
  const ratio = devicePixelRatio || 1;
  canvas.width = Math.round(container.clientWidth * ratio);
  canvas.height = Math.round(container.clientHeight * ratio);
  const context = canvas.getContext("2d")!;
  context.scale(ratio, ratio);
  return context;
}

