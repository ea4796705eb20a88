// The picture as SVG, where there is no WebGL.
import type { Model } from "../data/model";
import { DASHED, HIDDEN, type Links } from "./links";
import { FONT } from "./labels";
import { asLabel } from "../data/offsets";
import { lang } from "../texts";
import { nodeColour, theme } from "../page/theme";

const NS = "http://www.w3.org/2000/svg";

export interface Drawing {
  model: Model;
  links: Links;
  looks: Uint8Array;
  things: Uint8Array;
  width: number;
  height: number;
  title: string;
  /** Where a thing stands in the picture, and how large it is. */
  place(n: number): { x: number; y: number; size: number };
  choose(n: number): void;
}

/** The picture; names are text nodes, without what XML can't hold. */
export function svg(d: Drawing): SVGSVGElement {
  const { width, height, model } = d;
  const colours = theme();
  const root = make("svg", { width, height, viewBox: `0 0 ${width} ${height}`, "font-family": FONT });
  const title = make("title", {});
  title.textContent = printable(d.title);
  root.append(title, make("rect", { width, height, fill: colours.background }));
  const seen = visible(d);
  const places = new Map(seen.map((n) => [n, d.place(n)]));
  const lines = make("g", { "stroke-width": 1 });
  for (let link = 0; link < d.links.count; link++) {
    const [a, b] = [places.get(d.links.from[link]), places.get(d.links.to[link])];
    if (d.looks[link] === HIDDEN || !a || !b) continue;
    const line = make("line", { x1: round(a.x), y1: round(a.y), x2: round(b.x), y2: round(b.y), stroke: colours.link });
    if (d.looks[link] === DASHED) {
      line.setAttribute("stroke", colours.dashed);
      line.setAttribute("stroke-dasharray", "5 4");
    }
    lines.append(line);
  }
  const dots = make("g", {});
  for (const n of seen) {
    const { x, y, size } = places.get(n)!;
    const dot = make("circle", { cx: round(x), cy: round(y), r: round(size), fill: nodeColour(model.colour(n)) });
    dot.addEventListener("click", () => d.choose(n));
    dot.setAttribute("data-thing", String(n));
    dot.setAttribute("cursor", "pointer");
    dots.append(dot);
  }
  root.append(lines, dots, names(d, seen, places));
  return root;
}

function visible(d: Drawing): number[] {
  const seen: number[] = [];
  const margin = 200;
  for (let n = 0; n < d.model.count; n++) {
    if (!d.things[n]) continue;
    const { x, y } = d.place(n);
    if (x > -margin && y > -margin && x < d.width + margin && y < d.height + margin) seen.push(n);
  }
  return seen;
}

/** The names that have room, the most important first. */
function names(d: Drawing, seen: number[], places: Map<number, { x: number; y: number; size: number }>): SVGGElement {
  const colours = theme();
  const group = make("g", { fill: colours.text, stroke: colours.background, "stroke-width": 3, "paint-order": "stroke", "stroke-linejoin": "round" });
  const taken: [number, number, number, number][] = [];
  const order = d.model.byWeight(seen);
  for (const n of order.slice(0, 1500)) {
    const { x, y, size } = places.get(n)!;
    const text = asLabel(d.model.name(n, lang()));
    const font = 12 + Math.min(size / 4, 4);
    const width = [...text].reduce((sum, c) => sum + (c > "\u2e7f" ? 1 : 0.58), 0) * font;
    const left = x + size + 3 + width > d.width ? x - size - 3 - width : x + size + 3;
    const box: [number, number, number, number] = [left - 2, y - font / 2, left + width + 2, y + font / 2];
    if (taken.some(([l, t, r, b]) => l < box[2] && box[0] < r && t < box[3] && box[1] < b)) continue;
    taken.push(box);
    const name = make("text", { x: round(left), y: round(y + font / 3), "font-size": round(font) });
    name.textContent = printable(text);
    group.append(name);
  }
  return group;
}

/** A text without what XML can't hold. */
export function printable(text: string): string {
  return text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd");
}

export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

export function make<K extends keyof SVGElementTagNameMap>(name: K, attributes: Record<string, string | number>): SVGElementTagNameMap[K] {
  const element = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}
