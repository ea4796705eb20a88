// Where a statement stands: document, place and, where the page carries it, the passage.
import type { App } from "./app";
import { bdi, el } from "./dom";
import { lang, t } from "./texts";

/** The passages of a set of evidence, each with its document, section and words. */
export function evidence(app: App, set: number): HTMLElement {
  const details = app.model.details!;
  const numbers = details.evidence[set];
  if (!numbers.length) return el("p", { class: "evidence none" }, t("noEvidence"));
  return el("ul", { class: "evidence" }, ...numbers.map((n) => el("li", {}, ...passage(app, n))));
}

function passage(app: App, number: number): (Node | string)[] {
  const details = app.model.details!;
  const start = details.spans.start[number];
  const end = start + details.spans.length[number];
  const words = details.passages?.[number];
  const section = sectionName(app, details.spans.section[number]);
  const head = el("span", { class: "where" }, bdi(sourceName(app, details.spans.document[number])));
  if (section) head.append(lang() === "zh" ? "，" : ", ", bdi(t("section", { section })));
  // People count from 1 and name the last character, offsets from 0 and the one after.
  head.append(lang() === "zh" ? "，" : ", ", t("characters", { start: start + 1, end }));
  return words ? [el("blockquote", { lang: "zh" }, bdi(words)), head] : [head];
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
