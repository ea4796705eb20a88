// The search field with its list of hits, as a combobox that the keyboard works.
import type { App } from "../app";
import { byId, el } from "../page/dom";
import { Found } from "./found";
import { choose, hit, openClass, question, wholeClass } from "./hits";
import { openView } from "../page/front";
import type { Answer, Group, Kind, Limits } from "./search";
import { lang, t, type Key } from "../texts";

const FEW = 4;
const ALL = 100;
const NAMES = {
  things: ["groupThings", "foundThings"],
  facts: ["groupFacts", "foundFacts"],
  figures: ["groupFigures", "foundFigures"],
  passages: ["groupPassages", "foundPassages"],
} as const satisfies Record<Kind, readonly [Key, Key]>;

export class SearchBox {
  readonly #input: HTMLInputElement;
  readonly #list: HTMLElement;
  readonly #status: HTMLElement;
  #active = -1;
  #app: App | null = null;
  /** Which groups are shown in full. */
  #limits: Limits = {};
  #waits = false;

  constructor() {
    this.#input = el("input", { type: "search", id: "query", "data-key": "query", role: "combobox", autocomplete: "off", spellcheck: "false", "aria-expanded": "false", "aria-controls": "hits", "aria-autocomplete": "list" });
    // It scrolls, and would be a stop of the Tab key for that.
    this.#list = el("div", { id: "hits", role: "listbox", tabindex: -1, hidden: true });
    this.#status = el("p", { id: "found", role: "status" });
    byId("search").append(this.#input, this.#status, this.#list);
    this.#input.addEventListener("input", () => {
      this.#limits = {};
      this.#show();
    });
    this.#input.addEventListener("focus", () => this.#input.value && this.#show());
    this.#input.addEventListener("keydown", (event) => this.#press(event));
    // Whoever clicks a hit goes on typing where they were.
    this.#list.addEventListener("mousedown", (event) => event.preventDefault());
    // Whoever goes on by the Tab key sees what the list covered.
    byId("search").addEventListener("focusout", (event) => {
      if (event.relatedTarget && !byId("search").contains(event.relatedTarget as Node)) this.#close();
    });
    document.addEventListener("click", (event) => {
      // What was clicked may have made room for other hits and stand nowhere any more.
      if (!event.composedPath().includes(byId("search"))) this.#close();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "/" && !(event.target as HTMLElement).matches("input, textarea, select")) {
        event.preventDefault();
        this.#input.focus();
        this.#input.select();
      }
    });
  }

  update(app: App): void {
    this.#app = app;
    this.#input.placeholder = t("searchHint");
    this.#input.setAttribute("aria-label", `${t("search")}: ${t("searchHint")}`);
    this.#list.setAttribute("aria-label", t("search"));
  }

  /** Searches, or says that it can't yet and does when it can. */
  #show(): void {
    const app = this.#app;
    if (!app?.model.details) return;
    if (!app.search.isReady) {
      this.#status.textContent = t("searching");
      if (!this.#waits) app.search.prepare(() => this.#show());
      this.#waits = true;
      return;
    }
    const answer = app.search.find(this.#input.value, { things: FEW + 2, facts: FEW, figures: FEW, passages: FEW, ...this.#limits });
    const found = new Found(answer.query, app.search.corpus.folding, app.search.corpus.sounds);
    const groups = answer.groups.map((group) => this.#group(app, group, found));
    const classes = this.#wholes("groupClasses", "classes", answer.classes, (family) => [wholeClass(family), () => openClass(app, family)]);
    const questions = this.#wholes("groupQuestions", "questions", answer.questions, (n) => [question(app, n, found), () => openView(app, app.model.picture.views[n])]);
    this.#list.replaceChildren(...questions, ...(answer.isOfClass ? [...classes, ...groups] : [...groups, ...classes]));
    const isAny = this.#list.childElementCount > 0;
    this.#active = isAny ? 0 : -1;
    this.#list.hidden = !isAny;
    this.#input.setAttribute("aria-expanded", String(isAny));
    this.#mark();
    this.#status.replaceChildren(...(this.#input.value.trim() ? said(app, answer, this.#input.value.trim()) : []));
  }

  #group(app: App, { kind, total, best }: Group, found: Found): HTMLElement {
    const name = `${t(NAMES[kind][0])} (${total})`;
    const rows = best.map((n) => {
      const row = el("div", { role: "option", "data-kind": kind, "data-number": n, click: () => this.#choose(kind, n) });
      row.append(...hit(app, kind, n, found).filter((part): part is Node => part !== null));
      return row;
    });
    const isShort = total > best.length && !this.#limits[kind];
    const more = isShort ? el("div", { role: "option", class: "all", "data-all": kind, click: () => this.#all(kind) }, t("allHits", { n: t(NAMES[kind][1], { n: total }) })) : null;
    const rest = total > best.length && !isShort ? el("p", { role: "presentation", class: "hint" }, t("moreHits", { n: t(NAMES[kind][1], { n: total - best.length }) })) : null;
    return el("div", { role: "group", "aria-label": name }, el("p", { class: "group", role: "presentation", "aria-hidden": "true" }, name), ...rows, more, rest);
  }

  /** What opens a view of its own: ready questions and whole classes. */
  #wholes<T>(name: Key, kind: string, all: T[], row: (of: T) => [(Node | null)[], () => void]): HTMLElement[] {
    if (!all.length) return [];
    const rows = all.map((of) => {
      const [line, open] = row(of);
      const choose = () => {
        this.#close();
        open();
      };
      return el("div", { role: "option", "data-kind": kind, click: choose }, ...line);
    });
    return [el("div", { role: "group", "aria-label": t(name) }, el("p", { class: "group", role: "presentation", "aria-hidden": "true" }, t(name)), ...rows)];
  }

  #options(): HTMLElement[] {
    return [...this.#list.querySelectorAll<HTMLElement>("[role=option]")];
  }

  /** Shows one kind of hits in full. */
  #all(kind: Kind): void {
    const first = this.#options().findIndex((option) => option.dataset.kind === kind);
    this.#limits = { ...this.#limits, [kind]: ALL };
    this.#show();
    this.#active = first;
    this.#mark();
  }

  #press(event: KeyboardEvent): void {
    const hits = this.#options();
    if (event.key === "Escape" && !this.#list.hidden) this.#close();
    else if (event.key === "Enter" && !this.#list.hidden && hits[this.#active]) hits[this.#active].click();
    else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && hits.length) {
      if (this.#list.hidden) this.#show();
      else this.#active = (this.#active + (event.key === "ArrowDown" ? 1 : -1) + hits.length) % hits.length;
      this.#mark();
    } else return;
    event.preventDefault();
  }

  #mark(): void {
    const hits = this.#options();
    hits.forEach((hit, n) => {
      hit.id = `hit-${n}`;
      hit.setAttribute("aria-selected", String(n === this.#active));
    });
    const current = hits[this.#active];
    current?.scrollIntoView?.({ block: "nearest" });
    if (current && !this.#list.hidden) this.#input.setAttribute("aria-activedescendant", current.id);
    else this.#input.removeAttribute("aria-activedescendant");
  }

  #choose(kind: Kind, n: number): void {
    this.#close();
    choose(this.#app!, kind, n);
  }

  #close(): void {
    this.#list.hidden = true;
    this.#input.setAttribute("aria-expanded", "false");
    this.#input.removeAttribute("aria-activedescendant");
  }
}

/** How many were found; or plainly that nothing has it all, and below it what was looked through. */
function said(app: App, { asked, query, groups, isNear, questions, classes, isClass }: Answer, typed: string): (Node | string)[] {
  const list = (counts: string[]) => counts.join(lang() === "zh" ? "、" : ", ");
  if (!isNear) return [t("foundCounts", { counts: list(groups.map(({ kind, total }) => t(NAMES[kind][1], { n: total }))) })];
  // What is the name of a class has been found, though nothing says it.
  if (isClass) return [t("foundCounts", { counts: t("foundThings", { n: Math.max(...classes.map(({ total }) => total)) }) })];
  const { model } = app;
  const passages = app.search.corpus.sentences.length;
  const looked = [t("lookedThings", { n: model.count }), t("foundFacts", { n: model.factCount }), t("foundFigures", { n: model.details!.figures.id.length }), passages ? t("foundPassages", { n: passages }) : ""].filter(Boolean);
  const meant = query.terms.map((term) => term.text).join(" ");
  const isMeant = query.terms.some((term) => !asked.terms.some(({ text }) => text === term.text));
  const first = !groups.length && !questions.length && !classes.length ? t("nothingFound") : isMeant ? t("nearestTo", { asked: typed.slice(0, 40), meant }) : t("nearest");
  return [el("strong", {}, first), " ", t("lookedThrough", { counts: list(looked) })];
}
