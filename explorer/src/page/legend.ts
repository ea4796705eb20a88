// The legend below the picture: a broad class for each colour; a click leaves that one alone, a second brings all back.
import type { App } from "../app";
import { byId, el, fill } from "./dom";
import { sameSet } from "../view/state";
import { label, t } from "../texts";
import { nodeColour } from "./theme";

export function showLegend(app: App): void {
  const { classes, classSets, legend } = app.model.picture;
  const firsts = [...new Set(classSets.map(([first]) => first))];
  const rows = legend.map(([zh, en, colour], n) => {
    const own = new Set(firsts.filter((c) => classes[c][3] === colour));
    const others = new Set([...classes.keys()].filter((c) => !own.has(c)));
    const isAlone = sameSet(app.state.off.class, others);
    const off = { ...app.state.off, class: isAlone ? app.start.off.class : others };
    const name = label(["", zh, en]);
    const dot = el("span", { class: "dot" });
    dot.style.background = nodeColour(colour);
    return el("li", {}, el("button", { type: "button", "data-key": `legend-${n}`, "aria-pressed": String(isAlone), title: t("onlyOf", { name }), click: () => app.set({ off }) }, dot, name));
  });
  const list = byId("legend");
  list.hidden = app.state.view !== "network" || legend.length < 2;
  list.setAttribute("aria-label", t("legend"));
  fill(list, ...rows);
}
