// Stands in for the browser's document, with the few members that src/dom.ts and its callers use: enough to read what
// was made and to click it. What only a browser can tell (layout, focus, WebGL) is tested in one.

/** What got the focus last. */
export let focused: TestElement | null = null;

type Listener = (event: Event) => void;

export class TestElement {
  readonly attributes = new Map<string, string>();
  readonly style: Record<string, string> = {};
  children: (TestElement | string)[] = [];
  parent: TestElement | null = null;
  hidden = false;
  removed = false;
  checked = false;
  indeterminate = false;
  tabIndex = 0;
  readonly #listeners = new Map<string, Listener[]>();

  constructor(readonly tag: string) {}

  setAttribute(name: string, value: string): void {
    this.attributes.set(name, value);
  }

  getAttribute(name: string): string | null {
    return this.attributes.get(name) ?? null;
  }

  hasAttribute(name: string): boolean {
    return this.attributes.has(name);
  }

  append(...children: (TestElement | string)[]): void {
    for (const child of children) if (child instanceof TestElement) child.parent = this;
    this.children.push(...children);
  }

  replaceChildren(...children: (TestElement | string)[]): void {
    this.children = [];
    this.append(...children);
  }

  replaceWith(...others: (TestElement | string)[]): void {
    const among = this.parent!.children;
    for (const other of others) if (other instanceof TestElement) other.parent = this.parent;
    among.splice(among.indexOf(this), 1, ...others);
  }

  querySelector(): null {
    return null;
  }

  closest(tag: string): TestElement | null {
    return this.tag === tag ? this : (this.parent?.closest(tag) ?? null);
  }

  remove(): void {
    this.removed = true;
  }

  contains(): boolean {
    return false;
  }

  addEventListener(name: string, listener: Listener): void {
    this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), listener]);
  }

  fire(name: string, members: Record<string, unknown> = {}): void {
    const event = { target: this, preventDefault: () => undefined, ...members } as unknown as Event;
    for (const listener of this.#listeners.get(name) ?? []) listener(event);
  }

  focus(): void {
    focused = this;
    this.fire("focus");
  }

  get dataset(): Record<string, string> {
    return { key: this.attributes.get("data-key") ?? "" };
  }

  get open(): boolean {
    return this.attributes.has("open");
  }

  get value(): string {
    return this.attributes.get("value") ?? "";
  }

  set value(text: string) {
    this.attributes.set("value", text);
  }

  get childElementCount(): number {
    return this.children.filter((child) => child instanceof TestElement).length;
  }

  get textContent(): string {
    return this.children.map((child) => (child instanceof TestElement ? child.textContent : child)).join("");
  }

  set textContent(text: string) {
    this.children = [text];
  }

  /** All elements below that have an attribute, with a value where one is given. */
  all(attribute: string, value?: string): TestElement[] {
    return this.children.flatMap((child) => {
      if (!(child instanceof TestElement)) return [];
      const own = child.attributes.get(attribute);
      const fits = own !== undefined && (value === undefined || own === value);
      return fits ? [child, ...child.all(attribute, value)] : child.all(attribute, value);
    });
  }

  /** All elements below of a tag. */
  tagged(tag: string): TestElement[] {
    return this.children.flatMap((child) => (child instanceof TestElement ? [...(child.tag === tag ? [child] : []), ...child.tagged(tag)] : []));
  }
}

const byId = new Map<string, TestElement>();

/** The element that the page's HTML has for an id. */
export function place(id: string): TestElement {
  const found = byId.get(id) ?? new TestElement("div");
  byId.set(id, found);
  return found;
}

Object.assign(globalThis, {
  document: {
    createElement: (tag: string) => new TestElement(tag),
    createElementNS: (_: string, tag: string) => new TestElement(tag),
    getElementById: place,
    documentElement: { dataset: {} as Record<string, string> },
    activeElement: null,
  },
  getSelection: () => null,
  matchMedia: () => ({ matches: false, addEventListener: () => undefined }),
});

/** What `src` made, as what it is here. */
export function made(element: Node | null): TestElement {
  if (!(element instanceof TestElement)) throw new Error("nothing was made");
  return element;
}
