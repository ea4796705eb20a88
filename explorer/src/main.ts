// Starts the page: the picture first, then all the rest.
import { access, NARROW } from "./page/access";
import type { App } from "./app";
import { chrome } from "./page/chrome";
import { block } from "./data/decode";
import { byId, el } from "./page/dom";
import { filter, type Shown } from "./view/filter";
import { Model, type Language } from "./data/model";
import type { Details, Picture } from "./schema";
import { isCompact, showFront } from "./page/front";
import { showLegend } from "./page/legend";
import { openingLanguage } from "./page/reader";
import { showList } from "./tables/list";
import { showNumbers } from "./figures/numbers";
import { showFacets } from "./page/facets";
import { showReading } from "./reading/reading";
import { litChains } from "./panel/connections";
import { showPanel } from "./panel/panel";
import { Search } from "./find/search";
import { SearchBox } from "./find/searchbox";
import { Stage } from "./picture/stage";
import { changed, choosing, fromHash, initial, missing, toHash, type Selection, type State } from "./view/state";
import { showTable } from "./tables/tables";
import { lang, setLanguage, t } from "./texts";
import { onThemeChange } from "./page/theme";

class Page implements App {
  readonly model: Model;
  readonly start: State;
  state: State;
  shown: Shown;
  search!: Search;
  missing: readonly string[] = [];
  readonly #stage: Stage;
  readonly #box = new SearchBox();
  #hash = "";

  constructor(picture: Picture, language: Language) {
    this.model = new Model(picture);
    this.start = initial(this.model, language);
    this.state = this.start;
    setLanguage(language);
    this.shown = filter(this.model, this.state, this.start);
    this.#stage = new Stage(this);
  }

  /** Draws the first view. */
  draw(): void {
    showFront(this);
    showLegend(this);
    this.#stage.draw();
  }

  /** Everything but the first view. */
  complete(details: Details): void {
    this.model.details = details;
    this.search = new Search(this.model);
    this.search.prepare();
    chrome(this, this.#stage);
    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.defaultPrevented && this.state.selection) this.set({ selection: null, pending: -1, steps: 0 });
    });
    addEventListener("hashchange", () => this.#read());
    onThemeChange(() => this.refresh());
    this.#read(true);
  }

  set(change: Partial<State>, options: { move?: boolean; replace?: boolean } = {}): void {
    this.state = changed(this.state, change);
    this.missing = [];
    this.refresh(options.move);
    this.#write(options.replace ?? false);
  }

  place(at: string): void {
    if (at === this.state.at) return;
    this.state = { ...this.state, at };
    if (at) this.#write(true);
  }

  select(selection: Selection, move = false): void {
    const change = choosing(this.state, selection);
    this.set(change, { move: move || change.view !== undefined });
  }

  refresh(move = false): void {
    const { state } = this;
    setLanguage(state.language);
    document.documentElement.lang = state.language;
    this.shown = filter(this.model, state, this.start);
    this.#box.update(this);
    chrome(this, this.#stage);
    showFront(this);
    showLegend(this);
    access(this);
    showFacets(this);
    showPanel(this);
    if (state.view === "list") showList(this);
    if (state.view === "table") showTable(this);
    if (state.view === "numbers") showNumbers(this);
    if (state.view === "read") showReading(this);
    this.#stage.update(litChains(this), move);
  }

  #write(replace: boolean): void {
    this.#hash = toHash(this.state, this.start, this.model);
    if (this.#hash === location.hash.slice(1)) return;
    try {
      if (replace) location.replace(`#${this.#hash}`);
      else location.hash = this.#hash;
    } catch {
      // In a frame without an address of its own the page works all the same.
    }
  }

  #read(first = false): void {
    const hash = location.hash.slice(1);
    if (!first && hash === this.#hash) return;
    this.#hash = hash;
    this.state = fromHash(hash, this.start, this.model);
    this.missing = missing(hash, this.model);
    this.refresh(this.state.selection !== null);
  }
}

/** When the browser has read the whole file; the script stands before the larger part of the data. */
function parsed(): Promise<unknown> {
  if (document.readyState !== "loading") return Promise.resolve();
  return new Promise((done) => document.addEventListener("DOMContentLoaded", done));
}

/** When the browser has drawn what was asked of it. */
function painted(): Promise<void> {
  return new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
}

/** On a screen that is higher than wide the picture stands upright: lying, it would fill a third of the height. */
function upright(picture: Picture): Picture {
  return matchMedia(`${NARROW} and (orientation: portrait)`).matches ? { ...picture, x: picture.y, y: picture.x } : picture;
}

async function start(): Promise<void> {
  document.documentElement.classList.toggle("compact", isCompact());
  // On a phone the picture comes first.
  (byId("filters") as HTMLDetailsElement).open = !matchMedia(NARROW).matches;
  const language = openingLanguage();
  setLanguage(language);
  try {
    const page = new Page(upright(await block<Picture>("picture-data")), language);
    page.draw();
    await painted();
    performance.mark("skillgraph-picture");
    await parsed();
    page.complete(await block<Details>("details-data"));
    await painted();
    performance.mark("skillgraph-complete");
    document.body.dataset.ready = "true";
  } catch (error) {
    fail(error);
  }
}

function fail(error: unknown): void {
  const text = t("failed", { error: String(error) });
  byId("stage").replaceChildren(el("p", { class: "failure", role: "alert", lang: lang() }, text));
  document.body.dataset.ready = "failed";
  throw error;
}

void start();
