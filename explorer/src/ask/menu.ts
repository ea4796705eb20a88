// The recorded questions and what was asked before, as lists to choose from.
import { bdi, el, fill } from "../page/dom";
import { roving } from "../page/roving";
import { forget, remembered, type Asked } from "./remembered";
import { lang, said, t } from "./texts";
import type { Question } from "./words";

/** A list of questions that a word narrows down. */
export class QuestionMenu {
  readonly dom = el("details", { class: "questions" });
  #filter = "";
  readonly #list = el("ul", {});

  constructor(
    readonly questions: readonly Question[],
    readonly choose: (question: Question) => void,
  ) {
    this.dom.open = !matchMedia("(max-width: 60rem)").matches;
  }

  draw(): void {
    const field = el("input", { type: "search", "data-key": "questions", "aria-label": t("filterQuestions"), placeholder: t("filterQuestions"), value: this.#filter });
    field.addEventListener("input", () => {
      this.#filter = field.value;
      this.#drawList();
    });
    this.#drawList();
    fill(this.dom, el("summary", { "data-key": "questions-title" }, t("questions", { n: this.questions.length })), el("p", { class: "hint" }, t("questionsHint")), field, this.#list);
  }

  #drawList(): void {
    const wanted = this.#filter.trim().toLowerCase().split(/\s+/);
    const found = this.questions.filter(({ name, zh, en }) => {
      const text = `${name} ${zh} ${en}`.toLowerCase();
      return wanted.every((word) => text.includes(word));
    });
    const buttons = found.map((question) =>
      el("button", { type: "button", "data-key": `question-${question.name}`, lang: lang(), click: () => this.choose(question) }, said(question.zh, question.en)),
    );
    fill(this.#list, ...(buttons.length ? buttons.map((button) => el("li", {}, button)) : [el("li", { class: "hint" }, t("noQuestion"))]));
    roving(this.#list, "questions", buttons.map((button) => [button]));
  }
}

/** What was asked in this browser, the last first. */
export class History {
  readonly dom = el("details", { class: "history" });

  constructor(readonly choose: (asked: Asked) => void) {}

  draw(): void {
    const all = remembered();
    const buttons = all.map((asked, n) =>
      el(
        "button",
        { type: "button", "data-key": `asked-${n}`, title: asked.query, click: () => this.choose(asked) },
        bdi(gist(asked.query)),
        el("small", {}, `${asked.tongue === "sparql" ? "SPARQL" : "Cypher"} · ${t("rowsThen", { n: asked.rows })} · ${new Date(asked.at).toLocaleString(lang() === "zh" ? "zh-CN" : "en-GB", { dateStyle: "short", timeStyle: "short" })}`),
      ),
    );
    const list = el("ul", {}, ...buttons.map((button) => el("li", {}, button)));
    const clear = (): void => {
      forget();
      this.draw();
    };
    fill(
      this.dom,
      el("summary", { "data-key": "history-title" }, t("history", { n: all.length })),
      all.length ? list : el("p", { class: "hint" }, t("noHistory")),
      all.length ? el("button", { type: "button", "data-key": "forget", click: clear }, t("forget")) : null,
    );
    roving(list, "history", buttons.map((button) => [button]));
  }
}

/** A query in a line: the question that its first comment says, else its own words. */
function gist(query: string): string {
  const lines = query.split("\n").map((line) => line.trim()).filter(Boolean);
  const comments = lines.filter((line) => /^(?:#|\/\/)/.test(line)).map((line) => line.replace(/^(?:#|\/\/)\s*/, ""));
  const isChinese = (text: string): boolean => /\p{Script=Han}/u.test(text);
  const own = comments.find((text) => isChinese(text) === (lang() === "zh")) ?? comments[0];
  const words = lines.filter((line) => !/^(?:#|\/\/|PREFIX\b)/i.test(line)).join(" ");
  return (own || words).slice(0, 120);
}
