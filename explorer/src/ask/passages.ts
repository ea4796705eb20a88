// Where a statement or a figure is read from, in a window over the page.
import { bdi, el } from "../page/dom";
import type { Cell } from "./answer";
import { fetched } from "./client";
import { addressOf } from "./table";
import { t } from "./texts";

interface Passage {
  document: string;
  title: string;
  start: number;
  end: number;
  section: string;
  before: string | null;
  text: string | null;
  after: string | null;
}

/** Shows the passages of a statement or a figure; Esc closes them, and the focus goes back to where it was. */
export async function showPassages(cell: Cell, name: string): Promise<void> {
  const close = el("button", { type: "button", class: "close", "aria-label": t("close") }, "×");
  const list = el("div", { "aria-live": "polite" }, el("p", { class: "hint" }, t("loading")));
  const title = t("passagesOf", { name });
  const box = el("dialog", { class: "passages", "aria-label": title }, close, el("h2", {}, bdi(title)), list);
  close.addEventListener("click", () => box.close());
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  box.showModal();
  try {
    const { passages } = await fetched<{ passages: Passage[] }>(`passages/${addressOf(cell)}`);
    list.replaceChildren(...(passages.length ? passages.map(one) : [el("p", {}, t("noPassages"))]));
  } catch (error) {
    list.replaceChildren(el("p", { class: "trouble" }, String(error instanceof Error ? error.message : error)));
  }
}

function one(passage: Passage): HTMLElement {
  const { document, title, start, end, section, before, text, after } = passage;
  const place = [t("characters", { start, end }), section ? t("section", { section }) : ""].filter(Boolean).join(", ");
  const words = text === null ? el("p", { class: "hint" }, t("noWords")) : el("blockquote", { lang: "zh" }, bdi(before ?? ""), el("mark", {}, bdi(text)), bdi(after ?? ""));
  const source = el("a", { href: `document/${encodeURIComponent(document)}` }, bdi(title || document));
  return el("section", {}, words, el("p", { class: "hint" }, source, ` ${place}`));
}
