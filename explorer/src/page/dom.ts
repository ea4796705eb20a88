// The only way markup is made: elements with text, never text as markup.
import { lang } from "../language/speech";

type Child = Node | string | null | undefined | false;
type Attributes = Record<string, string | number | boolean | undefined | ((event: Event) => void)>;

/** An element; attributes that are functions become listeners, `true` an empty attribute, false and undefined none. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== undefined) element.setAttribute(name, String(value));
  }
  element.append(...children.filter((c): c is Node | string => c !== null && c !== undefined && c !== false));
  return element;
}

/** Chinese with the signs and digits between its characters. */
const CHINESE = /\p{Script=Han}(?:[\p{Script=Han}\d\s\u3000-\u303f\uff01-\uff65·“”‘’—]*[\p{Script=Han}\u3002\u300b\uff01\uff09\uff1f])?/gu;

/** Text from a report: its direction is its own, so that it can't turn what stands around it. */
export function bdi(text: string, attributes: Attributes = {}, ...more: Child[]): HTMLElement {
  const own = language(text);
  const parts = own || attributes.lang ? [text] : spokenParts(text);
  return el("bdi", { lang: own, ...attributes }, ...parts, ...more);
}

/** The language of a text that is Chinese alone, where the page is not: whoever has it read aloud hears it as that. */
export function language(text: string): "zh" | undefined {
  return lang() !== "zh" && /\p{Script=Han}/u.test(text) && !/\p{Script=Latin}/u.test(text) ? "zh" : undefined;
}

/** A text with its Chinese words marked as Chinese, where the page is not. */
function spokenParts(text: string): (Node | string)[] {
  if (lang() === "zh") return [text];
  const parts: (Node | string)[] = [];
  let at = 0;
  for (const { 0: words, index } of text.matchAll(CHINESE)) {
    parts.push(text.slice(at, index), el("span", { lang: "zh" }, words));
    at = index + words.length;
  }
  return [...parts, text.slice(at)];
}

export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no element ${id}`);
  return found;
}

/**
 * Puts new children in and keeps the focus on the element that has the same `data-key`. Where that is gone, or can't be
 * pressed again, whoever works by keyboard goes on at what stands in its place.
 */
export function fill(parent: HTMLElement, ...children: Child[]): void {
  const active = document.activeElement as HTMLElement | null;
  const isWithin = active !== null && active !== parent && parent.contains(active);
  const { key } = isWithin ? active.dataset : {};
  const place = isWithin ? stops(parent).indexOf(active) : -1;
  parent.replaceChildren(...children.filter((c): c is Node | string => Boolean(c)));
  if (!isWithin) return;
  const same = key ? parent.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`) : null;
  same?.focus({ preventScroll: true });
  if (key && same !== document.activeElement) focusAt(parent, place);
}

/** Does what takes a button away, and leads who pressed it to what came in its place. */
export function focusNext(button: HTMLElement, change: () => void): void {
  const within = button.closest<HTMLElement>("[id]");
  const place = within && button === document.activeElement ? stops(within).indexOf(button) : -1;
  change();
  if (within && place >= 0) focusAt(within, place);
}

/** Gives the focus to what is n-th of what the Tab key stops at within an element, or to the last. */
export function focusAt(parent: HTMLElement, n: number): void {
  const all = stops(parent);
  (all[Math.max(0, n)] ?? all.at(-1))?.focus({ preventScroll: true });
}

/** What the Tab key stops at within an element. */
export function stops(parent: HTMLElement): HTMLElement[] {
  const all = [...parent.querySelectorAll<HTMLElement>("button, input, select, textarea, summary, a[href], [tabindex]")];
  return all.filter((stop) => stop.tabIndex >= 0 && !stop.matches(":disabled") && stop.checkVisibility());
}
