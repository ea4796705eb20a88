// The report's text beside the card: what is marked in it, what is selected in it, and letters that choose a name.
import { el } from "../page/dom";
import { lowerBound, toCodePoints } from "../data/offsets";
import { stretches, type Mark, type Stretch } from "./marks";
import { t } from "./texts";
import type { Side, Span, Text } from "./text";
import type { Block } from "./types";

export interface TextEvents {
  selected(span: Span): void;
  picked(item: string): void;
  dragged(side: Side, place: number): void;
}

const HEADINGS = ["h2", "h3", "h4", "h5", "h6"] as const;
/** How long a selection must rest before it counts: a finger draws it in many steps. */
const REST = 200;

export class TextPane {
  /** Where the text of each node begins. */
  readonly #places = new WeakMap<Node, number>();
  readonly #blocks: { block: Block; element: HTMLElement; made: string }[] = [];
  readonly #starts: number[];
  #pressed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #hints = new Map<string, string>();

  constructor(
    readonly root: HTMLElement,
    readonly text: Text,
    blocks: readonly Block[],
    readonly events: TextEvents,
  ) {
    this.#build(blocks);
    this.#starts = this.#blocks.map(({ block }) => block.start);
    root.addEventListener("click", (event) => this.#click(event));
    root.addEventListener("pointerdown", (event) => this.#press(event));
    document.addEventListener("pointerup", () => this.#release());
    document.addEventListener("pointercancel", () => this.#release());
    document.addEventListener("selectionchange", () => this.#settle());
  }

  /** Draws what is marked; blocks of which nothing changes are left alone. */
  draw(marks: readonly Mark[], hints: ReadonlyMap<string, string> = new Map()): void {
    this.#hints = new Map(hints);
    this.root.setAttribute("aria-label", t("reportText"));
    const of: Mark[][] = this.#blocks.map(() => []);
    for (const mark of marks) {
      for (let n = Math.max(0, lowerBound(this.#starts, mark.start + 1) - 1); n < of.length && this.#starts[n] < mark.end; n++) of[n].push(mark);
    }
    this.#blocks.forEach((one, n) => {
      const parts = stretches(one.block.start, one.block.end, of[n]);
      const made = parts.map(({ start, marks }) => `${start}${marks.map(({ kind, item }) => `${kind}${item}${hints.get(item) ?? ""}`).join()}`).join("|");
      if (made === one.made) return;
      one.made = made;
      one.element.replaceChildren(...this.#inline(parts));
    });
  }

  /** Brings a passage into sight, in the middle where it was out of it. */
  show([start]: Span): void {
    const found = this.root.querySelector<HTMLElement>(".current, .selected") ?? this.#blocks[Math.max(0, lowerBound(this.#starts, start + 1) - 1)]?.element;
    if (!found) return;
    const [box, view] = [found.getBoundingClientRect(), this.root.getBoundingClientRect()];
    const margin = Math.min(60, view.height / 5);
    if (box.top >= view.top + margin && box.bottom <= view.bottom - margin) return;
    this.root.scrollTop += (box.top + box.bottom) / 2 - (view.top + view.height / 2);
  }

  /** The names that are in sight, by the items of their marks, in the order of the text. */
  inSight(): string[] {
    const view = this.root.getBoundingClientRect();
    const found = [...this.root.querySelectorAll<HTMLElement>("mark[data-item^='name/']")].filter((mark) => {
      const box = mark.getBoundingClientRect();
      return box.bottom > view.top && box.top < view.bottom;
    });
    return [...new Set(found.map((mark) => mark.dataset.item!))];
  }

  clearSelection(): void {
    getSelection()?.removeAllRanges();
  }

  #build(blocks: readonly Block[]): void {
    const levels = [...new Set(blocks.filter(({ kind }) => kind === "heading").map(({ level }) => level))].sort((a, b) => a - b);
    let table = -1;
    let row = -1;
    let body: HTMLElement = this.root;
    let line: HTMLElement = this.root;
    let last = -1;
    for (const found of blocks) {
      // A merged cell stands in several places of its table, and once in the text.
      if (found.start < last) continue;
      // What numbers an item, （一）, stands before its block.
      const mark = this.text.words(Math.max(last, 0), found.start).replace(/^[^]*\n/, "");
      const block = mark.trim() ? { ...found, start: found.start - [...mark].length } : found;
      last = block.end;
      let element: HTMLElement;
      if (block.kind === "cell" && block.cell) {
        if (block.cell[0] !== table) {
          [table, row] = [block.cell[0], -1];
          body = el("tbody");
          this.root.append(el("div", { class: "scroll" }, el("table", {}, body)));
        }
        if (block.cell[1] !== row) {
          row = block.cell[1];
          body.append((line = el("tr")));
        }
        line.append((element = el("td", { dir: "auto" })));
      } else {
        table = -1;
        const tag = block.kind === "heading" ? HEADINGS[Math.min(Math.max(levels.indexOf(block.level), 0), HEADINGS.length - 1)] : "p";
        this.root.append((element = el(tag, { class: block.kind, dir: "auto" })));
      }
      this.#blocks.push({ block, element, made: "-" });
    }
  }

  #inline(parts: readonly Stretch[]): Node[] {
    const hinted = new Set<Mark>();
    return parts.flatMap(({ start, end, marks }): Node[] => {
      const node = document.createTextNode(this.text.words(start, end));
      this.#places.set(node, start);
      if (!marks.length) return [node];
      const nearest = marks.reduce((one, other) => (other.end - other.start < one.end - one.start ? other : one));
      const named = marks.filter(({ item }) => item.startsWith("name/")).sort((a, b) => a.end - a.start - (b.end - b.start))[0];
      // Of names in each other each has its letters where it first stands uppermost.
      const hint = named && !hinted.has(named) ? this.#hints.get(named.item) : undefined;
      if (named) hinted.add(named);
      const mark = el("mark", { class: [...new Set(marks.map(({ kind }) => kind))].join(" "), "data-item": (named ?? nearest).item, "data-hint": hint }, node);
      const current = marks.find(({ kind }) => kind === "selected") ?? marks.find(({ kind }) => kind === "current");
      return [current?.start === start && handle("start"), mark, current?.end === end && handle("end")].filter((one) => one !== false);
    });
  }

  #click(event: MouseEvent): void {
    const item = (event.target as HTMLElement).closest<HTMLElement>("mark")?.dataset.item;
    // Who marks words selects, and opens nothing.
    if (item && !String(getSelection())) this.events.picked(item);
  }

  #press(event: PointerEvent): void {
    const grip = (event.target as HTMLElement).closest<HTMLElement>(".handle");
    if (!grip) {
      this.#pressed = true;
      return;
    }
    event.preventDefault();
    const side = grip.dataset.side as Side;
    const move = (now: PointerEvent) => {
      const place = this.#placeAt(now.clientX, now.clientY);
      if (place !== null) this.events.dragged(side, place);
    };
    const stop = () => {
      document.removeEventListener("pointermove", move);
      document.removeEventListener("pointerup", stop);
      document.removeEventListener("pointercancel", stop);
    };
    document.addEventListener("pointermove", move);
    document.addEventListener("pointerup", stop);
    document.addEventListener("pointercancel", stop);
  }

  #release(): void {
    this.#pressed = false;
    this.#settle();
  }

  #settle(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const selection = getSelection();
      if (this.#pressed || !selection || selection.isCollapsed || !selection.rangeCount) return;
      const range = selection.getRangeAt(0);
      if (!this.root.contains(range.commonAncestorContainer)) return;
      const [start, end] = this.text.trimmed([this.#place(range.startContainer, range.startOffset), this.#place(range.endContainer, range.endOffset)]);
      if (start < end) this.events.selected([start, end]);
    }, REST);
  }

  /** The place of the text under a point of the screen. */
  #placeAt(x: number, y: number): number | null {
    const modern = document.caretPositionFromPoint?.(x, y);
    const node = modern?.offsetNode ?? document.caretRangeFromPoint?.(x, y)?.startContainer;
    const offset = modern?.offset ?? document.caretRangeFromPoint?.(x, y)?.startOffset ?? 0;
    return node && this.root.contains(node) ? this.#place(node, offset) : null;
  }

  /** The code point at a place of the document; between nodes, that at which the next one begins. */
  #place(node: Node, offset: number): number {
    const start = this.#places.get(node);
    if (start !== undefined) return start + toCodePoints(node.nodeValue ?? "", offset);
    const walker = document.createTreeWalker(this.root, NodeFilter.SHOW_TEXT);
    const next = node.childNodes[offset];
    walker.currentNode = next ?? lastWithin(node);
    const text = next?.nodeType === Node.TEXT_NODE ? next : walker.nextNode();
    return text ? (this.#places.get(text) ?? 0) : this.text.length;
  }
}

function lastWithin(node: Node): Node {
  while (node.lastChild) node = node.lastChild;
  return node;
}

function handle(side: Side): HTMLElement {
  return el("span", { class: "handle", "data-side": side, "aria-hidden": "true" });
}
