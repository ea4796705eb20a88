// The page that asks: its parts, and what happens between them.
import { byId, el, fill } from "../page/dom";
import { onThemeChange, toggleTheme } from "../page/theme";
import type { Naming } from "./answer";
import { ask, notesOn, Trouble } from "./client";
import { Editor } from "./editor";
import { withEvidence } from "./evidence";
import { History, QuestionMenu } from "./menu";
import * as naming from "./names";
import { showPassages } from "./passages";
import { labelled, translate } from "./plainly";
import { PLAIN, PlainBox, withThings } from "./plain";
import { fromAddress, remember, toAddress, type Asked } from "./remembered";
import { showResult } from "./result";
import { nameOf, saysNothing } from "./table";
import { lang, setLanguage, t, type Key } from "./texts";
import type { Shown } from "./view";
import type { Question, Tongue, Words } from "./words";

const TITLES: Record<Tongue, string> = { sparql: "SPARQL", cypher: "Cypher" };
/** What stands in the editor at first: it has an answer in any graph. */
const FIRST: Record<Tongue, string> = {
  sparql: "# 图谱中各类条目有多少？\n# How many things of each class does the graph have?\nSELECT ?class (COUNT(?thing) AS ?things) WHERE {\n  ?thing a ?class .\n  ?thing a sg:Entity .\n}\nGROUP BY ?class\nORDER BY DESC(?things)",
  cypher: "// 图谱中各类条目有多少？\n// How many things of each class does the graph have?\nMATCH (thing:Entity)\nUNWIND labels(thing) AS class\nRETURN class, count(thing) AS things\nORDER BY things DESC",
};

export class App {
  readonly #words: Words;
  readonly #naming: Naming;
  readonly #editor: Editor;
  readonly #menu: QuestionMenu;
  readonly #plain: PlainBox;
  readonly #history: History;
  readonly #head = el("header", {});
  readonly #bar = el("div", { class: "row" });
  readonly #tongues = el("div", { class: "row", role: "group" });
  readonly #keys = el("p", { class: "hint", id: "keys" });
  readonly #status = el("p", { id: "status", role: "status" });
  /** The query with all that belongs to it; closed for who asked in plain words. */
  readonly #box = el("details", { class: "query", open: true });
  readonly #summary = el("summary", { "data-key": "query" });
  readonly #trouble = el("div", { id: "trouble", role: "alert" });
  readonly #answer = el("section", { id: "answer" });
  readonly #names: naming.Names = new Map();
  #tongue: Tongue = "sparql";
  /** The recorded question that was chosen, until its text is changed. */
  #question: Question | null = null;
  #evidence = false;
  /** Whether the database behind Cypher is known to run. */
  #started = false;
  #running: AbortController | null = null;
  #shown: Shown | null = null;
  /** Says again what the status says, when the language changes. */
  #say: () => void = () => undefined;

  constructor(words: Words, nonce: string) {
    this.#words = words;
    this.#naming = { base: words.base, prefixes: words.prefixes };
    this.#editor = new Editor(words, nonce, () => void this.run(), () => this.#changed());
    this.#menu = new QuestionMenu(words.questions, (question) => void this.#choose(question));
    this.#plain = new PlainBox(
      words,
      (question) => void this.#take(question),
      (name) => void this.#choose(words.questions.find((one) => one.name === name)!),
      () => this.#leave(),
    );
    this.#history = new History((asked) => void this.#again(asked));
    const side = el("aside", {}, this.#menu.dom, this.#history.dom);
    this.#box.append(this.#summary, el("div", { class: "work" }, this.#tongues, this.#editor.dom, this.#bar, this.#keys));
    const work = el("div", { class: "work" }, this.#box, this.#trouble, this.#status, this.#answer);
    byId("ask").replaceChildren(this.#plain.dom, side, work);
    document.body.prepend(this.#head);
    const begun = fromAddress(location.hash);
    this.#put(begun?.query ?? FIRST.sparql, begun?.tongue ?? "sparql");
    addEventListener("hashchange", () => this.#read());
    onThemeChange(() => this.#drawAnswer());
    this.draw();
    if (this.#tongue === "cypher") void this.#start();
  }

  /** Starts the database behind Cypher, which takes seconds, while the reader still reads the query of the address. */
  async #start(): Promise<void> {
    try {
      await ask("cypher", "RETURN 1", this.#naming, AbortSignal.timeout(60_000));
      this.#started = true;
    } catch {
      // The reader's own query will say what is wrong.
    }
  }

  /** All words of the page, in its language. */
  draw(): void {
    document.documentElement.lang = lang();
    document.title = t("title");
    const other = (): void => {
      setLanguage(lang() === "zh" ? "en" : "zh");
      this.draw();
    };
    const themed = (): void => {
      toggleTheme();
      this.#drawAnswer();
    };
    fill(
      this.#head,
      el("h1", {}, t("title")),
      el(
        "nav",
        {},
        el("a", { href: "./", "data-key": "graph" }, t("toGraph")),
        el("button", { type: "button", "data-key": "theme", click: themed }, t("theme")),
        el("button", { type: "button", "data-key": "language", lang: lang() === "zh" ? "en" : "zh", click: other }, t("language")),
      ),
    );
    this.#menu.draw();
    this.#plain.draw();
    this.#history.draw();
    this.#drawBar();
    this.#summary.textContent = t("queryBox");
    this.#keys.textContent = t("keys");
    this.#say();
    this.#drawAnswer();
  }

  #drawBar(): void {
    const tongue = (one: Tongue): HTMLElement =>
      el("button", { type: "button", "data-key": one, "aria-pressed": String(one === this.#tongue), click: () => this.#switch(one) }, TITLES[one]);
    this.#tongues.setAttribute("aria-label", t("queryLanguage"));
    fill(this.#tongues, tongue("sparql"), tongue("cypher"));
    this.#editor.name(t("query", { language: TITLES[this.#tongue] }));
    const box = el("input", { type: "checkbox", "data-key": "evidence", checked: this.#evidence });
    box.addEventListener("change", () => (this.#evidence = box.checked));
    const main = this.#running
      ? el("button", { type: "button", class: "main", "data-key": "run", "data-does": "stop", click: () => this.#running?.abort() }, t("stop"))
      : el("button", { type: "button", class: "main", "data-key": "run", "data-does": "run", click: () => void this.run() }, t("run"));
    fill(this.#bar, main, el("label", { title: t("evidenceHint") }, box, ` ${t("evidence")}`), el("button", { type: "button", "data-key": "share", click: () => void this.#share() }, t("share")));
  }

  #drawAnswer(): void {
    if (this.#shown) showResult(this.#answer, this.#shown);
    else fill(this.#answer);
  }

  /** Asks what stands in the editor. */
  async run(): Promise<void> {
    this.#running?.abort();
    const running = (this.#running = new AbortController());
    const [tongue, text] = [this.#tongue, this.#editor.text];
    const query = (this.#evidence && withEvidence(text, tongue)) || text;
    const isPlain = this.#question?.name === PLAIN;
    const note: Key | "" = this.#evidence && query === text ? "noEvidence" : "";
    this.#write(tongue, text);
    this.#editor.unmark();
    fill(this.#trouble);
    this.#shown = null;
    delete this.#answer.dataset.names;
    this.#drawAnswer();
    this.#drawBar();
    const began = performance.now();
    const clock = el("span", { "aria-hidden": "true" });
    this.#tell(() => [t("asking"), tongue === "cypher" && !this.#started ? ` ${t("startingCypher")} ` : " ", clock]);
    const ticking = setInterval(() => (clock.textContent = t("seconds", { n: Math.round((performance.now() - began) / 1000) })), 1000);
    try {
      const found = withThings(await ask(tongue, query, this.#naming, running.signal));
      const answer = isPlain ? labelled(found, this.#words) : found;
      this.#started ||= tongue === "cypher";
      const seconds = (performance.now() - began) / 1000;
      this.#answer.dataset.names = "coming";
      const translated = isPlain ? translate(answer, this.#naming) : Promise.resolve();
      const named = translated.then(() => naming.complete(this.#names, answer, this.#words, this.#naming));
      const noted = tongue === "sparql" && saysNothing(answer) ? notesOn(query) : Promise.resolve(answer.notes);
      const shown: Shown = {
        answer, tongue, query, seconds, note, names: this.#names, words: this.#words, isPlain, view: "table", sort: null, rows: 100,
        chart: { value: -1, name: -1, unit: "" }, passages: (cell) => void showPassages(cell, nameOf(cell, { names: this.#names })),
      }; // prettier-ignore
      this.#shown = shown;
      const [n, time] = [answer.rows.length, seconds.toFixed(2)];
      this.#tell(() => [answer.kind === "truth" ? "" : t(answer.kind === "graph" ? "answeredTriples" : "answered", { n, time }), note ? ` ${t(note)}` : ""]);
      this.#drawAnswer();
      // Below a long query, or on a phone, the answer would be out of sight; that to a plain question begins with words.
      if (isPlain && !this.#plain.isChosen) this.#plain.dom.scrollIntoView({ block: "nearest" });
      else if (this.#status.getBoundingClientRect().top > innerHeight * 0.75) this.#status.scrollIntoView({ block: "start" });
      remember({ tongue, query: text, rows: n, at: Date.now() });
      this.#history.draw();
      void Promise.all([noted, named]).then(([notes]) => {
        if (this.#shown !== shown) return;
        answer.notes = notes;
        delete this.#answer.dataset.names;
        this.#drawAnswer();
      });
    } catch (error) {
      if (this.#running === running) this.#failed(error, running.signal.aborted, query === text);
    } finally {
      clearInterval(ticking);
      if (this.#running === running) {
        this.#running = null;
        this.#drawBar();
      }
    }
  }

  /** Takes the last query and its answer away: they are none to what was asked since. */
  #leave(): void {
    this.#put("", this.#tongue);
    if (location.hash) history.pushState(null, "", location.pathname + location.search);
    this.#box.open = false;
    this.#empty();
  }

  #empty(): void {
    this.#running?.abort();
    this.#shown = null;
    this.#tell(() => []);
    fill(this.#trouble);
    this.#drawAnswer();
  }

  #failed(error: unknown, stopped: boolean, asWritten: boolean): void {
    if (stopped) {
      this.#tell(() => [t("stopped")]);
      return;
    }
    const trouble = error instanceof Trouble ? error : new Trouble("refused", String(error));
    this.#tell(() => []);
    const place = asWritten ? trouble.place : undefined;
    const [line, column] = place ?? [0, 0];
    const titles = { refused: place ? "failedAt" : "failed", timeout: "timeout", busy: "busy", offline: "offline", absent: "noCypher" } as const;
    this.#say = () => fill(this.#trouble, el("strong", {}, t(titles[trouble.kind], { line, column })), trouble.kind === "offline" ? null : el("pre", { lang: "en" }, trouble.message));
    this.#say();
    if (place) {
      this.#box.open = true;
      this.#editor.mark(place, trouble.message.split("\n")[0]);
      this.#editor.focus();
    }
  }

  #tell(words: () => (string | Node)[]): void {
    this.#say = () => fill(this.#status, ...words());
    this.#say();
  }

  /** Loads a recorded question, in both languages of queries, and asks it. */
  async #choose(question: Question): Promise<void> {
    this.#plain.clear();
    await this.#take(question);
  }

  async #take(question: Question): Promise<void> {
    this.#question = null;
    this.#put(question[this.#tongue], this.#tongue);
    this.#question = question;
    this.#box.open = question.name !== PLAIN;
    if (matchMedia("(max-width: 60rem)").matches) this.#menu.dom.open = false;
    await this.run();
  }

  async #again({ tongue, query }: Asked): Promise<void> {
    this.#plain.clear();
    this.#put(query, tongue);
    this.#box.open = true;
    this.#drawBar();
    await this.run();
  }

  #switch(tongue: Tongue): void {
    if (tongue === this.#tongue) return;
    const question = this.#question ?? this.#words.questions.find((one) => one[this.#tongue] === this.#editor.text);
    const isFirst = this.#editor.text === FIRST[this.#tongue];
    if (question || isFirst) this.#put(question ? question[tongue] : FIRST[tongue], tongue);
    else this.#put(this.#editor.text, tongue);
    this.#question = question ?? null;
    this.#drawBar();
  }

  #put(query: string, tongue: Tongue): void {
    this.#tongue = tongue;
    this.#editor.put(query, tongue);
    this.#editor.unmark();
  }

  #changed(): void {
    this.#question = null;
  }

  #write(tongue: Tongue, query: string): void {
    const address = toAddress(tongue, query);
    if (address !== location.hash) history.pushState(null, "", address);
  }

  #read(): void {
    const found = fromAddress(location.hash);
    if (!found || (found.query === this.#editor.text && found.tongue === this.#tongue)) return;
    this.#plain.clear();
    this.#empty();
    this.#put(found.query, found.tongue);
    this.#box.open = true;
    this.#drawBar();
  }

  async #share(): Promise<void> {
    this.#write(this.#tongue, this.#editor.text);
    try {
      await navigator.clipboard.writeText(location.href);
      this.#tell(() => [t("shared")]);
    } catch {
      this.#tell(() => [t("shareByHand")]);
    }
  }
}
