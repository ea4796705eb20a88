// Answers in one form, whichever engine gave them.

/** What has an address of its own. */
export interface Thing {
  folder: string;
  id: string;
}

export interface Cell {
  /** As it is saved; empty for nothing. */
  text: string;
  /** As it is shown, where that is shorter. */
  shown?: string;
  number?: number;
  /** What it is called, where the text is a code or a name in one language. */
  names?: { zh: string; en: string };
  thing?: Thing;
  /** The class that a node of the property graph says. */
  classes?: string[];
  /** What a table can't hold: a node, a list, a map. */
  value?: unknown;
}

/** A tie between two cells' things, by their keys. */
export interface Tie {
  from: string;
  to: string;
  name: string;
}

export interface Answer {
  kind: "table" | "graph" | "truth";
  columns: string[];
  rows: Cell[][];
  /** Ties that the answer itself states: relationships and paths, or triples. */
  ties: Tie[];
  /** Nodes beside those in cells, by key: those in lists and paths. */
  nodes: Map<string, Cell>;
  truth?: boolean;
  /** What to look at in a query that found nothing. */
  notes: string[];
}

const FOLDERS = ["entity", "statement", "figure", "section", "document"];
const NUMBERS = /#(?:integer|decimal|double|float|(?:non(?:Negative|Positive)|positive|negative)Integer|int|long|short|byte)$/;

/** How a thing is known within an answer. */
export function keyOf(cell: Cell): string {
  return cell.thing ? `${cell.thing.folder}/${cell.thing.id}` : cell.text;
}

/** The thing that an IRI names, if it is one of this graph. */
export function thingOf(iri: string, base: string): Thing | undefined {
  if (!iri.startsWith(base)) return undefined;
  const [folder, ...rest] = iri.slice(base.length).split("/");
  const id = rest.join("/");
  return FOLDERS.includes(folder) && id && !id.includes("#") ? { folder, id } : undefined;
}

/** An IRI with its prefix, if it has a known one. */
export function shortened(iri: string, prefixes: Record<string, string>): string {
  let best = "";
  for (const [name, start] of Object.entries(prefixes)) {
    if (iri.startsWith(start) && start.length > (prefixes[best]?.length ?? 0)) best = name;
  }
  return best ? `${best}:${iri.slice(prefixes[best].length)}` : iri;
}

interface Term {
  type: string;
  value: string | { subject: Term; predicate: Term; object: Term };
  datatype?: string;
}

export interface Naming {
  base: string;
  prefixes: Record<string, string>;
}

function iriCell(iri: string, { base, prefixes }: Naming): Cell {
  return { text: iri, shown: shortened(iri, prefixes), thing: thingOf(iri, base) };
}

function termCell(term: Term | undefined, naming: Naming): Cell {
  if (!term) return { text: "" };
  if (typeof term.value !== "string") {
    const { subject, predicate, object } = term.value;
    return { text: `<< ${[subject, predicate, object].map((one) => termCell(one, naming).text).join(" ")} >>` };
  }
  if (term.type === "uri") return iriCell(term.value, naming);
  if (term.type === "bnode") return { text: `_:${term.value}` };
  if (term.datatype && NUMBERS.test(term.datatype)) return { text: term.value, number: Number(term.value) };
  return { text: term.value };
}

interface SparqlResults {
  head: { vars?: string[] };
  boolean?: boolean;
  results?: { bindings: Record<string, Term>[] };
}

/** An answer in SPARQL 1.1 Query Results JSON. */
export function fromSparql(json: SparqlResults, naming: Naming): Answer {
  if (json.boolean !== undefined) return { ...empty("truth"), truth: json.boolean };
  const columns = json.head.vars ?? [];
  const rows = (json.results?.bindings ?? []).map((row) => columns.map((name) => termCell(row[name], naming)));
  return { ...empty("table"), columns, rows };
}

const TRIPLE = /^(<[^>]*>|_:\S+)\s+<([^>]*)>\s+(?:<([^>]*)>|(_:\S+)|"((?:[^"\\]|\\.)*)"(?:\^\^<([^>]*)>|@[\w-]+)?)\s*\.\s*$/;

/** An answer in N-Triples, as a table of its triples. */
export function fromTriples(text: string, naming: Naming): Answer {
  const answer = { ...empty("graph"), columns: ["subject", "predicate", "object"] };
  for (const line of text.split("\n")) {
    const found = TRIPLE.exec(line);
    if (!found) continue;
    const [, subject, predicate, iri, blank, literal, datatype] = found;
    const from = subject.startsWith("<") ? iriCell(unescaped(subject.slice(1, -1)), naming) : { text: subject };
    const by = iriCell(unescaped(predicate), naming);
    let to: Cell;
    if (iri !== undefined) to = iriCell(unescaped(iri), naming);
    else if (blank !== undefined) to = { text: blank };
    else to = termCell({ type: "literal", value: unescaped(literal), datatype }, naming);
    answer.rows.push([from, by, to]);
    if (iri !== undefined && by.shown !== "rdf:type") {
      answer.ties.push({ from: keyOf(from), to: keyOf(to), name: by.shown!.replace(/^\w+:/, "") });
      for (const end of [from, to]) answer.nodes.set(keyOf(end), end);
    }
  }
  return answer;
}

const ESCAPES: Record<string, string> = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f" };

function unescaped(text: string): string {
  return text.replace(/\\(?:u([\dA-Fa-f]{4})|U([\dA-Fa-f]{8})|(.))/g, (_, short?: string, long?: string, one?: string) =>
    one ? (ESCAPES[one] ?? one) : String.fromCodePoint(parseInt((short ?? long)!, 16)),
  );
}

interface Node {
  elementId: string;
  labels: string[];
  properties: Record<string, unknown>;
}
interface Relationship {
  elementId: string;
  startNodeElementId: string;
  endNodeElementId: string;
  type: string;
  properties: Record<string, unknown>;
}
export interface QueryApi {
  data?: { fields: string[]; values: unknown[][] };
  errors?: { code: string; message: string }[];
  notifications?: { description: string }[];
}

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && "labels" in value && "properties" in value;
const isRelationship = (value: unknown): value is Relationship =>
  typeof value === "object" && value !== null && "startNodeElementId" in value && "type" in value;

/** An answer of Neo4j's Query API. */
export function fromCypher(json: QueryApi): Answer {
  const notes = (json.notifications ?? []).map((one) => one.description);
  const answer = { ...empty("table"), columns: json.data?.fields ?? [], notes };
  const keys = new Map<string, string>();
  const ties: Relationship[] = [];
  const look = (value: unknown): void => {
    if (isNode(value)) {
      const cell = nodeCell(value);
      keys.set(value.elementId, keyOf(cell));
      answer.nodes.set(keyOf(cell), cell);
    } else if (isRelationship(value)) ties.push(value);
    else if (Array.isArray(value)) value.forEach(look);
    else if (typeof value === "object" && value !== null) Object.values(value).forEach(look);
  };
  for (const row of json.data?.values ?? []) {
    row.forEach(look);
    answer.rows.push(row.map(valueCell));
  }
  for (const one of ties) {
    const [from, to] = [keys.get(one.startNodeElementId), keys.get(one.endNodeElementId)];
    if (from !== undefined && to !== undefined) answer.ties.push({ from, to, name: one.type });
  }
  return answer;
}

function nodeCell(node: Node): Cell {
  const { id, name, title } = node.properties;
  const folder = folderOf(node.labels);
  const text = String(name ?? title ?? id ?? node.elementId);
  const thing = typeof id === "string" && folder ? { folder, id } : undefined;
  return { text, thing, classes: node.labels, value: node };
}

function folderOf(labels: string[]): string {
  if (labels.includes("Figure")) return "figure";
  if (labels.includes("Statement")) return "statement";
  if (labels.includes("Section")) return "section";
  if (labels.includes("Document")) return "document";
  return labels.includes("Entity") ? "entity" : "";
}

function valueCell(value: unknown): Cell {
  if (value === null || value === undefined) return { text: "" };
  if (typeof value === "number") return { text: String(value), number: value };
  if (typeof value !== "object") return { text: String(value) };
  if (isNode(value)) return nodeCell(value);
  // A fact is a relationship, which has the id of its statement.
  if (isRelationship(value) && "evidence" in value.properties && typeof value.properties.id === "string") {
    const { id } = value.properties;
    return { text: id, shown: brief(value), thing: { folder: "statement", id }, value };
  }
  return { text: JSON.stringify(value), shown: brief(value), value };
}

/** A list, a path or a relationship for the eye. */
function brief(value: unknown): string {
  if (isNode(value)) return nodeCell(value).text;
  if (isRelationship(value)) return `—${value.type}→`;
  if (Array.isArray(value)) return value.some(isRelationship) ? value.map(brief).join(" ") : value.map(brief).join(", ");
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value ?? "");
}

function empty(kind: Answer["kind"]): Answer {
  return { kind, columns: [], rows: [], ties: [], nodes: new Map(), notes: [] };
}
