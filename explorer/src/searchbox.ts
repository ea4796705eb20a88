// The search field with its list of hits, as a combobox that the keyboard works.
import type { App } from "./app";
import { bdi, byId, el } from "./dom";
import { label, lang, t } from "./texts";

const HITS = 12;

export class SearchBox {
  readonly #input: HTMLInputElement;
  readonly #list: HTMLElement;
  readonly #status: HTMLElement;
  #active = -1;
  #app: App | null = null;

  constructor() {
    this.#input = el("input", { type: "search", id: "query", "data-key": "query", role: "combobox", autocomplete: "off", spellcheck: "false", "aria-expanded": "false", "aria-controls": "hits", "aria-autocomplete": "list" });
    this.#list = el("ul", { id: "hits", role: "listbox", hidden: true });
    this.#status = el("p", { id: "found", role: "status" });
    byId("search").append(this.#input, this.#list, this.#status);
    this.#input.addEventListener("input", () => this.#show());
    this.#input.addEventListener("focus", () => this.#input.value && this.#show());
    this.#input.addEventListener("keydown", (event) => this.#press(event));
    document.addEventListener("click", (event) => {
      if (!byId("search").contains(event.target as Node)) this.#close();
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

  #show(): void {
    const app = this.#app;
    if (!app?.model.details) return;
    const { found, total } = app.search.find(this.#input.value, HITS);
    this.#active = found.length ? 0 : -1;
    this.#list.replaceChildren(
      ...found.map(({ thing, by }, n) => {
        const { model } = app;
        const english = model.details!.things.en[thing];
        const hidden = app.shown.things[thing] ? "" : t("hiddenByFilter");
        const side = [by, lang() === "zh" ? english : model.picture.names[thing], label(model.picture.classes[model.classesOf(thing)[0]]), hidden];
        return el(
          "li",
          { role: "option", id: `hit-${n}`, "data-thing": thing, "aria-selected": String(n === this.#active), click: () => this.#choose(thing) },
          bdi(model.name(thing, lang())),
          el("small", {}, bdi(side.filter(Boolean).join(" · "))),
        );
      }),
    );
    const asked = this.#input.value.trim() !== "";
    this.#list.hidden = !found.length;
    this.#input.setAttribute("aria-expanded", String(found.length > 0));
    this.#mark();
    this.#status.textContent = !asked ? "" : total ? t("foundCount", { n: total }) : t("nothingFound");
  }

  #press(event: KeyboardEvent): void {
    const hits = [...this.#list.children] as HTMLElement[];
    if (event.key === "Escape" && !this.#list.hidden) this.#close();
    else if (event.key === "Enter" && hits[this.#active]) this.#choose(Number(hits[this.#active].dataset.thing));
    else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && hits.length) {
      if (this.#list.hidden) this.#show();
      else this.#active = (this.#active + (event.key === "ArrowDown" ? 1 : -1) + hits.length) % hits.length;
      this.#mark();
    } else return;
    event.preventDefault();
  }

  #mark(): void {
    [...this.#list.children].forEach((hit, n) => hit.setAttribute("aria-selected", String(n === this.#active)));
    const current = this.#list.children[this.#active];
    current?.scrollIntoView?.({ block: "nearest" });
    if (current && !this.#list.hidden) this.#input.setAttribute("aria-activedescendant", current.id);
    else this.#input.removeAttribute("aria-activedescendant");
  }

  #choose(thing: number): void {
    this.#close();
    this.#app!.select({ kind: "thing", number: thing }, true);
  }

  #close(): void {
    this.#list.hidden = true;
    this.#input.setAttribute("aria-expanded", "false");
    this.#input.removeAttribute("aria-activedescendant");
  }
}
