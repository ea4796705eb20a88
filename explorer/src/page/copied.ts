// "Copy this view": its address, and its entry for the file of saved views that `export html --views` reads.
import type { App } from "../app";
import { el } from "./dom";
import { FACETS, facetNames, sameSet, toHash, type Facet } from "../view/state";
import { t, type Key } from "../texts";

export function copyView(app: App): void {
  const address = location.href.replace(/#.*$/, "") + (toHash(app.state, app.start, app.model) && `#${toHash(app.state, app.start, app.model)}`);
  const box = el("dialog", { id: "copy-window", "aria-label": t("copyView") });
  const field = (key: Key, name: string, text: string, rows: number) => {
    const area = el("textarea", { readonly: true, rows, "data-key": `copy-${name}`, "aria-label": t(key), spellcheck: "false" });
    area.value = text;
    const copy = el("button", { type: "button", "data-key": `copy-${name}-now`, click: () => void copied(area, copy) }, t("copy"));
    return el("div", { class: "copied" }, el("h3", {}, t(key)), area, copy);
  };
  const close = el("button", { type: "button", class: "close", "data-key": "copy-close", "aria-label": t("close"), click: () => box.close() }, "×");
  box.append(close, el("h2", {}, t("copyView")), field("copyAddress", "address", address, 3), field("copyEntry", "entry", entry(app), 10));
  box.addEventListener("keydown", (event) => event.stopPropagation());
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  box.showModal();
}

async function copied(area: HTMLTextAreaElement, button: HTMLElement): Promise<void> {
  area.select();
  try {
    await navigator.clipboard.writeText(area.value);
    button.textContent = t("copiedNow");
  } catch {
    // Where a page may not write there, the text is selected for Ctrl+C.
  }
}

/** The present view as TOML. */
export function entry(app: App): string {
  const { state, start, model } = app;
  const story = model.picture.views.find(([key]) => key === state.story);
  const lines = ["[[views]]"];
  const put = (key: string, value: Value, is = true) => is && lines.push(`${key} = ${toml(value)}`);
  const [title, caption] = story ? [story[1], story[3]] : [document.title, ""];
  put("title", title);
  put("title_en", story ? story[2] : model.picture.titles[1]);
  put("caption", caption);
  put("caption_en", story ? story[4] : "");
  put("view", state.view, state.view !== start.view);
  put("table", state.table, state.table !== start.table);
  putSelection(app, put);
  put("steps", state.steps, state.steps > 0);
  const ids = model.details!.things.id;
  put("things", [...state.only].map((n) => ids[n]), state.only.size > 0);
  put("indicators", [...state.indicators].map((n) => model.details!.scales[n][0]), state.indicators.size > 0);
  put("near", true, state.near);
  put("since", state.since, state.since > 0);
  put("until", state.until, state.until > 0);
  put("undated", false, !state.undated);
  put("show", "all", state.all);
  put("at", state.at, state.at !== "");
  const filters = FACETS.filter((facet) => !sameSet(state.off[facet], start.off[facet])).map((facet): [Facet, Filter] => [facet, filterOf(app, facet)]);
  put("only", table(filters.map(([facet, { only }]) => [facet, only])), filters.some(([, { only }]) => only.length > 0));
  put("without", table(filters.map(([facet, { without }]) => [facet, without])), filters.some(([, { without }]) => without.length > 0));
  return `${lines.join("\n")}\n`;
}

function putSelection(app: App, put: (key: string, value: string | string[]) => void): void {
  const s = app.state.selection;
  const { things, facts, figures } = app.model.details!;
  if (s?.kind === "thing") put("thing", things.id[s.number]);
  if (s?.kind === "fact") put("fact", facts.id[s.number]);
  if (s?.kind === "figure") put("figure", figures.id[s.number]);
  if (s?.kind === "pair" || s?.kind === "path") put(s.kind, [things.id[s.number], things.id[s.other]]);
}

interface Filter {
  only: string[];
  without: string[];
}

/** What of a filter is said: of a class with those below it, what differs from the class above. */
function filterOf(app: App, facet: Facet): Filter {
  const names = facetNames(app.model, facet);
  const off = app.state.off[facet];
  const parent = (n: number) => (facet === "class" ? app.model.picture.classes[n][4] : -1);
  const mostlyOn = facet !== "class" && off.size * 2 < names.length;
  const above = (n: number): boolean => (parent(n) < 0 ? mostlyOn : !off.has(parent(n)));
  const differing = [...names.keys()].filter((n) => off.has(n) === above(n));
  const only = differing.filter((n) => !off.has(n)).map((n) => names[n]);
  const without = differing.filter((n) => off.has(n)).map((n) => names[n]);
  return { only: only.length || without.length ? only : names, without };
}

/** A table on one line; it stands in the place of a value. */
function table(rows: [string, string[]][]): Inline {
  return new Inline(`{ ${rows.filter(([, values]) => values.length).map(([key, values]) => `${key} = ${toml(values)}`).join(", ")} }`);
}

class Inline {
  constructor(readonly text: string) {}
}

type Value = string | number | boolean | string[] | Inline;

function toml(value: Value): string {
  if (value instanceof Inline) return value.text;
  if (Array.isArray(value)) return `[${value.map((one) => toml(one)).join(", ")}]`;
  // What JSON escapes TOML does; that alone is missing.
  return JSON.stringify(value).replaceAll("\u007f", "\\u007f");
}
