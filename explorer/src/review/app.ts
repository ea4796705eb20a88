// What the parts of the page share: the session, the question that is open, what is selected, what was said last.
import type { Prompt } from "./prompts";
import type { Session } from "./session";
import type { Span } from "./text";
import type { TextPane } from "./textpane";
import type { Changed, Conflict, Proposal, ReportLine } from "./types";

export interface App {
  session: Session;
  pane: TextPane;
  reports: readonly ReportLine[];
  prompt: Prompt | null;
  /** What is marked to be added as a name or figure, and what it would be. */
  selected: Span | null;
  /** What was done last, for eyes and for screen readers. */
  said: string;
  /** Seconds that the run has taken which proposes relations; null where none runs. */
  running: number | null;
  conflicts: readonly Conflict[];
  /** Shows a question in the card, or the proposal again. */
  ask(prompt: Prompt | null): void;
  /** Draws all that may have changed. */
  draw(): void;
  /** Says what was done, and draws. */
  say(words: string): void;
  /** Brings the current passage into sight and the focus to the card. */
  attend(): void;
  /** Asks anew who reviews. */
  changeWho(): void;
  openReport(id: string): Promise<void>;
  reload(): Promise<void>;
}

export type { Changed, Proposal };
