// What is told of a thing, in a few lines above it: a hub has screens of figures before its first fact.
import { el } from "../page/dom";
import { t } from "../texts";

/** With fewer headings than this all of it is seen soon enough. */
const FEW = 4;

/** A line for each part with its relations; a click leads there. */
export function contents(told: (Node | null)[]): HTMLElement | null {
  const heads = told.filter((node): node is HTMLElement => /^H[34]$/.test((node as HTMLElement | null)?.tagName ?? ""));
  if (heads.length < FEW) return null;
  const lines: HTMLElement[] = [];
  for (const head of heads) {
    const go = () => {
      head.tabIndex = -1;
      head.scrollIntoView({ block: "start" });
      head.focus({ preventScroll: true });
    };
    const link = el("button", { type: "button", class: "thing", click: go }, head.textContent);
    if (head.tagName === "H3" || !lines.length) lines.push(el("li", {}, link));
    else lines[lines.length - 1].append(lines[lines.length - 1].childElementCount > 1 ? " · " : " ", link);
  }
  return el("nav", { class: "contents", "aria-label": t("panelContents") }, el("ul", {}, ...lines));
}
