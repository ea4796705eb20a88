// A picture for paper as SVG: title, things with marks and names, links with arrows and words, legend, sources.
// Its units are points; its size is given in millimetres. It is light whatever the page is.
import type { App } from "../app";
import { arrange, NAME, WORD, type Arranged, type Placed } from "./arrange";
import { sourceName } from "../panel/evidence";
import { FONT } from "../picture/labels";
import type { Model } from "../data/model";
import { isHollow, shape } from "./shapes";
import { groupOf, type Link, type Subject } from "./subject";
import { make, printable, round } from "../picture/svg";
import { label, lang, number, t } from "../texts";
import { widthOf, wrap } from "./typeset";

const POINTS = 72 / 25.4;
const INK = "#1d2530";
const QUIET = "#4a5563";
const PLAN = "#b45309";
const TITLE = 10;
const KEY = 7;
const NOTE = 6;
const LINE = 1.3;
const MARGIN = 3;
/** More sources than this are counted. */
const MOST_SOURCES = 6;
/** Links that are so many carry no words, and are drawn lighter. */
export const FEW_LINKS = 40;

export interface Paper {
  title: string;
  /** Millimetres. */
  width: number;
  lowest: number;
  highest: number;
  words: boolean;
}

export interface Figure {
  svg: SVGSVGElement;
  /** Millimetres. */
  width: number;
  height: number;
}

export function figure(app: App, subject: Subject, paper: Paper): Figure {
  const width = paper.width * POINTS - 2 * MARGIN;
  const root = make("svg", { "font-family": FONT, fill: INK });
  const ground = make("rect", { fill: "#ffffff" });
  const title = make("title", {});
  title.textContent = printable(paper.title);
  root.append(title, ground);
  let y = MARGIN;
  y = paragraph(root, paper.title, { y, width, size: TITLE, "font-weight": "bold" }) + 4;
  const below = new Below(app, subject, width);
  const highest = Math.max(paper.highest * POINTS - y - MARGIN - below.height(paper), 80);
  const lowest = Math.min(paper.lowest * POINTS - (paper.highest * POINTS - highest), highest);
  const words = (link: Link) => (paper.words ? wordsOf(app.model, link) : "");
  const arranged = arrange(app.model, subject, { width, lowest, highest }, words);
  root.append(drawing(app.model, subject, arranged, y));
  y = below.draw(root, y + arranged.height + 6, arranged) + MARGIN;
  const height = y / POINTS;
  const full = width + 2 * MARGIN;
  for (const [name, value] of Object.entries({ width: `${round(paper.width)}mm`, height: `${round(height)}mm`, viewBox: `0 0 ${round(full)} ${round(y)}` })) root.setAttribute(name, value);
  ground.setAttribute("width", String(round(full)));
  ground.setAttribute("height", String(round(y)));
  return { svg: root, width: paper.width, height };
}

/** The relations of a link, in words. */
function wordsOf(model: Model, link: Link): string {
  const names = [...new Set(link.facts.map((f) => label(model.picture.relations[model.picture.facts.relation[f]])))];
  return names.slice(0, 2).join(lang() === "zh" ? "、" : ", ") + (names.length > 2 ? " …" : "");
}

function drawing(model: Model, subject: Subject, arranged: Arranged, top: number): SVGGElement {
  const root = make("g", { transform: `translate(${MARGIN} ${round(top)})` });
  const at = new Map(arranged.things.map((spot) => [spot.thing, spot]));
  const few = subject.links.length <= 2 * FEW_LINKS;
  const lines = make("g", { "stroke-width": few ? 0.6 : 0.4 });
  for (const link of subject.links) lines.append(...line(at.get(link.from)!, at.get(link.to)!, link, few));
  const marks = make("g", { "stroke-linejoin": "round" });
  for (const { thing, x, y, r } of [...arranged.things].reverse()) marks.append(mark(groupOf(model, thing), model.colour(thing), x, y, r));
  const names = make("g", { "text-anchor": "middle", "font-size": NAME, stroke: "#ffffff", "stroke-width": 1.6, "paint-order": "stroke", "stroke-linejoin": "round" });
  for (const spot of arranged.things) names.append(...spot.name.map((text, n) => textAt(text, spot.nameX, spot.nameY + n * NAME * 1.18)));
  const words = make("g", { "text-anchor": "middle", "font-size": WORD, fill: QUIET, stroke: "#ffffff", "stroke-width": 2.4, "paint-order": "stroke" });
  for (const word of arranged.words) words.append(textAt(word.text, word.x, word.y));
  root.append(lines, words, marks, names);
  return root;
}

/** A link from rim to rim, with a head where it has a direction. */
function line(a: Placed, b: Placed, link: Link, few: boolean): SVGElement[] {
  const far = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const [dx, dy] = [(b.x - a.x) / far, (b.y - a.y) / far];
  const colour = link.actual ? (few ? "#6b7683" : "#a9b1bb") : PLAN;
  const head = few ? 4 : 2.6;
  const end = (spot: Placed, sign: number) => ({ x: spot.x + sign * dx * (spot.r * 1.15 + 0.6), y: spot.y + sign * dy * (spot.r * 1.15 + 0.6) });
  const [from, to] = [end(a, 1), end(b, -1)];
  const stroke = make("line", { x1: round(from.x), y1: round(from.y), x2: round(to.x), y2: round(to.y), stroke: colour });
  if (!link.actual) stroke.setAttribute("stroke-dasharray", "2.5 1.8");
  const tip = (at: { x: number; y: number }, sign: number) => {
    const [bx, by] = [at.x - sign * dx * head, at.y - sign * dy * head];
    const side = head * 0.38;
    return make("path", { class: "arrow", d: `M${round(at.x)} ${round(at.y)}L${round(bx - dy * side)} ${round(by + dx * side)}L${round(bx + dy * side)} ${round(by - dx * side)}Z`, fill: colour });
  };
  return [stroke, ...(link.ahead ? [tip(to, 1)] : []), ...(link.back ? [tip(from, -1)] : [])];
}

function mark(group: number, colour: string, x: number, y: number, r: number): SVGPathElement {
  return make("path", { class: "mark", d: shape(group, x, y, r), fill: isHollow(group) ? "#ffffff" : colour, stroke: isHollow(group) ? colour : "#ffffff", "stroke-width": isHollow(group) ? 1.2 : 0.4 });
}

/** What stands under the picture: what marks and lines mean, what is left out, from where it is. */
class Below {
  readonly groups: number[];
  readonly #counts = new Map<number, number>();

  constructor(
    readonly app: App,
    readonly subject: Subject,
    readonly width: number,
  ) {
    for (const n of subject.things) this.#counts.set(groupOf(app.model, n), (this.#counts.get(groupOf(app.model, n)) ?? 0) + 1);
    this.groups = [...this.#counts.keys()].sort((a, b) => this.#counts.get(b)! - this.#counts.get(a)! || a - b);
  }

  /** How high it will be, before it is known what had no room. */
  height(paper: Paper): number {
    const trial = make("g", {});
    const worst = { things: [], words: [], height: 0, unnamed: this.subject.things.length, wordless: paper.words ? this.subject.links.length : 0 };
    return this.draw(trial, 0, worst) + 6;
  }

  draw(root: SVGElement, top: number, arranged: Arranged): number {
    let y = this.#keys(root, top) + 3;
    for (const text of [this.#left(arranged), this.#sources()]) {
      if (text) y = paragraph(root, text, { y, width: this.width, size: NOTE, fill: QUIET }) + 1;
    }
    return y;
  }

  #keys(root: SVGElement, top: number): number {
    const { model } = this.app;
    const entries: [draw: (x: number, y: number) => SVGElement[], text: string][] = this.groups.map((group) => {
      const [zh, en, colour] = model.picture.legend[group];
      return [(x, y) => [mark(group, colour, x + 4, y, 3)], `${label(["", zh, en])} ${number(this.#counts.get(group)!)}`];
    });
    const sample = (link: Pick<Link, "actual" | "ahead">) => (x: number, y: number) =>
      line({ ...SPOT, x: x - 2, y }, { ...SPOT, x: x + 17, y }, { ...link, back: false, from: 0, to: 0, facts: [] }, true);
    const { links } = this.subject;
    if (links.some((link) => link.ahead || link.back)) entries.push([sample({ actual: true, ahead: true }), t("arrowKey")]);
    if (links.some((link) => link.actual && !link.ahead && !link.back)) entries.push([sample({ actual: true, ahead: false }), t("lineKey")]);
    if (links.some((link) => !link.actual)) entries.push([sample({ actual: false, ahead: false }), t("dashKey")]);
    const group = make("g", { class: "legend", "font-size": KEY });
    let [x, y] = [0, top + KEY / 2];
    entries.forEach(([draw, text], at) => {
      const room = at < this.groups.length ? 10 : 21;
      const wide = room + widthOf(text, KEY) + 9;
      if (x && x + wide - 9 > this.width) [x, y] = [0, y + KEY * 1.5];
      const name = textAt(text, MARGIN + x + room, y + KEY * 0.36);
      group.append(...draw(MARGIN + x, y), name);
      x += wide;
    });
    root.append(group);
    return y + KEY;
  }

  #left({ unnamed, wordless }: Arranged): string {
    const { omitted, things } = this.subject;
    return [
      omitted ? t("paperOmitted", { n: things.length, all: things.length + omitted }) : "",
      unnamed ? t("paperUnnamed", { n: things.length - unnamed, all: things.length }) : "",
      wordless ? t("paperWordless", { n: wordless }) : "",
    ].join("");
  }

  /** Reports and tables from which the links are, those of most links first, with issuer, date and licence where it is a code. */
  #sources(): string {
    const { facts, sources } = this.app.model.picture;
    const counts = new Map<number, number>();
    for (const f of this.subject.links.flatMap((link) => link.facts)) counts.set(facts.source[f], (counts.get(facts.source[f]) ?? 0) + 1);
    const rank = (n: number) => (sources[n][3] === "report" ? 1e9 : 0) + counts.get(n)!;
    const used = [...counts.keys()].sort((a, b) => rank(b) - rank(a));
    const told = used.slice(0, MOST_SOURCES).map((n) => {
      const [, , , , publisher, issued, , licence] = sources[n];
      const more = [publisher, issued, /^[\w.-]+$/.test(licence) ? licence : ""].filter(Boolean).join(lang() === "zh" ? "，" : ", ");
      return sourceName(this.app, n) + (more ? (lang() === "zh" ? `（${more}）` : ` (${more})`) : "");
    });
    const named = told.join(lang() === "zh" ? "；" : "; ") + (used.length > MOST_SOURCES ? t("moreSources", { n: used.length }) : "");
    return `${named ? t("paperSources", { sources: named }) : ""}${t("paperMade", { date: new Date().toLocaleDateString("sv-SE") })}`;
  }
}

const SPOT: Placed = { thing: 0, x: 0, y: 0, r: 0, name: [], nameX: 0, nameY: 0 };

/** Writes a text in lines and returns where it ends. */
function paragraph(root: SVGElement, text: string, { y, width, size, ...looks }: { y: number; width: number; size: number; [look: string]: string | number }): number {
  const group = make("g", { "font-size": size, ...looks });
  // Bold type is wider than what is measured.
  const lines = wrap(text, looks["font-weight"] ? width * 0.93 : width, size, 12);
  lines.forEach((line, n) => group.append(textAt(line, MARGIN, y + size * (0.9 + n * LINE))));
  root.append(group);
  return y + lines.length * size * LINE;
}

function textAt(text: string, x: number, y: number): SVGTextElement {
  const element = make("text", { x: round(x), y: round(y) });
  element.textContent = printable(text);
  return element;
}

/** A file's text, which any viewer of SVG opens. */
export function fileText(svg: SVGSVGElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}\n`;
}
