// The answer on the page: what it is, the ways to see it, and the files that it is saved as.
import { download } from "../tables/download";
import { el, fill } from "../page/dom";
import { chart, numeric } from "./chart";
import { saved } from "./client";
import { drawing } from "./drawing";
import { networkOf } from "./network";
import { TYPES, written, type Form } from "./saving";
import { isEmpty, table } from "./table";
import { t, type Key } from "./texts";
import type { Shown } from "./view";

/** Draws an answer into its place. */
export function showResult(place: HTMLElement, shown: Shown): void {
  const { answer } = shown;
  const redraw = (): void => showResult(place, shown);
  if (answer.kind === "truth") {
    fill(place, el("p", { class: "truth" }, t(answer.truth ? "yes" : "no")), saving(shown));
    return;
  }
  const notes = answer.notes.map((note) => el("p", { class: "note", lang: "en" }, note));
  if (isEmpty(answer)) {
    fill(place, el("p", { class: "nothing" }, t("nothing")), ...notes);
    return;
  }
  const button = (view: Shown["view"], key: Key): HTMLElement =>
    el("button", { type: "button", "data-key": `view-${view}`, "aria-pressed": String(shown.view === view), click: () => ((shown.view = view), redraw()) }, t(key));
  const views = el("div", { role: "group", "aria-label": t("views") }, button("table", "table"), button("network", "network"), button("chart", "chart"));
  fill(place, ...notes, el("div", { class: "row bar" }, views, saving(shown)), body(shown, redraw));
}

function body(shown: Shown, redraw: () => void): HTMLElement {
  if (shown.view === "table") return table(shown, redraw);
  if (shown.view === "chart") return numeric(shown.answer).length ? chart(shown, redraw) : el("p", { class: "hint" }, t("noChart"));
  const network = networkOf(shown.answer);
  return network ? drawing(network, shown) : el("p", { class: "hint" }, t("noNetwork"));
}

function saving(shown: Shown): HTMLElement {
  const save = (form: Form) => (): void => download(`answer.${form}`, new Blob([written(shown.answer, form)], { type: `${TYPES[form]};charset=utf-8` }));
  const turtle = async (): Promise<void> => {
    download("answer.ttl", new Blob([await saved(shown.query, "text/turtle")], { type: "text/turtle;charset=utf-8" }));
  };
  const buttons = (["csv", "tsv", "json"] as const).map((form) => el("button", { type: "button", "data-key": `save-${form}`, click: save(form) }, form.toUpperCase()));
  const own = shown.answer.kind === "graph" ? [el("button", { type: "button", "data-key": "save-turtle", click: () => void turtle() }, "Turtle")] : [];
  if (shown.answer.kind === "truth") buttons.length = 0;
  return el("div", { role: "group", "aria-label": t("save"), class: "saving" }, buttons.length ? el("span", {}, t("save")) : null, ...buttons, ...own);
}
