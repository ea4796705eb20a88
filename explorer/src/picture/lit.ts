// Things with their links over the picture, all else under a veil: what is under the pointer, or is being dragged. It
// costs as much as there is to light, however large the graph.
import type { Spot } from "./labels";
import { DASHED, HIDDEN, type Links } from "./links";
import type { Marks } from "./marks";
import type { Model } from "../data/model";
import { nodeColour, theme } from "../page/theme";

const VEIL = 0.8;
const HEAD = 7;

export interface Lit {
  model: Model;
  links: Links;
  looks: Uint8Array;
  marks: Marks;
  place(n: number): Spot | null;
}

export function drawLit(context: CanvasRenderingContext2D, lit: Lit): void {
  const { canvas } = context;
  const colours = theme();
  context.globalAlpha = VEIL;
  context.fillStyle = colours.background;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.globalAlpha = 1;
  for (const link of lit.marks.links) drawLink(context, lit, link);
  for (const n of [...lit.marks.near, ...lit.marks.things]) {
    const spot = lit.place(n);
    if (!spot) continue;
    if (lit.marks.things.has(n)) disc(context, spot, spot.size + 3, colours.mark);
    disc(context, spot, spot.size, nodeColour(lit.model.colour(n)));
  }
}

function drawLink(context: CanvasRenderingContext2D, { links, looks, place }: Lit, link: number): void {
  const [a, b] = [place(links.from[link]), place(links.to[link])];
  if (!a || !b || looks[link] === HIDDEN) return;
  const dashed = looks[link] === DASHED;
  context.strokeStyle = context.fillStyle = dashed ? theme().dashed : theme().mark;
  context.lineWidth = 1.4;
  context.setLineDash(dashed ? [7, 5] : []);
  context.beginPath();
  context.moveTo(a.x, a.y);
  context.lineTo(b.x, b.y);
  context.stroke();
  context.setLineDash([]);
  if (links.directed[link]) arrowHead(context, a, b);
}

function arrowHead(context: CanvasRenderingContext2D, a: Spot, b: Spot): void {
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  if (length < b.size + 2 * HEAD) return;
  const [x, y] = [(b.x - a.x) / length, (b.y - a.y) / length];
  const [tipX, tipY] = [b.x - x * b.size, b.y - y * b.size];
  context.beginPath();
  context.moveTo(tipX, tipY);
  for (const side of [1, -1]) context.lineTo(tipX - HEAD * x - (side * HEAD * y) / 2, tipY - HEAD * y + (side * HEAD * x) / 2);
  context.fill();
}

function disc(context: CanvasRenderingContext2D, { x, y }: Spot, size: number, colour: string): void {
  context.beginPath();
  context.arc(x, y, size, 0, Math.PI * 2);
  context.fillStyle = colour;
  context.fill();
}
