// What the server tells the page: the recorded questions, and what can stand in a query with its labels.

/** A name with its labels in Chinese and English; a class also with its colour and how deep it stands. */
export type Word = [name: string, zh: string, en: string];
export type ClassWord = [name: string, zh: string, en: string, colour: string, depth: number];
export type Tongue = "sparql" | "cypher";

export interface Question {
  name: string;
  zh: string;
  en: string;
  sparql: string;
  cypher: string;
}

export interface Words {
  /** What the IRIs of things begin with. */
  base: string;
  prefixes: Record<string, string>;
  classes: ClassWord[];
  properties: Word[];
  codes: Record<string, Word[]>;
  labels: string[];
  relationships: Word[];
  keys: Word[];
  keywords: Record<Tongue, string[]>;
  questions: Question[];
}

export async function loadWords(): Promise<Words> {
  const reply = await fetch("ask.json");
  if (!reply.ok) throw new Error(await reply.text());
  const words = (await reply.json()) as Words;
  for (const question of words.questions) {
    question.sparql = question.sparql.trimEnd();
    question.cypher = question.cypher.trimEnd();
  }
  return words;
}
