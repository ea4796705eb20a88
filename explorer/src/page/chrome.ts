// What stands around the views: counts, tabs, language, colours, export, the picture's buttons.
import { showAbout } from "./about";
import type { App } from "../app";
import { countsText } from "../view/counts";
import { byId, el, fill } from "./dom";
import { reportsOf } from "../data/report";
import { exportMenu } from "../paper/exporting";
import { listenToPrinter } from "../paper/printing";
import type { Model } from "../data/model";
import type { Stage } from "../picture/stage";
import { VIEWS, type State, type ViewName } from "../view/state";
import { lang, t, type Key } from "../texts";
import { toggleTheme } from "./theme";

let printing = false;

export function chrome(app: App, stage: Stage): void {
  const { state, shown, model } = app;
  document.title = model.picture.titles[lang() === "zh" ? 0 : 1];
  byId("title").textContent = document.title;
  const counts = countsText(model, shown);
  // Read aloud where it changes, and only there.
  if (byId("counts").textContent !== counts) byId("counts").textContent = counts;
  const tabs = VIEWS.filter((view) => hasView(model, view)).map((view) =>
    el("button", { type: "button", "data-key": `view-${view}`, "aria-pressed": String(state.view === view), click: () => app.set({ view, ...left(app, view) }, { move: view === "network" && state.selection !== null }) }, t(view)),
  );
  const views = byId("views");
  views.setAttribute("aria-label", t("views"));
  fill(views, ...tabs);
  fill(byId("tools"), asking(), language(app), button("theme", "◐", () => (toggleTheme(), app.set({}, { replace: true }))), exportMenu(app, () => stage.links), button("aboutPage", "?", showAbout));
  fill(
    byId("zoom"),
    ...(stage.canZoom
      ? [button("zoomIn", "+", () => stage.zoom(1 / 1.5)), button("zoomOut", "−", () => stage.zoom(1.5)), button("fit", "⤢", () => stage.fit())]
      : []),
  );
  byId("network").setAttribute("aria-label", t("pictureHelp"));
  byId("filters-title").textContent = t("filters");
  byId("facets").setAttribute("aria-label", t("filters"));
  if (!printing) listenToPrinter(app, () => stage.links);
  printing = true;
}

/** What closes with a view: what a passage states is of use beside the text alone. */
function left(app: App, view: ViewName): Partial<State> {
  return view !== "read" && app.state.selection?.kind === "passage" ? { selection: null } : {};
}

function button(key: Key, sign: string, click: () => void): HTMLElement {
  return el("button", { type: "button", "data-key": key, title: t(key), "aria-label": t(key), click }, sign);
}

/** The way to the page that asks the same graph, where a server has one. */
function asking(): HTMLElement | null {
  const { ask } = document.documentElement.dataset;
  return ask ? el("a", { href: ask, "data-key": "askPage", title: t("askPageHint") }, t("askPage")) : null;
}

function language(app: App): HTMLElement {
  const other = lang() === "zh" ? "en" : "zh";
  return el("button", { type: "button", "data-key": "language", lang: other, click: () => app.set({ language: other }) }, t("language"));
}

/** Whether a page has what a view shows. */
function hasView(model: Model, view: ViewName): boolean {
  if (view === "map") return Boolean(model.details?.map);
  return view !== "read" || (model.details !== null && reportsOf(model).size > 0);
}
