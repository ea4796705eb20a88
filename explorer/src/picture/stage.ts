// The place of the picture: sigma where there is WebGL, a still one where there is none.
import type { App } from "../app";
import { byId, el, fill } from "../page/dom";
import { nothing } from "../page/empty";
import type { Places } from "../data/model";
import { placesOfFew } from "./few";
import type { Links } from "./links";
import { drawn, hasOverview, type Drawn } from "../view/overview";
import { showMap } from "../map/map";
import { Place } from "../view/place";
import { MOST_LINKS, NetworkPicture } from "./picture";
import { MOST_STILL, StillPicture } from "./still";
import { VIEWS } from "../view/state";
import { t } from "../texts";
import { theme } from "../page/theme";
import { walkDots } from "./walk";

export class Stage {
  readonly #app: App;
  #picture: NetworkPicture | null = null;
  #still: StillPicture | null = null;
  readonly #notice = byId("notice");
  readonly #place: Place;
  #drawn: Drawn;
  #framed = "";
  /** Language and colours of the last picture. */
  #dressed = "";
  #started = false;
  readonly #central: Places;
  readonly #few = new Map<string, Places>();

  constructor(app: App) {
    this.#app = app;
    this.#drawn = drawn(app, null);
    this.#place = new Place(app);
    const { things, x, y } = app.model.picture.overview;
    this.#central = new Map(things.map((n, at) => [n, [x[at], y[at]]]));
  }

  /** The first view. */
  draw(): void {
    const { model } = this.#app;
    this.#picture = new NetworkPicture(model, byId("network"), this.#drawn.shown);
    this.#picture.arrange(this.#arranged(), this.#drawn.overview);
    this.#picture.drawQuick();
    this.#framed = this.#frame();
  }

  /** The picture that moves, or where there is no WebGL one that can be clicked. */
  #start(): void {
    this.#started = true;
    const choose = (number: number) => this.#app.select({ kind: "thing", number });
    try {
      this.#picture!.start({
        thing: choose,
        pair: (number, other) => this.#app.select({ kind: "pair", number, other }),
        nothing: () => {
          if (this.#app.state.selection && this.#app.state.pending < 0) this.#app.select(null);
        },
      });
      this.#place.follow(this.#picture!.sigma.getCamera());
      walkDots(this.#app, this.#picture!.sigma, () => this.#drawn.shown);
    } catch {
      this.#still = new StillPicture(this.#app.model, this.#picture!.links, byId("network"), choose);
      this.#picture = null;
      byId("zoom").replaceChildren();
      this.#say();
    }
  }

  update(chains: number[][] | null, move: boolean): void {
    const { state } = this.#app;
    this.#drawn = drawn(this.#app, chains);
    const { shown, overview } = this.#drawn;
    const places = this.#arranged();
    if (this.#picture) this.#picture.arrange(places, overview);
    else this.#app.model.arrange(places);
    for (const view of VIEWS) byId(`view-${view}`).hidden = state.view !== view;
    this.#say();
    if (state.view === "map") showMap(this.#app);
    if (state.view !== "network") return;
    this.#picture?.update(state, shown);
    if (chains) this.#picture?.markChains(chains);
    if (!this.#started) this.#start();
    this.#still?.update(shown, document.title);
    const picture = this.#picture;
    if (!picture) return;
    picture.sigma.resize();
    const frame = this.#frame();
    const isNew = frame !== this.#framed;
    this.#framed = frame;
    // Names in another language take other room, and so does all that stands around the picture.
    const dress = `${state.language} ${theme().link}`;
    const isOther = this.#dressed !== "" && dress !== this.#dressed && !state.at && !state.selection;
    this.#dressed = dress;
    if (this.#place.isAsked) this.#place.restore();
    else if (isNew && !overview) this.#place.leave(() => picture.fitShown());
    else if (chains && move) this.#place.leave(() => picture.focus(chains.flat()));
    else if (state.steps && move) this.#place.leave(() => picture.fitShown());
    else if (move && state.selection && "number" in state.selection) this.#place.leave(() => this.#bringIn(picture));
    else if (isNew || isOther) this.#place.leave(() => picture.fitShown());
  }

  /** Where things stand in what is drawn; what a reader has moved stays when they come back. */
  #arranged(): Places {
    const { shown, overview } = this.#drawn;
    const { model, state } = this.#app;
    if (overview) return this.#central;
    const { clientWidth, clientHeight } = byId("network");
    const things = shown.thingCount < 100 ? [...shown.things.keys()].filter((n) => shown.things[n]) : [];
    const key = JSON.stringify([things, shown.factCount, state.language]);
    let places = this.#few.get(key);
    if (!places) this.#few.set(key, (places = placesOfFew(model, shown, clientWidth || 1000, clientHeight || 660) ?? new Map()));
    return places;
  }

  /** What the picture is fitted to when it changes. */
  #frame(): string {
    const { shown, overview } = this.#drawn;
    return JSON.stringify([shown.thingCount, shown.factCount, this.#app.state.steps, overview]);
  }

  #bringIn(picture: NetworkPicture): void {
    const s = this.#app.state.selection!;
    const f = this.#app.model.picture.facts;
    if (s.kind === "thing") picture.centre(s.number);
    if (s.kind === "pair") picture.focus([s.number, s.other]);
    if (s.kind === "fact") picture.focus([f.subject[s.number], f.object[s.number]].filter((n) => n >= 0));
  }

  zoom(factor: number): void {
    this.#picture?.zoom(factor);
  }

  fit(): void {
    this.#place.leave(() => this.#picture?.fitShown());
    this.#app.set({}, { replace: true });
  }

  get canZoom(): boolean {
    return this.#picture !== null;
  }

  get links(): Links {
    return (this.#picture ?? this.#still)!.links;
  }

  #hasLinks(): boolean {
    const { facts } = this.#app.shown;
    const { object } = this.#app.model.picture.facts;
    return facts.some((shown, n) => shown && object[n] >= 0);
  }

  /** What the reader must know of the picture. */
  #say(): void {
    const { model, shown, state } = this.#app;
    const lines: (string | HTMLElement)[] = [];
    if (!model.count) lines.push(t("empty"));
    else if (!shown.thingCount) lines.push(nothing(this.#app));
    else if (state.off.class.size && !state.near && !this.#hasLinks()) {
      lines.push(t("nearHint"), el("button", { type: "button", "data-key": "show-near", click: () => this.#app.set({ near: true }) }, t("near")));
    }
    if (this.#still) {
      lines.push(t("noWebgl"));
      if (shown.thingCount > MOST_STILL) lines.push(t("tooManyStill", { n: MOST_STILL }));
    }
    const all = this.#picture?.links.count ?? 0;
    if (all > MOST_LINKS && !state.allLinks) {
      lines.push(t("someLinks", { n: MOST_LINKS, all }));
      lines.push(el("button", { type: "button", click: () => this.#app.set({ allLinks: true }) }, t("drawAll")));
    }
    const { things } = model.picture.overview;
    if (things.length && this.#drawn.overview) {
      lines.push(t("overviewOf", { n: things.length, all: model.count }));
      lines.push(el("button", { type: "button", "data-key": "show-all", click: () => this.#app.set({ all: true }) }, t("showAll")));
    } else if (state.expanded.size && (state.steps || hasOverview(this.#app))) {
      lines.push(t("expandedThings", { n: state.expanded.size }));
      lines.push(el("button", { type: "button", "data-key": "fold-all", click: () => this.#app.set({ expanded: new Set() }, { move: true }) }, t("foldAll")));
    } else if (state.all) lines.push(el("button", { type: "button", "data-key": "show-overview", click: () => this.#app.set({ all: false }) }, t("showOverview")));
    fill(this.#notice, ...lines.map((line) => (typeof line === "string" ? el("span", {}, `${line} `) : line)));
    this.#notice.hidden = lines.length === 0;
  }
}
