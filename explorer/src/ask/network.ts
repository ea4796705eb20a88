// The network in an answer, and where its things stand.
import { keyOf, type Answer, type Cell, type Tie } from "./answer";

export interface Network {
  nodes: Cell[];
  /** Ends are places in `nodes`. */
  links: { from: number; to: number; name: string }[];
  /** Whether the answer states its ties, or rows or names tie what stands in them. */
  by: "ties" | "row" | "name";
  cut: boolean;
}

export const MOST_NODES = 150;
/** Columns that say something of their row and name nothing. */
const ASIDE = /^(?:unit|base_?unit|bound|modality|status|basis|rank|kind|time|year|date|start|end|text|单位|年份?)$/i;

/** The network of an answer; null where nothing is tied. */
export function networkOf(answer: Answer): Network | null {
  if (answer.ties.length) return gathered(answer.ties, answer.nodes, "ties");
  const nodes = new Map<string, Cell>();
  const columns = answer.columns.map((_, n) => n);
  const isThing = (cell: Cell) => cell.thing?.folder === "entity";
  const things = columns.filter((n) => answer.rows.some((row) => isThing(row[n])));
  const names = columns.filter((n) => !ASIDE.test(answer.columns[n]) && answer.rows.some((row) => row[n].text) && answer.rows.every((row) => isName(row[n])));
  const by = things.length > 1 ? "row" : "name";
  const ties: Tie[] = [];
  for (const row of answer.rows) {
    const cells = by === "row" ? row.filter(isThing) : names.map((n) => row[n]).filter((cell) => cell.text);
    for (const cell of cells) nodes.set(keyOf(cell), cell);
    for (let n = 1; n < cells.length; n++) ties.push({ from: keyOf(cells[n - 1]), to: keyOf(cells[n]), name: "" });
  }
  return ties.length ? gathered(ties, nodes, by) : null;
}

/** A short text that may name something, and no number, date or passage. */
function isName(cell: Cell): boolean {
  return cell.number === undefined && cell.value === undefined && !/^[\d./:-]+$/.test(cell.text) && cell.text.length <= 60;
}

function gathered(ties: Tie[], nodes: Map<string, Cell>, by: Network["by"]): Network {
  const numbers = new Map<string, number>();
  const seen = new Set<string>();
  const links: Network["links"] = [];
  let cut = false;
  const number = (key: string): number => {
    if (!numbers.has(key) && numbers.size < MOST_NODES) numbers.set(key, numbers.size);
    return numbers.get(key) ?? -1;
  };
  for (const { from, to, name } of ties) {
    const ends = [number(from), number(to)];
    cut ||= ends.includes(-1);
    const key = `${ends.join(" ")} ${name}`;
    if (from === to || ends.includes(-1) || seen.has(key)) continue;
    seen.add(key);
    links.push({ from: ends[0], to: ends[1], name });
  }
  return { nodes: [...numbers.keys()].map((key) => nodes.get(key) ?? { text: key }), links, by, cut };
}

export interface Place {
  x: number;
  y: number;
}

/** Places by springs and repulsion (Fruchterman and Reingold), the same for the same network; about 0..width, 0..height. */
export function places(network: Network, width: number, height: number): Place[] {
  const n = network.nodes.length;
  // On a spiral to begin with: no two at one place, and nothing left to chance.
  const at = network.nodes.map((_, k): Place => {
    const [angle, away] = [k * 2.39996, Math.sqrt((k + 0.5) / n)];
    return { x: width / 2 + (away * width * Math.cos(angle)) / 2, y: height / 2 + (away * height * Math.sin(angle)) / 2 };
  });
  const ideal = 0.75 * Math.sqrt((width * height) / n);
  const steps = 250;
  for (let step = 0; step < steps; step++) {
    const move = at.map(() => ({ x: 0, y: 0 }));
    const push = (a: number, b: number, force: (distance: number) => number): void => {
      const [dx, dy] = [at[a].x - at[b].x, at[a].y - at[b].y];
      const distance = Math.max(0.01, Math.hypot(dx, dy));
      const by = force(distance) / distance;
      move[a].x += dx * by;
      move[a].y += dy * by;
      move[b].x -= dx * by;
      move[b].y -= dy * by;
    };
    for (let a = 0; a < n; a++) for (let b = 0; b < a; b++) push(a, b, (d) => (ideal * ideal) / d);
    for (const { from, to } of network.links) push(from, to, (d) => -(d * d) / ideal);
    const most = (Math.min(width, height) / 8) * (1 - step / steps);
    at.forEach((place, k) => {
      // What nothing ties would fly off.
      move[k].x += (width / 2 - place.x) * 0.6;
      move[k].y += (height / 2 - place.y) * 0.6;
      const length = Math.max(0.01, Math.hypot(move[k].x, move[k].y));
      place.x += (move[k].x / length) * Math.min(length, most);
      place.y += (move[k].y / length) * Math.min(length, most);
    });
  }
  return fitted(at, width, height);
}

/** Stretched over the whole ground, as far as there is more than a line. */
function fitted(at: Place[], width: number, height: number): Place[] {
  const along = (values: number[], size: number): ((v: number) => number) => {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return high - low < 1 ? () => size / 2 : (v) => ((v - low) / (high - low)) * size;
  };
  const [x, y] = [along(at.map((p) => p.x), width), along(at.map((p) => p.y), height)];
  return at.map((place) => ({ x: x(place.x), y: y(place.y) }));
}
