// What is known of the chosen thing, statement, figure, pair or connection.
import type { App } from "../app";
import { fact, figure } from "../language/describe";
import { spoken } from "../language/speech";
import { bdi, byId, el, fill } from "../page/dom";
import { contents } from "./contents";
import { evidence } from "./evidence";
import { hiddenOf } from "./hidden";
import { ask, chooser } from "./chooser";
import { connection } from "./connections";
import { copyHint } from "../data/copy";
import { some } from "./entries";
import { expansion, neighbours } from "./neighbours";
import { between } from "./path";
import { figureCharts } from "../figures/numbers";
import { TEXT } from "../schema";
import { passage } from "./passage";
import type { Selection } from "../view/state";
import { label, lang, listed, t } from "../texts";

let shownBefore: string | null = null;
/** What had the focus before the panel took it, by its key. */
let opener: string | undefined;

export function showPanel(app: App): void {
  const panel = byId("panel");
  const selection = app.state.selection;
  document.body.classList.toggle("has-panel", selection !== null);
  panel.hidden = selection === null;
  const isNew = shownBefore !== null && JSON.stringify(selection) !== shownBefore;
  shownBefore = JSON.stringify(selection);
  const active = document.activeElement as HTMLElement | null;
  if (!selection) {
    if (isNew && opener) document.querySelector<HTMLElement>(`[data-key="${CSS.escape(opener)}"]`)?.focus({ preventScroll: true });
    return;
  }
  if (isNew && active && !panel.contains(active)) opener = active.dataset.key;
  const close = el("button", { type: "button", class: "close", "data-key": "close", click: () => app.set({ selection: null, pending: -1, steps: 0 }) }, "×");
  close.setAttribute("aria-label", t("close"));
  fill(panel, close, ...content(app, selection), copyHint(app));
  // Who comes here by the keyboard hears what this is about.
  const heading = panel.querySelector("h2")?.textContent;
  panel.setAttribute("aria-label", heading ? `${t("details")}: ${heading}` : t("details"));
  if (!isNew) return;
  // Whoever works with the keyboard reads on where the news is; Escape leads back.
  panel.scrollTop = 0;
  panel.focus({ preventScroll: true });
  // On a low window the page scrolls, and the panel stands below what was looked at.
  panel.scrollIntoView({ block: "nearest" });
}

function content(app: App, selection: NonNullable<Selection>): (Node | null)[] {
  const { number } = selection;
  switch (selection.kind) {
    case "thing":
      return thing(app, number);
    case "fact":
      return [fact(app, number)];
    case "figure":
      return [figure(app, number), ...figureCharts(app, number)];
    case "pair":
      return pair(app, number, selection.other);
    case "path":
      return connection(app, number, selection.other);
    case "passage":
      return passage(app, selection.source, number);
  }
}

function thing(app: App, n: number): (Node | null)[] {
  const { model, state } = app;
  const { things } = model.details!;
  const [name, other] = lang() === "zh" ? [model.picture.names[n], things.en[n]] : [model.name(n, lang()), things.en[n] && model.picture.names[n]];
  const classes = listed(model.classesOf(n).map((c) => label(model.picture.classes[c])));
  const of = things.of[n];
  const aliases = things.aliases[n];
  const formerly = things.formerly[n];
  const told = [...figuresOf(app, n), ...factsOf(app, n)];
  return [
    el("h2", {}, bdi(name)),
    other ? el("p", { class: "other-name", lang: lang() === "zh" ? "en" : "zh" }, bdi(other)) : null,
    el("p", { class: "classes" }, of ? (lang() === "zh" ? `${classes}（${of[0]}）` : `${classes} (${of[1]})`) : classes),
    aliases ? el("p", { class: "aliases" }, `${t("aliases")} `, bdi(aliases.join(spoken("；", "; ")))) : null,
    actions(app, n),
    state.pending === n ? chooser(app, n) : null,
    contents(told),
    ...told,
    things.mentions[n] ? mentions(app, things.mentions[n]) : null,
    identifiers(things.id[n], formerly),
  ];
}

/** What a program calls it, for whoever looks it up elsewhere. */
function identifiers(id: string, formerly: string[] | undefined): HTMLElement {
  const before = formerly ? el("p", { class: "id" }, `${t("formerly")} `, bdi(formerly.join("; "))) : null;
  return el("details", { class: "ids" }, el("summary", {}, t("ids")), el("p", { class: "id" }, bdi(id)), before);
}

function mentions(app: App, set: number): HTMLElement {
  const count = app.model.details!.evidence[set].length;
  return el("details", {}, el("summary", {}, `${t("mentions")} (${count})`), evidence(app, set));
}

function actions(app: App, n: number): HTMLElement {
  const { state } = app;
  const button = (steps: number, text: string) =>
    el("button", { type: "button", "data-key": `steps-${steps}`, "aria-pressed": String(state.steps === steps), click: () => app.set({ steps }, { move: true }) }, text);
  const asked = state.pending >= 0;
  const explain = el(
    "button",
    { type: "button", "data-key": "explain", "aria-pressed": String(asked), click: () => ask(app, n, !asked) },
    asked ? t("cancel") : t("explain"),
  );
  const focus = el("span", { role: "group", "aria-label": t("focus") }, el("span", {}, `${t("focus")} `));
  focus.append(...[0, 1, 2, 3].map((steps) => button(steps, steps ? String(steps) : t("off"))));
  return el("div", { class: "actions" }, focus, explain, expansion(app, n));
}

function figuresOf(app: App, n: number): Node[] {
  const f = app.model.details!.figures;
  const numbers = f.id.flatMap((_, i) => (f.subject[i] === n && app.shown.figures[i] ? [i] : []));
  if (!numbers.length) return [];
  return [el("h3", {}, `${t("figuresOf")} (${numbers.length})`), ...some(numbers, (i) => figure(app, i, false))];
}

function factsOf(app: App, n: number): Node[] {
  const { model, shown } = app;
  const facts = [...model.factsOf(n)].filter((f) => shown.facts[f]);
  const out = facts.filter((f) => model.picture.facts.subject[f] === n);
  const into = facts.filter((f) => model.picture.facts.subject[f] !== n);
  return [
    ...neighbours(app, n, out, t("factsOut")),
    ...neighbours(app, n, into, t("factsIn")),
    ...hiddenOf(app, n),
  ];
}

function pair(app: App, a: number, b: number): Node[] {
  const facts = between(app.model, app.shown.facts, a, b);
  const names = { a: app.model.name(a, lang()), b: app.model.name(b, lang()) };
  return [el("h2", {}, bdi(t("pairOf", names))), ...some(facts, (f) => fact(app, f))];
}

/** What a fact is about, for lists that have no room for markup. */
export function objectText(app: App, n: number): string {
  const object = app.model.picture.facts.object[n];
  return object === TEXT ? app.model.text(n) : app.model.name(object, lang());
}
