// Queries with what their rows are read from: the figures and statements that they speak of join the answer's columns.
import { masked } from "./complete";
import type { Tongue } from "./words";

const KINDS = "Figure|Observation|Norm|Projection|NominalNumber|Restatement|Statement|Fact";
const COUNTED = /\b(?:count|sum|avg|min|max|collect|group_concat|sample|percentile\w+|stdev\w*)\s*\(/i;

/** The query with columns for its evidence; null if it names none, or puts several rows together. */
export function withEvidence(query: string, tongue: Tongue): string | null {
  return tongue === "sparql" ? sparql(query) : cypher(query);
}

function sparql(query: string): string | null {
  const bare = masked(query, "sparql");
  const select = /\bSELECT\b([^{]*?)(?:\bWHERE\b|\bFROM\b|\{)/i.exec(bare);
  if (!select || /\bGROUP\s+BY\b/i.test(bare) || COUNTED.test(select[1])) return null;
  if (select[1].includes("*")) return null;
  const subjects = [
    new RegExp(`[?$](\\w+)\\s+(?:a|rdf:type)\\s+sg:(?:${KINDS})\\b`, "g"),
    /[?$](\w+)\s+(?:sg:(?:subject|indicator|evidence)\b|rdf:(?:subject|predicate|object)\b)/g,
  ];
  const known = new Set([...select[1].matchAll(/[?$](\w+)/g)].map((one) => one[1]));
  const found = [...new Set(subjects.flatMap((one) => [...bare.matchAll(one)].map((hit) => hit[1])))].filter((name) => !known.has(name));
  if (!found.length) return null;
  const end = select.index + select[0].length - /(?:WHERE|FROM|\{)$/i.exec(select[0])![0].length;
  return `${query.slice(0, end).trimEnd()} ${found.map((name) => `?${name}`).join(" ")} ${query.slice(end)}`;
}

function cypher(query: string): string | null {
  const bare = masked(query, "cypher");
  const last = [...bare.matchAll(/\bRETURN\b/gi)].at(-1);
  if (!last || /\bUNION\b/i.test(bare)) return null;
  const rest = bare.slice(last.index);
  const length = /\bORDER\s+BY\b|\bSKIP\b|\bLIMIT\b|;|$/i.exec(rest)!.index;
  const clause = rest.slice(0, length);
  if (COUNTED.test(clause) || clause.includes("*")) return null;
  const before = bare.slice(0, last.index);
  const known = named(before);
  const passed = [...before.matchAll(/\bWITH\b/gi)].at(-1);
  // What a WITH does not pass on is not known after it, but for what is named after it.
  const after = passed ? before.slice(passed.index) : "";
  const carried = bareItems(/^WITH\b([^]*?)(?=\b(?:WHERE|OPTIONAL|MATCH|UNWIND|ORDER|SKIP|LIMIT|CALL)\b|$)/i.exec(after)?.[1] ?? "");
  const scope = passed ? [...known.filter((name) => carried.includes(name)), ...named(after)] : known;
  const returned = bareItems(clause.slice("RETURN".length));
  const found = [...new Set(scope)].filter((name) => !returned.includes(name));
  if (!found.length) return null;
  const at = last.index + clause.trimEnd().length;
  return `${query.slice(0, at)}, ${found.join(", ")}${query.slice(at)}`;
}

/** Nodes of the kind, and relationships, which are facts, by their variables. */
function named(bare: string): string[] {
  const pattern = new RegExp(`\\(\\s*(\\w+)\\s*:\\s*(?:${KINDS})\\b|\\[\\s*(\\w+)\\s*:[\\w|]+\\]`, "g");
  return [...bare.matchAll(pattern)].map((one) => one[1] ?? one[2]);
}

/** The items of a clause that are variables as they stand, under their own or another name. */
function bareItems(clause: string): string[] {
  return clause.replace(/^\s*DISTINCT\b/i, "").split(",").flatMap((item) => /^\s*(\w+)\s*$/.exec(item)?.[1] ?? []);
}
