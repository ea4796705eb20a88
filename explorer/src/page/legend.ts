// The legend above the picture: a broad class for each colour; a click leaves that one alone, a second brings all back.
import { NARROW } from "./access";
import type { App } from "../app";
import { byId, el, fill } from "./dom";
import { roving } from "./roving";
import { sameSet } from "../view/state";
import { label, t } from "../texts";
import { nodeColour } from "./theme";

let isMade = false;

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
    return el("button", { type: "button", "data-key": `legend-${n}`, "aria-pressed": String(isAlone), title: t("onlyOf", { name }), click: () => app.set({ off }) }, dot, name);
  });
  const box = byId("legend-box") as HTMLDetailsElement;
  // On a small screen, also one on its side, it is a line that opens: all of it would leave the picture no room.
  if (!isMade) box.open = !matchMedia(`${NARROW}, (max-height: 480px)`).matches;
  isMade = true;
  box.hidden = app.state.view !== "network" || legend.length < 2;
  const dots = rows.map((row) => row.firstElementChild!.cloneNode());
  fill(byId("legend-title"), t("legendTitle"), el("span", { class: "dots-row", "aria-hidden": "true" }, ...dots));
  const list = byId("legend");
  list.setAttribute("aria-label", `${t("legend")}; ${t("arrowKeys")}`);
  fill(list, ...rows.map((row) => el("li", {}, row)));
  roving(list, "legend", rows.map((row) => [row]));
}
