// A question in plain words: what the server understood of it, with the queries that it made, or why there is none.
import type { Answer } from "./answer";
import { masked } from "./complete";
import { bdi, el, fill } from "../page/dom";
import { fetched, Trouble } from "./client";
import { said, t } from "./texts";
import { addressOf } from "./table";
import type { Question, Words } from "./words";

interface Text {
  zh: string;
  en: string;
}

/** What `/plain` answers, as far as the page uses it. */
interface Plain {
  question: string;
  status: "answered" | "nothing" | "ambiguous" | "not understood";
  understood: Text[];
  says: Text[];
  sparql: string;
  cypher: string;
  parameters: Record<string, unknown>;
  nearest: Pick<Question, "name" | "zh" | "en">[];
  /** What holds words of a question that is not understood. */
  found: { folder: string; id: string; name: string; nameEn: string; status: string }[];
  /** The answer to the likeliest reading of a question that is not understood, and how likely it is the right one. */
  likely: Pick<Plain, "understood" | "says" | "sparql" | "cypher" | "parameters"> & { likelihood: number } | null;
}

/** The name of the questions that it makes; recorded ones have others. */
export const PLAIN = "";

/** The box at the top of the page. */
export class PlainBox {
  readonly dom = el("section", { class: "plain" });
  readonly #field = el("input", { type: "text", "data-key": "plain", maxlength: 200, enterkeyhint: "search", autocomplete: "off" });
  readonly #told = el("div", { role: "status", class: "told" });
  #plain: Plain | null = null;
  #trouble = "";

  /** `found` takes the queries that a question became, `choose` the name of a recorded one, `none` that there is none. */
  constructor(
    readonly words: Words,
    readonly found: (question: Question) => void,
    readonly choose: (name: string) => void,
    readonly none: () => void,
  ) {}

  draw(): void {
    this.#field.setAttribute("aria-label", t("plain"));
    this.#field.placeholder = t("plainHint");
    const form = el("form", { class: "row" }, this.#field, el("button", { class: "main", "data-key": "ask-plain" }, t("run")));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#ask();
    });
    fill(this.dom, form, this.#told);
    this.#tell();
  }

  /** Forgets what was understood: another query stands in the editor. */
  clear(): void {
    this.#plain = null;
    this.#tell();
  }

  async #ask(): Promise<void> {
    const question = this.#field.value.trim();
    if (!question) return;
    [this.#plain, this.#trouble] = [null, t("asking")];
    this.#tell();
    try {
      const plain = await fetched<Plain>(`plain?${new URLSearchParams({ q: question }).toString()}`);
      this.#trouble = "";
      const { sparql, cypher, parameters } = plain.likely ?? plain;
      const note = (sign: string) => `${sign} ${question.replace(/\s+/g, " ")}\n`;
      if (sparql) this.found({ name: PLAIN, zh: question, en: question, sparql: note("#") + sparql, cypher: note("//") + bound(cypher, parameters) });
      else this.none();
      this.#plain = plain;
    } catch (error) {
      this.#trouble = error instanceof Trouble && error.kind === "offline" ? t("offline") : String(error instanceof Error ? error.message : error);
    }
    this.#tell();
  }

  /** What is said against taking something for a fact, by its labels. */
  #status(codes: string): string | null {
    const known = new Map(Object.values(this.words.codes).flatMap((all) => all.map(([name, zh, en]) => [name, said(zh, en)])));
    const labels = codes.split(", ").map((code) => known.get(code) ?? code);
    return codes ? ` (${labels.join(", ")})` : null;
  }

  /** What a question most likely means: its rows stand below, and the reader has to check it. */
  #likely(likely: NonNullable<Plain["likely"]>): HTMLElement[] {
    const head = t("plainLikely", { share: Math.round(100 * likely.likelihood) });
    const meant = likely.understood.map((one) => said(one.zh, one.en)).join(" / ");
    return [
      el("p", { class: "likely" }, el("strong", {}, head), " ", bdi(meant)),
      ...likely.says.map((one) => el("p", {}, bdi(said(one.zh, one.en)))),
    ];
  }

  #tell(): void {
    const plain = this.#plain;
    if (!plain) {
      fill(this.#told, this.#trouble ? el("p", {}, this.#trouble) : null);
      return;
    }
    const words = (one: Text): string => said(one.zh, one.en);
    const title = { answered: "plainUnderstood", nothing: "plainUnderstood", ambiguous: "plainAmbiguous", "not understood": plain.understood.length ? "plainPartly" : plain.likely ? "plainFreely" : "plainNot" } as const;
    const nearest = plain.nearest.map((one) => el("li", {}, el("button", { type: "button", "data-key": `nearest-${one.name}`, click: () => this.choose(one.name) }, words(one))));
    const found = plain.found.map((one) => el("li", {}, el("a", { href: addressOf({ thing: one }), title: one.id }, bdi(said(one.name, one.nameEn))), this.#status(one.status)));
    fill(
      this.#told,
      el("p", {}, el("strong", {}, t(title[plain.status])), " ", bdi(plain.understood.map(words).join(" / "))),
      ...plain.says.map((one) => el("p", {}, bdi(words(one)))),
      ...(plain.likely ? this.#likely(plain.likely) : []),
      found.length ? el("p", { class: "hint" }, t("plainFound")) : null,
      found.length ? el("ul", { class: "found" }, ...found) : null,
      nearest.length ? el("p", { class: "hint" }, t("plainNearest")) : null,
      nearest.length ? el("ul", {}, ...nearest) : null,
    );
  }
}

/** A query in Cypher with its values in it, so that it can be shared and asked elsewhere: JSON's texts are Cypher's too. */
export function bound(cypher: string, parameters: Record<string, unknown>): string {
  const bare = masked(cypher, "cypher");
  let done = "";
  let at = 0;
  for (const found of bare.matchAll(/\$(\w+)/g)) {
    if (!(found[1] in parameters)) continue;
    done += cypher.slice(at, found.index) + JSON.stringify(parameters[found[1]]);
    at = found.index + found[0].length;
  }
  return done + cypher.slice(at);
}

/** Makes things of what an answer to a plain question names by id alone: whose words a row is, and the thing it names. */
export function withThings(answer: Answer): Answer {
  const { columns } = answer;
  const [by, id, name] = ["said_by", "id", "answer"].map((one) => columns.indexOf(one));
  if (by < 0) return answer;
  const folder = columns.includes("indicator") ? "figure" : "statement";
  for (const row of answer.rows) {
    if (row[by].text) row[by] = { ...row[by], thing: { folder, id: row[by].text } };
    if (id >= 0 && name >= 0 && row[id].text) row[name] = { ...row[name], thing: { folder: "entity", id: row[id].text } };
  }
  return answer;
}
