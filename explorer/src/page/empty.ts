// What a view says that has nothing to show: why, and the way back where the filters are why.
import type { App } from "../app";
import { byId, el } from "./dom";
import { isFiltered, unfiltered } from "../view/state";
import { t, type Key } from "../texts";

/** The button that takes the filters back. */
export function resetting(app: App, key: string): HTMLElement {
  return el("button", { type: "button", "data-key": key, disabled: !isFiltered(app.state, app.start), click: () => app.set({ ...unfiltered(app.start), story: "" }) }, t("reset"));
}

/** That there is nothing, and what brings it back. */
export function nothing(app: App, told: Key = "emptyView"): HTMLElement {
  const button = isFiltered(app.state, app.start) ? resetting(app, "reset-here") : null;
  // The button goes with what it stood for; the keyboard goes on at the view.
  button?.addEventListener("click", () => byId("stage").focus({ preventScroll: true }));
  return el("p", { class: "nothing" }, el("span", { role: "status" }, t(told)), " ", button);
}
