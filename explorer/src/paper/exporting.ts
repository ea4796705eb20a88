// The menu of exports, and the window in which a picture for paper is made up.
import type { App } from "../app";
import { copyView } from "../page/copied";
import { el } from "../page/dom";
import { download } from "../tables/download";
import { safeName } from "../tables/filename";
import { saveFacts } from "../tables/tables";
import { FEW_LINKS, figure, fileText, type Figure } from "./figure";
import type { Links } from "../picture/links";
import { png } from "./pngfile";
import { printFigure } from "./printing";
import { pictured, selected, whole, type Subject } from "./subject";
import { t, type Key } from "../texts";

const NARROWEST = 60;
const WIDEST = 600;
/** The text of an A4 page with its margins. */
export const HIGHEST = 230;

/** What can be taken along; `links` makes what the page has drawn. */
export function exportMenu(app: App, links: () => Links): HTMLElement {
  const item = (key: Key, click: () => void) =>
    el("button", { type: "button", "data-key": `export-${key}`, click: () => ((menu.open = false), click()) }, t(key));
  const menu = el(
    "details",
    { class: "menu" },
    el("summary", { "data-key": "export" }, t("savePicture")),
    el("div", {}, item("figureForPaper", () => new FigureWindow(app, links()).open()), item("factsCsv", () => saveFacts(app, "csv")), item("factsXlsx", () => saveFacts(app, "xlsx")), item("printView", () => print()), item("copyView", () => copyView(app))),
  );
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.preventDefault();
    menu.open = false;
    menu.querySelector("summary")!.focus();
  });
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget as Node)) menu.open = false;
  });
  return menu;
}

class FigureWindow {
  readonly #title = el("input", { type: "text", "data-key": "paper-title", maxlength: 200 });
  readonly #of = el("select", { "data-key": "paper-of" });
  readonly #width = el("select", { "data-key": "paper-width" });
  readonly #own = el("input", { type: "number", min: NARROWEST, max: WIDEST, value: 120, "data-key": "paper-own" });
  readonly #words = el("input", { type: "checkbox", "data-key": "paper-words" });
  readonly #status = el("p", { role: "status", class: "hint" });
  readonly #sheet = el("div", { class: "sheet" });
  readonly #window: HTMLDialogElement;
  readonly #choices: Subject[];
  #figure: Figure | null = null;
  #waiting = 0;

  constructor(
    readonly app: App,
    links: Links,
  ) {
    const chosen = selected(app, links);
    const [seen, all] = [pictured(app, links), whole(app, links)];
    const choices: [Key, Subject][] = [["paperSeen", seen]];
    if (chosen) choices.unshift(["paperChosen", chosen]);
    if (all.things.length + all.omitted > seen.things.length) choices.push(["paperWhole", all]);
    this.#choices = choices.map(([, subject]) => subject);
    this.#of.append(...choices.map(([key], n) => el("option", { value: n }, t(key))));
    this.#width.append(...(["paperOne", "paperTwo", "paperOwn"] as const).map((key, n) => el("option", { value: [85, 170, 0][n], selected: n === 1 }, t(key))));
    this.#own.setAttribute("aria-label", t("paperOwnWidth"));
    const field = (key: Key, ...inputs: HTMLElement[]) => el("label", {}, el("span", {}, t(key)), ...inputs);
    const save = (key: Key, name: string, act: (made: Figure) => void | Promise<void>) =>
      el("button", { type: "button", "data-key": `export-${name}`, click: () => void this.#save(act) }, t(key));
    const close = el("button", { type: "button", class: "close", "data-key": "paper-close", "aria-label": t("close"), click: () => this.#window.close() }, "×");
    this.#window = el(
      "dialog",
      { id: "paper-window", "aria-label": t("savePicture") },
      close,
      el("div", { class: "fields" }, field("paperTitle", this.#title), field("paperOf", this.#of), field("paperWidth", this.#width), this.#own,
        el("label", {}, this.#words, ` ${t("paperWords")}`)),
      el("div", { class: "bar" },
        save("savePng", "png", async ({ svg, width, height }) => download(this.#name("png"), await png(fileText(svg), [width, height]))),
        save("saveSvg", "svg", ({ svg }) => download(this.#name("svg"), new Blob([fileText(svg)], { type: "image/svg+xml" }))),
        save("savePdf", "pdf", (made) => printFigure(made))),
      this.#status,
      this.#sheet,
    );
    this.#window.addEventListener("keydown", (event) => event.stopPropagation());
    this.#window.addEventListener("close", () => this.#window.remove());
    this.#window.addEventListener("input", (event) => this.#changed(event.target as HTMLElement));
  }

  open(): void {
    document.body.append(this.#window);
    this.#window.showModal();
    this.#changed(this.#of);
  }

  get #subject(): Subject {
    return this.#choices[Number(this.#of.value)];
  }

  #changed(what: HTMLElement): void {
    if (what === this.#of) {
      this.#title.value = this.#subject.title;
      this.#words.checked = this.#subject.links.length <= FEW_LINKS;
    }
    this.#own.hidden = this.#width.value !== "0";
    this.#figure = null;
    this.#status.textContent = t("paperDrawing");
    clearTimeout(this.#waiting);
    this.#waiting = window.setTimeout(() => this.#draw(), what === this.#of ? 30 : 250);
  }

  /** The picture as the fields ask for it. */
  #draw(): Figure {
    const width = Number(this.#width.value) || Math.min(Math.max(this.#own.valueAsNumber || NARROWEST, NARROWEST), WIDEST);
    const made = figure(this.app, this.#subject, { title: this.#title.value.trim() || this.#subject.title, width, lowest: 0, highest: Math.max(HIGHEST, width), words: this.#words.checked });
    this.#figure = made;
    this.#sheet.replaceChildren(made.svg);
    this.#status.textContent = t("paperPreview", { width: Math.round(made.width), height: Math.round(made.height) });
    return made;
  }

  async #save(act: (made: Figure) => void | Promise<void>): Promise<void> {
    clearTimeout(this.#waiting);
    try {
      const made = this.#figure ?? this.#draw();
      const said = this.#status.textContent;
      this.#status.textContent = t("paperDrawing");
      await act(made);
      this.#status.textContent = said;
    } catch (error) {
      this.#status.textContent = t("paperFailed", { error: String(error) });
    }
  }

  #name(ending: string): string {
    return `${safeName(this.#title.value || this.#subject.title)}.${ending}`;
  }
}
