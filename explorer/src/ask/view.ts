// What is shown of an answer.
import type { Answer, Cell } from "./answer";
import type { Names } from "./names";
import type { Tongue, Words } from "./words";

export interface Shown {
  readonly answer: Answer;
  readonly tongue: Tongue;
  /** As it was asked. */
  readonly query: string;
  readonly seconds: number;
  readonly names: Names;
  readonly words: Words;
  /** Whether it was asked in plain words, by somebody who need not know the query. */
  readonly isPlain: boolean;
  readonly passages: (cell: Cell) => void;
  view: "table" | "network" | "chart";
  sort: { column: number; down: boolean } | null;
  /** Rows of the table that are drawn. */
  rows: number;
  chart: { value: number; name: number; unit: string };
  /** What is to be said of the way it was asked. */
  note: string;
}
