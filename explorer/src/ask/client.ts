// Asks the server, and says in a word what went wrong.
import { fromCypher, fromSparql, fromTriples, type Answer, type Naming, type QueryApi } from "./answer";
import type { Tongue } from "./words";

/** What a query was answered with in place of rows. */
export class Trouble extends Error {
  constructor(
    readonly kind: "refused" | "timeout" | "busy" | "offline" | "absent",
    message: string,
    /** Line and column of the query, from 1. */
    readonly place?: readonly [line: number, column: number],
  ) {
    super(message);
  }
}

const TABLE = "application/sparql-results+json";

/** The answer to a query; `signal` stops it, at the server too. */
export async function ask(tongue: Tongue, query: string, naming: Naming, signal: AbortSignal): Promise<Answer> {
  return tongue === "sparql" ? sparql(query, naming, signal) : cypher(query, signal);
}

async function sparql(query: string, naming: Naming, signal: AbortSignal): Promise<Answer> {
  const reply = await sent("sparql", "application/sparql-query", `${TABLE}, application/n-triples`, query, signal);
  const type = reply.headers.get("content-type") ?? "";
  if (type.startsWith(TABLE)) return fromSparql(await reply.json(), naming);
  return fromTriples(await reply.text(), naming);
}

async function cypher(statement: string, signal: AbortSignal): Promise<Answer> {
  const reply = await sent("db/skillgraph/query/v2", "application/json", "application/json", JSON.stringify({ statement, parameters: {} }), signal);
  const json = (await reply.json()) as QueryApi;
  if (json.errors?.length) throw refusal(reply.status, json.errors[0].message, json.errors[0].code);
  return fromCypher(json);
}

/** The text of an answer in a form that the server writes itself. */
export async function saved(query: string, mediaType: string): Promise<string> {
  const reply = await sent("sparql", "application/sparql-query", mediaType, query);
  return reply.text();
}

/** What to look at in a query in SPARQL that says nothing; nothing where nothing is odd about it, or it can't be told. */
export async function notesOn(query: string): Promise<string[]> {
  try {
    const reply = await sent("notes", "application/sparql-query", "application/json", query);
    return ((await reply.json()) as { notes: string[] }).notes;
  } catch {
    return [];
  }
}

/** What the server answers at an address, as JSON. */
export async function fetched<T>(path: string, signal?: AbortSignal): Promise<T> {
  const reply = await got(path, { signal });
  if (!reply.ok) throw refusal(reply.status, await reply.text());
  return (await reply.json()) as T;
}

async function sent(path: string, type: string, accept: string, body: string, signal?: AbortSignal): Promise<Response> {
  const reply = await got(path, { method: "POST", headers: { "content-type": type, accept, "x-skillgraph": "1" }, body, signal });
  if (reply.ok) return reply;
  const text = await reply.text();
  throw refusal(reply.status, ...told(text));
}

async function got(path: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(path, request);
  } catch (error) {
    if (request.signal?.aborted) throw error;
    throw new Trouble("offline", String(error));
  }
}

/** The message of an error, and its code where it comes as Neo4j's. */
function told(text: string): [message: string, code: string] {
  try {
    const first = (JSON.parse(text) as QueryApi).errors?.[0];
    if (first) return [first.message, first.code];
  } catch {
    // Plain words.
  }
  return [text.trimEnd(), ""];
}

function refusal(status: number, message: string, code = ""): Trouble {
  if (status === 504 || /TransactionTimedOut/.test(code)) return new Trouble("timeout", message);
  if (status === 503 || status === 429) return new Trouble("busy", message);
  if (status === 404 || status === 405) return new Trouble("absent", message);
  return new Trouble("refused", message, placeIn(message));
}

/** The place that a message names, from 1: `at 2:7` of SPARQL; `line 2, column 9` of Cypher, whose first column is 0. */
export function placeIn(message: string): [number, number] | undefined {
  const sparql = /\bat (\d+):(\d+)/.exec(message);
  if (sparql) return [Number(sparql[1]), Number(sparql[2])];
  const cypher = /\bline (\d+), column (\d+)/.exec(message);
  return cypher ? [Number(cypher[1]), Number(cypher[2]) + 1] : undefined;
}
