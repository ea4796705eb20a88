// Where the other thing of a connection is named: a search field in the panel, and what shares most with the first.
import type { App } from "../app";
import { bdi, byId, el } from "../page/dom";
import { label, lang, t } from "../texts";
import { sharingMost, Ties } from "../data/ties";

const HITS = 8;
const SUGGESTED = 6;

/** Asks for the other thing, or no longer. */
export function ask(app: App, thing: number, asked: boolean): void {
  app.set({ pending: asked ? thing : -1 });
  byId("panel").querySelector<HTMLElement>(`[data-key=${asked ? "other" : "explain"}]`)?.focus();
}

/** The field with its hits, and suggestions. */
export function chooser(app: App, thing: number): HTMLElement {
  const input = el("input", { type: "search", id: "other", "data-key": "other", role: "combobox", autocomplete: "off", spellcheck: "false", "aria-expanded": "false", "aria-controls": "other-hits", "aria-autocomplete": "list", "aria-label": t("otherThing"), placeholder: t("otherThing") });
  const list = el("ul", { id: "other-hits", role: "listbox", "aria-label": t("otherThing"), hidden: true });
  let active = 0;
  const hits = () => [...list.children] as HTMLElement[];
  const mark = () => {
    hits().forEach((hit, n) => hit.setAttribute("aria-selected", String(n === active)));
    if (hits()[active]) input.setAttribute("aria-activedescendant", hits()[active].id);
    else input.removeAttribute("aria-activedescendant");
  };
  const choose = (other: number) => app.select({ kind: "thing", number: other }, true);
  input.addEventListener("input", () => {
    const found = app.search.things(input.value, HITS).filter((other) => other !== thing);
    list.replaceChildren(...found.map((other, n) => option(app, other, n, choose)));
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(found.length > 0));
    active = 0;
    mark();
  });
  input.addEventListener("keydown", (event) => {
    const count = hits().length;
    if (event.key === "Enter" && hits()[active]) choose(Number(hits()[active].dataset.thing));
    else if (event.key === "ArrowDown" && count) active = (active + 1) % count;
    else if (event.key === "ArrowUp" && count) active = (active + count - 1) % count;
    else if (event.key === "Escape") ask(app, thing, false);
    else return;
    event.preventDefault();
    mark();
  });
  return el("div", { class: "chooser" }, el("p", { class: "hint", role: "status" }, t("explainPick")), input, list, ...suggestions(app, thing));
}

function option(app: App, thing: number, n: number, choose: (other: number) => void): HTMLElement {
  const { model } = app;
  const group = label(model.picture.classes[model.classesOf(thing)[0]]);
  return el("li", { role: "option", id: `other-${n}`, "data-thing": thing, click: () => choose(thing) }, bdi(model.name(thing, lang())), el("small", {}, ` ${group}`));
}

function suggestions(app: App, thing: number): Node[] {
  const most = sharingMost(new Ties(app.model, app.shown.facts), thing, SUGGESTED);
  if (!most.length) return [];
  const rows = most.map((other) =>
    el(
      "li",
      {},
      el(
        "button",
        { type: "button", class: "thing", "data-key": `shares-${other.thing}`, click: () => app.select({ kind: "thing", number: other.thing }, true) },
        bdi(app.model.name(other.thing, lang())),
      ),
      el("small", {}, ` ${t("sharedCount", { n: other.count })}`),
    ),
  );
  return [el("p", { class: "hint" }, t("sharesMost")), el("ul", {}, ...rows)];
}
