// The same as the picture for those who don't see it: things by class, each with how many facts it has.
import type { App } from "../app";
import { factsText } from "../view/counts";
import { bdi, byId, el, fill, focusNext } from "../page/dom";
import { nothing } from "../page/empty";
import { label, lang, number, t } from "../texts";

const PAGE = 100;
const open = new Set<number>();

export function showList(app: App): void {
  const { model, shown } = app;
  const groups = new Map<number, number[]>();
  for (let n = 0; n < model.count; n++) {
    if (!shown.things[n]) continue;
    const first = model.classesOf(n)[0];
    if (!groups.has(first)) groups.set(first, []);
    groups.get(first)!.push(n);
  }
  const sorted = [...groups].sort((a, b) => b[1].length - a[1].length);
  fill(
    byId("view-list"),
    groups.size ? el("p", { role: "status", class: "hint" }, t("shown", { n: shown.thingCount, all: model.count })) : nothing(app),
    ...sorted.map(([c, things]) => group(app, c, things)),
  );
}

function group(app: App, c: number, things: number[]): HTMLElement {
  const { degree } = app.model;
  things.sort((a, b) => degree[b] - degree[a] || a - b);
  const box = el("details", { open: open.has(c) });
  const title = el("h2", {}, `${label(app.model.picture.classes[c])} (${number(things.length)})`);
  box.append(el("summary", { "data-key": `class-${c}` }, title));
  const fillIt = () => {
    if (box.open && box.childElementCount === 1) box.append(...rows(app, things, PAGE));
  };
  box.addEventListener("toggle", () => {
    if (box.open) open.add(c);
    else open.delete(c);
    fillIt();
  });
  fillIt();
  return box;
}

function rows(app: App, things: number[], limit: number): Node[] {
  const item = (n: number) => {
    const choose = () => app.select({ kind: "thing", number: n }, true);
    return el("li", {}, el("button", { type: "button", class: "thing", "data-thing": n, "data-key": `thing-${n}`, click: choose }, bdi(app.model.name(n, lang()))), ` ${factsText(app.model, app.shown.facts, n)}`);
  };
  const list = el("ul", {}, ...things.slice(0, limit).map(item));
  const rest = things.slice(limit);
  if (!rest.length) return [list];
  const more = el("button", { type: "button", click: () => focusNext(more, () => more.replaceWith(...rows(app, rest, PAGE))) }, t("more", { n: Math.min(rest.length, PAGE) }));
  return [list, more];
}
