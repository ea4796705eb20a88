// What Python writes into a page, made by explorer/schema.py from skillgraph.explore.schema: change that.

export const TEXT = -1;
export const ACTUAL = 0;
export const REVIEWED = 0;
export const BLOCKS = ["heading", "paragraph", "item", "cell", "footnote", "furniture"] as const;
export const BASES = ["stated", "name", "section"] as const;

export type Modality = "actual" | "planned" | "exploratory" | "rule" | "supported" | "negated";
export type Standing = "reviewed" | "annotated" | "accepted" | "extracted" | "rejected" | "deprecated";
export type Basis = "stated" | "name" | "section";
export type Bound = "exact" | "moreThan" | "lessThan" | "atLeast" | "upTo" | "approximately";
export type DocumentKind = "report" | "reference";

/** Where a cell stands: the number of its table, its row and its column. */
export type CellRow = [table: number, row: number, column: number];

/** A class or group with its colour and the class above it; -1 where there is none. */
export type ClassRow = [name: string, zh: string, en: string, colour: string, parent: number];

/** Which figures compare. What stands in neither `rows` nor `single` measures nothing: plans, norms, ranks. */
export interface Compared {
  /** The classes whose things are compared with each other. */
  kinds: Label[];
  rows: ComparedRow[];
  /** The figures that one thing alone reports. */
  single: number[];
  /** For each figure, a number that those of its definition share. */
  definition: number[];
  /** By a unit's number, the unit in which its values compare. */
  base: Record<string, number>;
  /** By a figure's number, what it is per: 年, year. */
  per: Record<string, Names>;
}

/** Figures of one indicator that several things of one class report; `reasons` says why they can't be compared, and nothing where they can. */
export type ComparedRow = [indicator: number, kind: number, figures: number[], reasons: Names];

/** How a reader's own copy of a report is told: its file's name, the checksum and length of its text. */
export type CopyRow = [file: string, sha256: string, characters: number];

/** What the page reads after its first view; a thing's number below 0 is -1 minus its place in `others`. */
export interface Details {
  things: Things;
  facts: FactDetails;
  figures: Figures;
  compared: Compared;
  qualifiers: QualifierRow[][];
  qualifierNames: Label[];
  others: Names[];
  scales: ScaleRow[];
  evidence: number[][];
  spans: Spans;
  sections: Names[];
  /** Of the reports, by their numbers. */
  copies: CopyRow[];
  /** By the numbers of the reports that are carried. */
  texts: Record<string, ReportText>;
  /** The relations that say where a place lies: they tie no two things. */
  placing: number[];
  readings: Record<string, string>;
  /** By classes and relations, what else people call them, parted by bars. */
  words: Record<string, string>;
  /** Traditional characters, each followed by the one that a search takes it for. */
  traditional: string;
  map?: PlaceMap;
}

/** More of the statements of the picture; `text` has only those whose object is text. */
export interface FactDetails {
  id: string[];
  text: string[];
  basis: number[];
  qualifiers: number[];
  evidence: number[];
  /** By the number of one that another contradicts, the numbers of those others. */
  against: Record<string, number[]>;
}

/** Statements, whether facts or not. */
export interface Facts {
  subject: number[];
  object: number[];
  relation: number[];
  modality: number[];
  status: number[];
  source: number[];
  time: number[];
}

/** Figures; decimals are text, so that no digit is lost. */
export interface Figures {
  id: string[];
  subject: number[];
  indicator: number[];
  unit: number[];
  value: string[];
  max: string[];
  bound: Bound[];
  about: ("" | number)[];
  partOf: number[];
  modality: number[];
  status: number[];
  source: number[];
  time: number[];
  qualifiers: number[];
  evidence: number[];
  /** By the number of one that another contradicts, the numbers of those others. */
  against: Record<string, number[]>;
}

/** A name of the vocabulary, and what people call it. */
export type Label = [name: string, zh: string, en: string];

/** A broad class or a group, and the colour of its things. */
export type LegendRow = [zh: string, en: string, colour: string];

/** A modality with its label. */
export type ModalityRow = [name: Modality, zh: string, en: string];

/** The names of something in both languages. */
export type Names = [zh: string, en: string];

/** The central things, in the order of their weight, and where each stands; none where the page is small. */
export interface Overview {
  things: number[];
  x: number[];
  y: number[];
}

/** What the first view needs: things with their places, and statements. */
export interface Picture {
  titles: Names;
  names: string[];
  classSet: number[];
  citySet: number[];
  x: number[];
  y: number[];
  overview: Overview;
  legend: LegendRow[];
  sentence: Names;
  views: ViewRow[];
  classSets: number[][];
  citySets: number[][];
  cities: number[];
  classes: ClassRow[];
  relations: RelationRow[];
  sources: SourceRow[];
  modalities: ModalityRow[];
  statuses: StatusRow[];
  facts: Facts;
  /** How many the first view shows: those that are facts. */
  figures: number;
  times: TimeRow[];
  /** What the writer of the page wants to stand out. */
  marked?: number[];
  /** What the size of each thing stands for, where it is not the number of its facts. */
  weights?: number[];
}

/** Where places are: twentieths of a degree eastward and northward. `land` is rings: a point, then steps from it. */
export interface PlaceMap {
  things: number[];
  x: number[];
  y: number[];
  land: number[][];
  /** The relations that say where something is. */
  address: number[];
  /** The places of which it is not known where they are. */
  unknown: number[];
}

/** A qualifier: a number into the names of qualifiers, and text or a thing's number. */
export type QualifierRow = [name: number, value: number | string];

/** A relation; `symmetric` is 1 where its direction means nothing. */
export type RelationRow = [name: string, zh: string, en: string, symmetric: number];

/** The text of a report, what it consists of and where its sentences stand, in code points. A block's kind is one of `BLOCKS`, its level that of a heading. */
export interface ReportText {
  text: string;
  kind: number[];
  start: number[];
  end: number[];
  level: number[];
  /** By the number of a block that is a cell. */
  cells: Record<string, CellRow>;
  sentenceStart: number[];
  sentenceEnd: number[];
}

/** A unit or indicator. */
export type ScaleRow = [id: string, zh: string, en: string];

/** A report or reference table; who issued it, when, where it was found, its licence: as far as known. */
export type SourceRow = [id: string, title: string, title_en: string, kind: DocumentKind, publisher: string, issued: string, url: string, license: string];

/** Where passages stand, in code points; a section is a number into the sections' headings, or -1. */
export interface Spans {
  document: number[];
  start: number[];
  length: number[];
  section: number[];
}

/** A review status, or that something is deprecated, with its label. */
export type StatusRow = [name: Standing, zh: string];

/** The names of the things of the picture; those in `dict`s only where there are any, by the thing's number. */
export interface Things {
  id: string[];
  en: string[];
  aliases: Record<string, string[]>;
  /** What a kind or an envisaged thing would be. */
  of: Record<string, Names>;
  /** Ids that lead to it since it was judged the same. */
  formerly: Record<string, string[]>;
  mentions: number[];
}

/** A time as a report says it, the dates that it means, and the end if it is another statement that tells it. */
export type TimeRow = [text: string, start: string, end: string, over: string];

/** A view with its title and a line about it; `address` is what its address has after the #, `answers` how many. */
export type ViewRow = [key: string, zh: string, en: string, caption_zh: string, caption_en: string, address: string, answers: number];
