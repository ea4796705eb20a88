// The picture as SVG: for saving, for printing, and where there is no WebGL.
import type { Model } from "./model";
import { DASHED, HIDDEN, type Links } from "./links";
import { FONT } from "./labels";
import { shorten } from "./offsets";
import { label, lang } from "./texts";
import { nodeColour, theme } from "./theme";

const NS = "http://www.w3.org/2000/svg";
const LABEL_LENGTH = 16;
const LEGEND = 16;
/** The column of the legend, left of the picture. */
export const LEGEND_WIDTH = 170;

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
  choose?(n: number): void;
}

/** The picture; names are text nodes, without what XML can't hold. */
export function svg(d: Drawing): SVGSVGElement {
  const { width, height, model } = d;
  const colours = theme();
  const left = d.choose ? 0 : LEGEND_WIDTH;
  const full = width + left;
  const root = make("svg", { xmlns: NS, width: full, height, viewBox: `${-left} 0 ${full} ${height}`, "font-family": FONT });
  const title = make("title", {});
  title.textContent = printable(d.title);
  root.append(title, make("rect", { x: -left, width: full, height, fill: colours.background }));
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
    if (d.choose) {
      dot.addEventListener("click", () => d.choose!(n));
      dot.setAttribute("data-thing", String(n));
      dot.setAttribute("cursor", "pointer");
    }
    dots.append(dot);
  }
  root.append(lines, dots, names(d, seen, places));
  if (left) root.append(make("rect", { x: -left, width: left, height, fill: colours.background }), legend(d, seen));
  return root;
}

/** A file's text, which any viewer of SVG opens. */
export function svgText(d: Drawing): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg(d))}\n`;
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

/** The names that have room, the best connected things' first. */
function names(d: Drawing, seen: number[], places: Map<number, { x: number; y: number; size: number }>): SVGGElement {
  const colours = theme();
  const group = make("g", { fill: colours.text, stroke: colours.background, "stroke-width": 3, "paint-order": "stroke", "stroke-linejoin": "round" });
  const taken: [number, number, number, number][] = [];
  const order = [...seen].sort((a, b) => d.model.degree[b] - d.model.degree[a] || a - b);
  for (const n of order.slice(0, 1500)) {
    const { x, y, size } = places.get(n)!;
    const text = shorten(d.model.name(n, lang()).replace(/\s+/g, " "), LABEL_LENGTH);
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

function legend(d: Drawing, seen: number[]): SVGGElement {
  const counts = new Map<number, number>();
  for (const n of seen) counts.set(d.model.classesOf(n)[0], (counts.get(d.model.classesOf(n)[0]) ?? 0) + 1);
  const rows = [...counts].sort((a, b) => b[1] - a[1]).slice(0, LEGEND);
  const group = make("g", { "font-size": 12, fill: theme().text });
  rows.forEach(([c, count], at) => {
    const y = 30 + at * 20;
    group.append(make("circle", { cx: 20 - LEGEND_WIDTH, cy: y - 4, r: 5, fill: nodeColour(d.model.picture.classes[c][3]) }));
    const text = make("text", { x: 32 - LEGEND_WIDTH, y });
    text.textContent = `${label(d.model.picture.classes[c])} ${count}`;
    group.append(text);
  });
  return group;
}

function printable(text: string): string {
  return text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd");
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function make<K extends keyof SVGElementTagNameMap>(name: K, attributes: Record<string, string | number>): SVGElementTagNameMap[K] {
  const element = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) if (key !== "xmlns") element.setAttribute(key, String(value));
  return element;
}

/** A PNG at twice the size, drawn from the SVG. */
export async function png(d: Drawing): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svgText(d)], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    await new Promise((done, fail) => {
      image.addEventListener("load", done);
      image.addEventListener("error", () => fail(new Error("the picture could not be drawn")));
      image.src = url;
    });
    const canvas = document.createElement("canvas");
    const width = d.width + LEGEND_WIDTH;
    [canvas.width, canvas.height] = [width * 2, d.height * 2];
    canvas.getContext("2d")!.drawImage(image, 0, 0, width * 2, d.height * 2);
    return await new Promise((done, fail) => canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("the picture is too large"))), "image/png"));
  } finally {
    URL.revokeObjectURL(url);
  }
}
