// The place of the picture: sigma where there is WebGL, a still one where there is none.
import type { App } from "./app";
import { byId, el } from "./dom";
import type { Links } from "./links";
import { MOST_LINKS, NetworkPicture } from "./picture";
import { VIEWS } from "./state";
import { MOST_STILL, StillPicture } from "./still";
import { t } from "./texts";

export class Stage {
  readonly #app: App;
  #picture: NetworkPicture | null = null;
  #still: StillPicture | null = null;
  readonly #notice = byId("notice");
  #framed = "";
  #started = false;

  constructor(app: App) {
    this.#app = app;
  }

  /** The first view. */
  draw(): void {
    const { model, shown } = this.#app;
    this.#picture = new NetworkPicture(model, byId("network"), shown);
    this.#picture.drawQuick();
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
    } catch {
      this.#still = new StillPicture(this.#app.model, this.#picture!.links, byId("network"), choose);
      this.#picture = null;
      byId("zoom").replaceChildren();
      this.#say();
    }
  }

  update(chains: number[][] | null, move: boolean): void {
    const { state, shown } = this.#app;
    for (const view of VIEWS) byId(`view-${view}`).hidden = state.view !== view;
    this.#say();
    if (state.view !== "network") return;
    this.#picture?.update(state, shown);
    if (chains) this.#picture?.markChains(chains);
    if (!this.#started) this.#start();
    this.#still?.update(shown, document.title);
    const picture = this.#picture;
    if (!picture) return;
    picture.sigma.resize();
    const frame = JSON.stringify([shown.thingCount, shown.factCount, state.steps]);
    if (chains && move) picture.focus(chains.flat());
    else if (state.steps && move) picture.fitShown();
    else if (move && state.selection && "number" in state.selection) this.#bringIn(picture);
    else if (this.#framed && frame !== this.#framed) picture.fitShown();
    this.#framed = frame;
  }

  #bringIn(picture: NetworkPicture): void {
    const s = this.#app.state.selection!;
    const f = this.#app.model.picture.facts;
    if (s.kind === "thing") picture.focus([s.number]);
    if (s.kind === "pair") picture.focus([s.number, s.other]);
    if (s.kind === "fact") picture.focus([f.subject[s.number], f.object[s.number]].filter((n) => n >= 0));
  }

  zoom(factor: number): void {
    this.#picture?.zoom(factor);
  }

  fit(): void {
    this.#picture?.fitShown();
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
    else if (!shown.thingCount) lines.push(t("emptyView"));
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
    this.#notice.replaceChildren(...lines.map((line) => (typeof line === "string" ? el("span", {}, `${line} `) : line)));
    this.#notice.hidden = lines.length === 0;
  }
}
