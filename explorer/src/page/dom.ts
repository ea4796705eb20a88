// The only way markup is made: elements with text, never text as markup.

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

/** Text from a report: its direction is its own, so that it can't turn what stands around it. */
export function bdi(text: string, attributes: Attributes = {}, ...more: Child[]): HTMLElement {
  return el("bdi", attributes, text, ...more);
}

export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no element ${id}`);
  return found;
}

/** Puts new children in and keeps the focus on the element that has the same `data-key`. */
export function fill(parent: HTMLElement, ...children: Child[]): void {
  const key = parent.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset.key : undefined;
  parent.replaceChildren(...children.filter((c): c is Node | string => Boolean(c)));
  if (key) parent.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
}
