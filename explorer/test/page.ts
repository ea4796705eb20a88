// A page that shows the small graph, without a browser: the state changes as the real page's does.
import type { App } from "../src/app";
import { filter, type Shown } from "../src/view/filter";
import type { Model } from "../src/data/model";
import { Search } from "../src/find/search";
import { choosing, initial, type Selection, type State } from "../src/view/state";
import { setLanguage } from "../src/texts";
import { model as small } from "./graph";

export class TestPage implements App {
  readonly search: Search;
  readonly missing: readonly string[] = [];
  readonly start: State;
  state: State;
  shown: Shown;

  constructor(
    change: Partial<State> = {},
    readonly model: Model = small(),
  ) {
    this.search = new Search(this.model);
    this.start = initial(this.model, "zh");
    this.state = { ...this.start, ...change };
    setLanguage(this.state.language);
    this.shown = filter(this.model, this.state, this.start);
  }

  set(change: Partial<State>): void {
    this.state = { ...this.state, ...change };
    this.shown = filter(this.model, this.state, this.start);
  }

  place(at: string): void {
    this.state = { ...this.state, at };
  }

  select(selection: Selection): void {
    this.set(choosing(this.state, selection));
  }
}
