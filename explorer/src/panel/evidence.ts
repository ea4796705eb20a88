// Where a statement stands: the passage in its sentence where the page has the report's text, else how to find it.
import type { App } from "../app";
import { bdi, el } from "../page/dom";
import { nameNear } from "./nearby";
import { reportsOf, type Report } from "../data/report";
import { lang, t } from "../texts";

/** Passages that stand in one sentence, with the sentence. */
interface Quote {
  source: number;
  section: number;
  start: number;
  end: number;
  spans: [start: number, end: number][];
}

/** The passages of a set of evidence, each in its sentence with its document and section. */
export function evidence(app: App, set: number): HTMLElement {
  const numbers = app.model.details!.evidence[set];
  if (!numbers.length) return el("p", { class: "evidence none" }, t("noEvidence"));
  return el("ul", { class: "evidence" }, ...quotes(app, numbers).map((quote) => el("li", {}, ...shown(app, quote))));
}

function quotes(app: App, numbers: readonly number[]): Quote[] {
  const { spans } = app.model.details!;
  const found: Quote[] = [];
  for (const n of [...numbers].sort((a, b) => spans.document[a] - spans.document[b] || spans.start[a] - spans.start[b])) {
    const source = spans.document[n];
    const span: [number, number] = [spans.start[n], spans.start[n] + spans.length[n]];
    const [start, end] = reportsOf(app.model).get(source)?.around(...span) ?? span;
    const before = found.at(-1);
    if (before?.source === source && start < before.end) {
      before.end = Math.max(before.end, end);
      before.spans.push(span);
    } else found.push({ source, section: spans.section[n], start, end, spans: [span] });
  }
  return found;
}

function shown(app: App, quote: Quote): (Node | null)[] {
  const report = reportsOf(app.model).get(quote.source);
  const where = el("span", { class: "where" }, ...place(app, quote, !report));
  if (report) {
    const open = () => app.set({ view: "read", reading: { source: quote.source, start: quote.spans[0][0] } });
    const link = el("button", { type: "button", class: "thing", "data-read": quote.spans[0][0], click: open }, t("readThere"));
    return [el("blockquote", { lang: "zh" }, bdi("", {}, ...marked(report, quote))), where, el("span", {}, " ", link)];
  }
  const near = nameNear(app.model, quote.source, quote.start, quote.end);
  if (near) where.append(t("stop"), bdi(t(near.inside ? "lookFor" : "lookNear", { name: near.name })));
  return [where, el("span", {}, " "), offsets(quote)];
}

/** The report, where there are several, the section, and how far through where there is nothing to read. */
function place(app: App, { source, section, start }: Quote, far: boolean): (Node | string)[] {
  const reports = app.model.picture.sources.filter(([, , , kind]) => kind === "report").length;
  const headings = sectionName(app, section);
  const length = app.model.details!.copies[source][2];
  const parts = [
    reports > 1 ? bdi(sourceName(app, source)) : "",
    headings ? bdi(t("section", { section: headings })) : "",
    far && length ? t("throughout", { percent: Math.round((100 * start) / length) }) : "",
  ].filter(Boolean);
  return parts.flatMap((part, n) => (n ? [lang() === "zh" ? "，" : ", ", part] : [part]));
}

/** A sentence with its passages marked. */
function marked(report: Report, { start, end, spans }: Quote): (Node | string)[] {
  const nodes: (Node | string)[] = [];
  for (const piece of report.pieces(start, end)) {
    if (piece.apart) nodes.push(piece.apart);
    let at = piece.start;
    for (const span of spans) {
      const [from, to] = [Math.max(at, span[0]), Math.min(piece.end, span[1])];
      if (from >= to) continue;
      nodes.push(report.words(at, from), el("mark", {}, report.words(from, to)));
      at = to;
    }
    nodes.push(report.words(at, piece.end));
  }
  return nodes.filter((node) => node !== "");
}

/** The offsets, for who checks them: people count from 1 and name the last character. */
function offsets({ start, end }: Quote): HTMLElement {
  return el("details", { class: "offsets" }, el("summary", {}, t("exactly")), t("characters", { start: start + 1, end }));
}

export function sectionName(app: App, number: number): string {
  if (number < 0) return "";
  const [zh, en] = app.model.details!.sections[number];
  return lang() === "zh" ? zh : en || zh;
}

export function sourceName(app: App, source: number): string {
  const [id, title, titleEn] = app.model.picture.sources[source];
  const name = lang() === "zh" ? title : titleEn || title;
  return name ? (lang() === "zh" ? `《${name}》` : name) : id;
}
