// Long lists in the panel.
import { el, focusNext } from "../page/dom";
import { t } from "../texts";

const MOST_ENTRIES = 60;

/** The first entries, and a button for the rest: a hub has thousands. */
export function some(numbers: number[], show: (n: number) => HTMLElement): Node[] {
  const first = numbers.slice(0, MOST_ENTRIES).map(show);
  const rest = numbers.slice(MOST_ENTRIES);
  if (!rest.length) return first;
  const more = el("button", { type: "button", click: () => focusNext(more, () => more.replaceWith(...some(rest, show))) }, t("more", { n: rest.length }));
  return [...first, more];
}
