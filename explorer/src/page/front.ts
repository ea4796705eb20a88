// What the page opens on: what it is, whose reports, ready questions; and above a view its title.
import type { App } from "../app";
import { bdi, byId, el, fill } from "./dom";
import { roving } from "./roving";
import type { SourceRow, ViewRow } from "../schema";
import { fromHash } from "../view/state";
import { lang, number, t } from "../texts";

/** How many reports are named at once; the rest is one click away. */
const FEW = 2;
let isOpen = true;

export function showFront(app: App): void {
  const { sentence, views } = app.model.picture;
  const text = sentence[lang() === "zh" ? 0 : 1];
  const box = el("details", { open: isOpen, toggle: () => (isOpen = box.open) }, el("summary", { "data-key": "front" }, t("frontTitle")), el("div", { class: "body" }, el("p", { class: "lead" }, bdi(text)), reports(app), questions(app, views)));
  fill(byId("front"), box);
  showStory(app);
}

/** Opens a view: its address is the whole of what it shows. */
export function openView(app: App, view: ViewRow): void {
  const state = fromHash(view[5], app.start, app.model);
  app.set({ ...state, language: app.state.language, story: view[0] }, { move: true });
  if (matchMedia("(max-width: 760px)").matches) byId("story").scrollIntoView();
}

function questions(app: App, views: ViewRow[]): HTMLElement | null {
  if (!views.length) return null;
  const buttons = views.map((view) => {
    const [key, zh, en, , , , count] = view;
    const isShown = app.state.story === key;
    return el(
      "button",
      { type: "button", class: "question", "data-key": `story-${key}`, "aria-pressed": String(isShown), disabled: !app.model.details, click: () => openView(app, view) },
      bdi(lang() === "zh" ? zh : en || zh),
      count ? el("span", { class: "count" }, number(count)) : null,
    );
  });
  const list = el("ul", { class: "questions" }, ...buttons.map((button) => el("li", {}, button)));
  roving(list, "questions", buttons.map((button) => [button]));
  return el("nav", { "aria-label": `${t("questions")}: ${t("arrowKeys")}` }, list);
}

function reports(app: App): HTMLElement | null {
  const { sources, facts } = app.model.picture;
  const used = new Set([...facts.source, ...(app.model.details?.figures.source ?? [])]);
  const all = sources.filter(([, , , kind], n) => kind === "report" && used.has(n));
  if (!all.length) return null;
  const list = (rows: SourceRow[]) => el("ul", { class: "reports" }, ...rows.map((row) => el("li", {}, ...report(row))));
  const first = list(all.length > FEW ? all.slice(0, FEW) : all);
  if (all.length <= FEW) return el("div", { class: "reports-box" }, first);
  return el("div", { class: "reports-box" }, first, el("details", {}, el("summary", { "data-key": "reports" }, t("moreReports", { n: all.length - FEW })), list(all.slice(FEW))));
}

/** A report by its title, who issued it and when. */
export function report([id, zh, en, , publisher, issued]: SourceRow): (Node | string)[] {
  const title = lang() === "zh" ? zh && `《${zh}》` : en || zh;
  const by = [publisher, issued || t("undatedReport")].filter(Boolean).join(lang() === "zh" ? "，" : ", ");
  return [bdi(title || id), " ", el("small", {}, bdi(by))];
}

/** Whether the page stands in a frame of another: one view, without header and filters. */
export function isCompact(): boolean {
  return new URLSearchParams(location.search).has("compact");
}

/** The title of the view that is open, and the way back. */
function showStory(app: App): void {
  const bar = byId("story");
  const view = app.model.picture.views.find(([key]) => key === app.state.story);
  const { missing } = app;
  bar.hidden = !view && !missing.length && !isCompact();
  if (missing.length) fill(bar, el("p", { role: "alert" }, bdi(t("missing", { ids: missing.join("; ") }))));
  else if (view) fill(bar, ...story(app, view));
  else if (isCompact()) fill(bar, heading(document.title), fullPage());
}

/** The title above a view; in a frame, where the header is hidden, it is that of the page. */
function heading(text: string): HTMLElement {
  return el(isCompact() ? "h1" : "h2", {}, bdi(text));
}

function fullPage(): HTMLElement {
  const link = el("a", { target: "_blank", rel: "noopener", "data-key": "full-page", click: () => (link.href = location.pathname + location.hash) }, t("fullPage"));
  link.href = location.pathname + location.hash;
  return link;
}

function story(app: App, view: ViewRow): Node[] {
  const [zh, en] = [[view[1], view[3]], [view[2], view[4]]];
  const [title, caption] = lang() === "zh" ? zh : en;
  const back = isCompact() ? fullPage() : el("button", { type: "button", "data-key": "story-close", click: () => app.set({ ...app.start, language: app.state.language }) }, t("backToStart"));
  return [el("div", {}, heading(title || view[1]), caption ? el("p", {}, bdi(caption)) : null), back];
}
