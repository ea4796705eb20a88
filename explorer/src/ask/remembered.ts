// What outlives a visit: the query in the address, and those that were asked before in this browser.
import type { Tongue } from "./words";

export interface Asked {
  tongue: Tongue;
  query: string;
  rows: number;
  /** Milliseconds since 1970. */
  at: number;
}

const KEY = "skillgraph-asked";
const MOST = 50;

/** The query of an address. */
export function fromAddress(hash: string): { tongue: Tongue; query: string } | null {
  const fields = new URLSearchParams(hash.replace(/^#/, ""));
  for (const tongue of ["sparql", "cypher"] as const) {
    const query = fields.get(tongue);
    if (query) return { tongue, query };
  }
  return null;
}

export function toAddress(tongue: Tongue, query: string): string {
  return `#${new URLSearchParams({ [tongue]: query }).toString()}`;
}

export function remembered(): Asked[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter(isAsked).slice(0, MOST) : [];
  } catch {
    // A browser that keeps nothing, or something else under this name.
    return [];
  }
}

function isAsked(one: unknown): one is Asked {
  const { tongue, query, rows, at } = (one ?? {}) as Partial<Asked>;
  return (tongue === "sparql" || tongue === "cypher") && typeof query === "string" && typeof rows === "number" && typeof at === "number";
}

/** Takes down what was asked; the same query stands there once, the last first. */
export function remember(asked: Asked): void {
  keep([asked, ...remembered().filter((one) => one.query !== asked.query || one.tongue !== asked.tongue)].slice(0, MOST));
}

export function forget(): void {
  keep([]);
}

function keep(all: Asked[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(all));
  } catch {
    // The history is a convenience.
  }
}
