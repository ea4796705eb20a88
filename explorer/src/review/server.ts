// Requests to the review's own addresses, below the page's: what goes wrong is told by kind, not by its words.
import { Cut, type Answer, type Letter } from "./outbox";
import { saidBy } from "./texts";
import type { Changed, Conflict, Failure, Filter, Job, Proposal, ReadSpan, ReportLine, ReportState, ReportText, Thing, Vocabulary } from "./types";

/** What the server refused. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly failure: Failure,
  ) {
    super(failure.message);
  }
}

/** What an error says, in the reader's language where the server says it. */
export function why(error: unknown): string {
  return error instanceof Refused ? saidBy(error.failure, "message") : String((error as Error).message);
}

async function ask(path: string, body?: unknown): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (body !== undefined) Object.assign(headers, { "Content-Type": "application/json", "X-Skillgraph": "1" });
  return fetch(`review/api/${path}`, { method: body === undefined ? "GET" : "POST", headers, body: body === undefined ? undefined : JSON.stringify(body), cache: "no-cache" });
}

async function json<T>(path: string, body?: unknown): Promise<T> {
  const response = await ask(path, body);
  const answer = await read(response);
  if (!response.ok) throw new Refused(response.status, asFailure(answer, response));
  return answer as T;
}

async function read(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

function asFailure(answer: unknown, response: Response): Failure {
  const said = answer as Failure | null;
  return said && typeof said.error === "string" ? said : { error: "", message: `${response.status} ${response.statusText}` };
}

const of = (id: string) => `reports/${encodeURIComponent(id)}`;

export const server = {
  me: () => json<{ reviewer: string; reviewers: string[] }>("me"),
  reports: () => json<{ reports: ReportLine[] }>("reports"),
  report: (id: string, by: string) => json<ReportState>(`${of(id)}?by=${encodeURIComponent(by)}`),
  pairs: (id: string) => json<{ proposals: Proposal[] }>(`${of(id)}/pairs`),
  text: (id: string) => json<ReportText>(`${of(id)}/text`),
  vocabulary: (id: string) => json<Vocabulary>(`vocabulary?report=${encodeURIComponent(id)}`),
  conflicts: (id: string) => json<{ conflicts: Conflict[] }>(`${of(id)}/conflicts`),
  things: (words: string) => json<{ things: (Thing & { id: string })[] }>(`things?q=${encodeURIComponent(words)}&limit=20`),
  read: (id: string, start: number, end: number) => json<ReadSpan>(`${of(id)}/read`, { start, end }),
  extract: (id: string, by: string, key: string) => json<{ job: string }>(`${of(id)}/extract`, { by, key }),
  job: (id: string) => json<Job>(`jobs/${encodeURIComponent(id)}`),
  preview: (id: string, by: string, action: string, filter: Filter) =>
    json<{ count: number; items: string[]; digest: string }>(`${of(id)}/bulk`, { by, key: newKey(), ms: 0, do: action, filter, preview: true }),
};

export const paths = {
  decisions: (id: string) => `${of(id)}/decisions`,
  undo: (id: string) => `${of(id)}/undo`,
  bulk: (id: string) => `${of(id)}/bulk`,
};

/** Sends what was decided. */
export async function post(letter: Letter): Promise<Answer> {
  const response = await ask(letter.path, { ...letter.body, key: letter.key });
  const body = await read(response);
  // A proxy's word for a server that is gone, a busy server or the end of a login is no answer to the decision.
  if (!isAnswer(body, response)) throw new Cut(response.status);
  return response.ok ? { taken: true, body: body as Changed } : { taken: false, status: response.status, body: asFailure(body, response) };
}

function isAnswer(body: unknown, { ok }: Response): boolean {
  const said = body as Partial<Failure & Changed> | null;
  return ok ? Array.isArray(said?.changed) : typeof said?.error === "string";
}

export function newKey(): string {
  // randomUUID is there on loopback and by HTTPS alone.
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
