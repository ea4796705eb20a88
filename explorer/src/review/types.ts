// What the server says and is told, as its JSON has it. Places are in code points.
import type { End } from "./prompts";
import type { Span } from "./text";

export type Kind = "name" | "relation" | "figure" | "same" | "doubt" | "section";
export type Status = "open" | "skipped" | "accepted" | "edited" | "added" | "rejected" | "unread" | "annotated" | "unsure" | "none";
export type Do = "accept" | "reject" | "reopen" | "edit" | "add" | "skip" | "same" | "different" | "unsure";

export interface NameFields {
  name: string;
  name_en: string;
  classes: string[];
  existence: string;
  aliases: string[];
  mentions: Span[];
}

export interface RelationFields {
  subject: End;
  predicate: string;
  object: End;
  text: string;
  modality: string;
  time: string;
  evidence: Span[];
}

export interface FigureFields {
  subject: End;
  indicator: string | { name: string };
  about: string;
  value: string;
  value_max: string;
  unit: string;
  bound: string;
  modality: string;
  time: string;
  figure: Span | null;
  evidence: Span[];
}

/** One of two that may be the same. */
export interface Side {
  id: string;
  name: string;
  classes: string[];
  from: string[];
  mentions: Span[];
}

interface Common {
  item: string;
  id: string;
  version: string;
  status: Status;
  by: string;
  part: string;
  score: number | null;
  /** What the next of the same goes by: a class, a relation, an indicator. */
  group: string;
  rule: string;
  passages: Span[];
  doubts: string[];
  doubts_zh: string[];
  serves: boolean;
  conflict: string;
}

export type NameProposal = Common & { kind: "name"; fields: NameFields };
export type RelationProposal = Common & { kind: "relation"; fields: RelationFields };
export type FigureProposal = Common & { kind: "figure"; fields: FigureFields };
export type SameProposal = Common & { kind: "same"; reasons_zh: string; reasons: string; warning: string; warning_zh?: string; fields: { left: Side; right: Side } };
export type DoubtProposal = Common & { kind: "doubt"; fields: Record<string, never> };
export type SectionProposal = Common & { kind: "section"; fields: { heading: string } };
export type Proposal = NameProposal | RelationProposal | FigureProposal | SameProposal | DoubtProposal | SectionProposal;

export type Counts = Record<string, number>;
export interface Progress {
  name: Counts;
  relation: Counts;
  figure: Counts;
  same: Counts;
  doubt: Counts;
  open: number;
  decided: number;
  minutes: number;
  minutes_left: number;
}

export interface Thing {
  name: string;
  classes: string[];
  from: string;
}

export interface Undoable {
  event: string;
  do: string;
  items: string[];
  count: number;
}

export interface ReportLine {
  id: string;
  title: string;
  problem: string;
  problem_zh?: string;
  progress: Progress;
  conflicts: number;
  behind: string;
  behind_zh?: string;
}

export interface ReportState {
  id: string;
  title: string;
  progress: Progress;
  conflicts: number;
  behind: string;
  behind_zh?: string;
  class_keys: string[];
  proposals: Proposal[];
  things: Record<string, Thing>;
  readings: Record<string, string>;
  job: Job | null;
  undo: Undoable | null;
  notices: string[];
  notices_zh?: string[];
}

export interface Block {
  kind: "heading" | "paragraph" | "item" | "cell" | "footnote" | "furniture";
  start: number;
  end: number;
  level: number;
  cell: [table: number, row: number, column: number] | null;
}

export interface ReportText {
  text: string;
  blocks: Block[];
}

export interface Word {
  id: string;
  zh: string;
  en: string;
}
export type ClassWord = Word & { ancestors: string[] };
export type PredicateWord = Word & { domain: string[]; range: string[]; symmetric: boolean; takesText: boolean };

export interface Vocabulary {
  classes: ClassWord[];
  predicates: PredicateWord[];
  /** By the classes of two ends, as `School|Enterprise`: the relations between them, `<` before those turned round. */
  usual: Record<string, string[]>;
  codes: Record<"modality" | "bound" | "existence", Word[]>;
  units: Word[];
  indicators: Word[];
  readings: Record<string, string>;
}

/** What a decision, an undo or a bulk decision changed. */
export interface Changed {
  event: string;
  changed: Proposal[];
  removed: string[];
  progress: Progress;
  undo: Undoable | null;
  undone?: Undoable;
  pairs: string;
  behind: string;
  behind_zh?: string;
  conflicts: number;
  notices: string[];
  notices_zh?: string[];
}

/** What the server says, in both languages where it was started by the command line. */
export interface Said {
  message: string;
  message_zh?: string;
}

export interface Failure extends Said {
  error: string;
  current?: Proposal;
  uses?: string[];
  count?: number;
  problems?: (({ field: string } & Said) | string)[];
}

export interface ReadSpan {
  words: string;
  sentence: Span;
  name: { name: string; places: Span[]; row: string };
  figure: (Pick<FigureFields, "value" | "value_max" | "unit" | "bound" | "modality" | "time"> & { figure: Span }) | null;
}

export interface Conflict {
  item: string;
  event: string;
  kind: "reviewers" | "table";
  sides: { by: string; at?: string; event?: string; do: string; cells: Record<string, string> }[];
  stands: string;
}

export interface Job extends Said {
  job: string;
  state: "running" | "done" | "failed";
  seconds: number;
  step: string;
  added: Record<string, number>;
}

/** What is decided of an item. */
export interface Decision {
  item: string;
  do: Do;
  fields?: Record<string, unknown>;
  with_uses?: boolean;
}

export interface Filter {
  kind?: string;
  part?: string;
  group?: string;
  above?: number;
  below?: number;
  words?: string;
  items?: string[];
}
