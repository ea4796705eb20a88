// Names and classes of the things in an answer that are there by their IRI alone.
import { keyOf, type Answer, type Cell, type Naming } from "./answer";
import { ask } from "./client";
import type { Words } from "./words";

/** What the graph calls a thing. */
export interface Name {
  zh: string;
  en: string;
  /** The finest of its classes. */
  type: string;
}

/** Names that were asked for, by key; a page keeps them. */
export type Names = Map<string, Name>;

/** Things whose names are asked for at once. */
const MOST = 400;

/** Asks for the names that are missing; what can't be had stays an id. */
export async function complete(names: Names, answer: Answer, words: Words, naming: Naming): Promise<void> {
  const wanted = new Map<string, Cell>();
  for (const cell of [...answer.rows.slice(0, 500).flat(), ...answer.nodes.values()]) {
    // A node of the property graph has its name and its labels in itself.
    if (cell.thing?.folder === "entity" && !cell.classes && !names.has(keyOf(cell)) && wanted.size < MOST) wanted.set(keyOf(cell), cell);
  }
  if (!wanted.size) return;
  const things = [...wanted.values()].map((cell) => `<${words.base}${keyOf(cell)}>`).join(" ");
  const query = `SELECT ?x ?zh ?en ?type { VALUES ?x { ${things} } ?x a ?type
    OPTIONAL { ?x rdfs:label ?zh FILTER(LANG(?zh) = "zh") } OPTIONAL { ?x rdfs:label ?en FILTER(LANG(?en) = "en") } }`;
  try {
    const found = await ask("sparql", query, naming, AbortSignal.timeout(10_000));
    const depth = new Map(words.classes.map(([name, , , , level]) => [name, level]));
    for (const [x, zh, en, type] of found.rows) {
      const name = type.text.replace(/^.*#/, "");
      const known = names.get(keyOf(x));
      if (!known || (depth.get(name) ?? -1) > (depth.get(known.type) ?? -1)) names.set(keyOf(x), { zh: zh.text, en: en.text, type: name });
    }
  } catch {
    // The answer itself is there.
  }
}

/** The finest class of a node's labels. */
export function finest(labels: readonly string[], words: Words): string {
  const depth = new Map(words.classes.map(([name, , , , level]) => [name, level]));
  return [...labels].sort((a, b) => (depth.get(b) ?? -1) - (depth.get(a) ?? -1))[0] ?? "";
}
