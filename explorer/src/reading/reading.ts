// The reading view: a report's text, all that is stated in it marked, and a way from mark to mark.
import type { App } from "../app";
import { copyHint } from "../data/copy";
import { bdi, byId, el, fill } from "../page/dom";
import { sourceName } from "../panel/evidence";
import { brief } from "../panel/passage";
import { lowerBound, shorten } from "../data/offsets";
import { textNodes, type Mark } from "./readtext";
import { reportsOf } from "../data/report";
import { saidIn, segments, type Segment } from "../data/said";
import { ACTUAL } from "../schema";
import type { Selection } from "../view/state";
import { t } from "../texts";

const MOST_LINES = 2;

/** What the view shows now: made anew only where the report or what is marked has changed. */
let made = "";
let marks: Mark[] = [];
let current = 0;
let app: App;
let placed = "";
let scrolled = 0;

export function showReading(now: App): void {
  app = now;
  const frame = byId("view-read");
  if (!frame.childElementCount) frame.append(el("div", { class: "bar" }), text(), el("p", { id: "read-tip", hidden: true }));
  const [bar, body] = frame.children as unknown as HTMLElement[];
  const reports = reportsOf(app.model);
  const wanted = app.state.reading?.source ?? -1;
  const source = reports.has(wanted) ? wanted : ([...reports.keys()][0] ?? -1);
  const report = reports.get(source);
  if (!report) {
    fill(bar);
    made = "";
    fill(body, copyHint(app));
    return;
  }
  const parts = segments(saidIn(app.model, app.shown, source));
  const print = `${source} ${parts.map(({ start, end, said }) => [start, end, look(app, said), ...said.map((one) => one.kind[1] + one.number)].join(",")).join(" ")}`;
  if (print !== made) {
    const { nodes, marks: found } = textNodes(report, parts, (said) => look(app, said));
    [made, marks, current] = [print, found, 0];
    body.replaceChildren(...nodes);
  }
  body.setAttribute("aria-label", t("reportText"));
  fill(bar, choice(source), contents(body), ...about(parts.length));
  emphasise(source);
  rove(current);
  requestAnimationFrame(() => place(body, source));
}

function text(): HTMLElement {
  const body = el("div", { id: "read-text", lang: "zh", role: "region", tabindex: 0, "data-key": "read-text", click: (event) => open(event), keydown: (event) => press(event as KeyboardEvent) });
  body.addEventListener("mouseover", (event) => tell(markOf(event)));
  body.addEventListener("mouseleave", () => tell(-1));
  body.addEventListener("focusin", (event) => tell(markOf(event)));
  body.addEventListener("scroll", () => (scrolled = body.scrollTop), { passive: true });
  return body;
}

function choice(source: number): HTMLElement | null {
  const all = [...reportsOf(app.model).keys()];
  if (all.length < 2) return null;
  const options = all.map((n) => el("option", { value: n, selected: n === source }, sourceName(app, n)));
  const select = el("select", { "data-key": "which-report" }, ...options);
  select.addEventListener("change", () => app.set({ reading: { source: Number(select.value), start: -1 }, selection: null }));
  return el("label", {}, `${t("whichReport")} `, select);
}

/** The headings of the text, to go to one. */
function contents(body: HTMLElement): HTMLElement | null {
  const headings = [...body.querySelectorAll<HTMLElement>(":scope > :is(h2, h3, h4, h5, h6)")];
  if (headings.length < 2) return null;
  const deeper = (heading: HTMLElement) => "\u3000".repeat(Number(heading.tagName[1]) - 2);
  const options = headings.map((heading, n) => el("option", { value: n }, deeper(heading) + shorten(heading.textContent ?? "", 24)));
  const select = el("select", { "data-key": "contents", "aria-label": t("contents") }, el("option", { value: -1 }, t("contents")), ...options);
  select.addEventListener("change", () => {
    headings[Number(select.value)]?.scrollIntoView({ block: "start" });
    select.value = "-1"; // it leads somewhere and stands for nothing
  });
  return select;
}

function about(count: number): (Node | null)[] {
  const step = (by: number, key: "before" | "next", sign: string) =>
    el("button", { type: "button", "data-key": `mark-${key}`, title: t(key), "aria-label": t(key), click: () => go(current + by) }, sign);
  const key = (kind: string, name: "keyFact" | "keyPlan" | "keyAgainst") => el("span", { class: `said ${kind}` }, t(name));
  if (!count) return [el("span", { class: "hint", role: "status" }, t("nothingMarked"))];
  return [
    el("span", { class: "hint", role: "status" }, t("marked", { n: count })),
    step(-1, "before", "↑"),
    step(1, "next", "↓"),
    el("span", { class: "legend" }, key("", "keyFact"), key("plan", "keyPlan"), key("against", "keyAgainst")),
    el("span", { class: "hint" }, t("readHelp")),
  ];
}

/** How a stretch is drawn: a plan, where nothing of it is a fact; what others tell otherwise; more than one thing said. */
function look({ model }: App, said: Segment["said"]): string {
  const { facts } = model.picture;
  const { facts: more, figures } = model.details!;
  const plan = said.every(({ kind, number }) => (kind === "fact" ? facts : figures).modality[number] !== ACTUAL);
  const against = said.some(({ kind, number }) => (kind === "fact" ? more : figures).against[number]);
  return ["said", plan && "plan", against && "against", said.length > 1 && "several"].filter(Boolean).join(" ");
}

/** Shows which marks belong to what is chosen, and the one that the reader came for. */
function emphasise(source: number): void {
  const { selection, reading } = app.state;
  const at = reading?.source === source ? reading.start : -1;
  for (const { element, segment } of marks) {
    element.classList.toggle("chosen", segment.said.some(({ kind, number }) => isOf(selection, kind, number)));
    element.classList.toggle("here", segment.start <= at && at < segment.end);
  }
}

function isOf(selection: Selection, kind: "fact" | "figure", number: number): boolean {
  const { facts } = app.model.picture;
  const { figures } = app.model.details!;
  if (selection?.kind === kind) return selection.number === number;
  if (selection?.kind !== "thing") return false;
  const thing = selection.number;
  return kind === "fact" ? facts.subject[number] === thing || facts.object[number] === thing : figures.subject[number] === thing;
}

/** Brings what the reader came for in sight once, and later the place where the reader was. */
function place(body: HTMLElement, source: number): void {
  const { reading, selection } = app.state;
  const start = reading?.source === source ? reading.start : -1;
  const key = `${source} ${start} ${start < 0 ? JSON.stringify(selection) : ""}`;
  if (key === placed) {
    if (Math.abs(body.scrollTop - scrolled) > 1) body.scrollTop = scrolled;
    return;
  }
  if (!placed.startsWith(`${source} `)) body.scrollTop = 0;
  placed = key;
  const chosen = marks.findIndex(({ element }) => element.classList.contains("chosen"));
  const n = start < 0 ? chosen : Math.min(lowerBound(marks, start + 1, (mark) => mark.segment.end), marks.length - 1);
  if (n < 0) return;
  rove(n);
  const [box, view] = [marks[n].element.getBoundingClientRect(), body.getBoundingClientRect()];
  if (box.top < view.top || box.bottom > view.bottom) marks[n].element.scrollIntoView({ block: "center" });
}

/** The number of the mark that an event is of, or -1. */
function markOf(event: Event): number {
  const element = (event.target as HTMLElement).closest<HTMLElement>("[data-mark]");
  return element ? Number(element.dataset.mark) : -1;
}

/** Makes a mark the one that the tabulator key leads to. */
function rove(n: number): void {
  const [before, now] = [marks[current]?.element, marks[n]?.element];
  before?.setAttribute("tabindex", "-1");
  before?.removeAttribute("aria-describedby");
  current = n;
  now?.setAttribute("tabindex", "0");
  now?.setAttribute("aria-describedby", "read-tip");
}

function go(to: number): void {
  if (!marks.length) return;
  rove(Math.min(Math.max(to, 0), marks.length - 1));
  marks[current].element.focus({ preventScroll: true });
  marks[current].element.scrollIntoView({ block: "nearest" });
}

function press(event: KeyboardEvent): void {
  const n = markOf(event);
  if (n < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "ArrowRight") go(n + 1);
  else if (event.key === "ArrowLeft") go(n - 1);
  else if (event.key === "Home") go(0);
  else if (event.key === "End") go(marks.length - 1);
  else if (event.key === "Enter" || event.key === " ") open(event);
  else return;
  event.preventDefault();
}

function open(event: Event): void {
  const n = markOf(event);
  // Who marks words to copy them opens nothing.
  if (n < 0 || (event.type === "click" && String(getSelection()))) return;
  rove(n);
  const { start } = marks[n].segment;
  const source = Number(made.split(" ", 1)[0]);
  marks[n].element.focus({ preventScroll: true });
  tell(-1);
  app.set({ selection: { kind: "passage", source, number: start }, reading: { source, start }, pending: -1, steps: 0 });
}

/** Says under the text what a mark states. */
function tell(n: number): void {
  const tip = byId("read-tip");
  tip.hidden = n < 0;
  if (n < 0) return;
  const lines = [...new Set(marks[n].segment.said.map((said) => brief(app, said)))];
  const rest = lines.length - MOST_LINES;
  tip.replaceChildren(...lines.slice(0, MOST_LINES).map((line) => bdi(line)), ...(rest > 0 ? [`+${rest}`] : []));
}
