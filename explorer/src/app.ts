// What every part of the page works with.
import type { Shown } from "./view/filter";
import type { Model } from "./data/model";
import type { Search } from "./find/search";
import type { Selection, State } from "./view/state";

export interface App {
  readonly model: Model;
  readonly state: State;
  readonly start: State;
  readonly shown: Shown;
  readonly search: Search;
  /** What the address names that the page does not have. */
  readonly missing: readonly string[];
  /** Changes the state and what is seen; `move` brings a new selection into the middle of the picture. */
  set(change: Partial<State>, options?: { move?: boolean; replace?: boolean }): void;
  /** Takes down where the reader has moved the picture, without drawing anything. */
  place(at: string): void;
  select(selection: Selection, move?: boolean): void;
}
