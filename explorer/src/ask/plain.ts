// A question in plain words: what the server understood of it, with the queries that it made, or why there is none.
import type { Answer } from "./answer";
import { masked } from "./complete";
import { bdi, el, fill } from "../page/dom";
import { fetched, Trouble } from "./client";
import { said, t, type Key } from "./texts";
import { addressOf } from "./table";
import type { Question, Words } from "./words";

interface Text {
  zh: string;
  en: string;
}

/** What a question may mean, and what answers it then. */
interface Reading {
  understood: Text[];
  says: Text[];
  sparql: string;
  cypher: string;
  parameters: Record<string, unknown>;
  /** How many rows there are, and the first answers of them. */
  total: number;
  brief: Text;
  likelihood: number | null;
}

/** What `/plain` answers, as far as the page uses it. */
interface Plain extends Reading {
  question: string;
  status: "answered" | "nothing" | "ambiguous" | "not understood";
  nearest: Pick<Question, "name" | "zh" | "en">[];
  /** What holds words of a question that is not understood. */
  found: { folder: string; id: string; name: string; nameEn: string; status: string }[];
  /** The likeliest reading of a question that is not understood, and others to choose from. */
  likely: Reading | null;
  possible: Reading[];
}

/** The name of the questions that it makes; recorded ones have others. */
export const PLAIN = "";

/** The box at the top of the page. */
export class PlainBox {
  readonly dom = el("section", { class: "plain" });
  readonly #field = el("input", { type: "text", "data-key": "plain", maxlength: 200, enterkeyhint: "search", autocomplete: "off" });
  readonly #told = el("div", { role: "status", class: "told" });
  #plain: Plain | null = null;
  /** The reading whose rows stand below. */
  #shown: Reading | null = null;
  /** Whether the reader chose it. */
  isChosen = false;
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
      this.isChosen = false;
      this.#show(plain, plain.likely ?? plain);
    } catch (error) {
      this.#trouble = error instanceof Trouble && error.kind === "offline" ? t("offline") : String(error instanceof Error ? error.message : error);
    }
    this.#tell();
  }

  /** Asks for the rows of a reading, in the place of those that stood below. */
  #show(plain: Plain, one: Reading): void {
    [this.#plain, this.#shown] = [plain, one];
    const { question } = plain;
    const note = (sign: string) => `${sign} ${question.replace(/\s+/g, " ")}\n`;
    if (one.sparql) this.found({ name: PLAIN, zh: question, en: question, sparql: note("#") + one.sparql, cypher: note("//") + bound(one.cypher, one.parameters) });
    else this.none();
  }

  /** What is said against taking something for a fact, by its labels. */
  #status(codes: string): string | null {
    const known = new Map(Object.values(this.words.codes).flatMap((all) => all.map(([name, zh, en]) => [name, said(zh, en)])));
    const labels = codes.split(", ").map((code) => known.get(code) ?? code);
    return codes ? ` (${labels.join(", ")})` : null;
  }

  /** A reading, to be chosen where there are several, and what there is to say beside its rows. */
  #reading(plain: Plain, one: Reading, n: number): (HTMLElement | null)[] {
    const isShown = one === this.#shown;
    const choose = (): void => {
      this.isChosen = true;
      this.#show(plain, one);
      this.#tell();
    };
    const share = one.likelihood !== null && one !== plain.likely ? t("plainShare", { share: percent(one) }) : "";
    const count = [t("rowsThen", { n: one.total }), said(one.brief.zh, one.brief.en)].filter(Boolean).join(t("plainBrief"));
    const meant = bdi(one.understood.map((text) => said(text.zh, text.en)).join(" / "));
    return [
      plain.possible.length
        ? el("button", { type: "button", "data-key": `reading-${n}`, "aria-pressed": String(isShown), click: choose }, meant, el("span", { class: "hint" }, bdi([share, count].filter(Boolean).join(" · "))))
        : meant,
      isShown && one.sparql ? el("p", { class: "hint" }, t("plainBelow")) : null,
      ...(isShown ? one.says.map((text) => el("p", {}, bdi(said(text.zh, text.en)))) : []),
    ];
  }

  /** What a question may mean: the likeliest first, which the reader has to check, and others. */
  #readings(plain: Plain): (HTMLElement | null)[] {
    const { likely, possible } = plain;
    const others = possible.map((one, n) => el("li", {}, ...this.#reading(plain, one, n + 1)));
    return [
      likely && el("div", { class: "likely" }, el("strong", {}, t("plainLikely", { share: percent(likely) })), " ", ...this.#reading(plain, likely, 0)),
      others.length ? el("p", { class: "hint" }, t(likely ? "plainAlso" : "plainMay")) : null,
      others.length ? el("ul", { class: "readings" }, ...others) : null,
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
    // Rows that stand below are not pushed out of sight by what is no answer.
    const beside = (title: Key, list: HTMLElement[], attributes = {}): HTMLElement | null =>
      list.length ? el("details", { open: !this.#shown?.sparql }, el("summary", { class: "hint" }, t(title)), el("ul", attributes, ...list)) : null;
    fill(
      this.#told,
      el("p", {}, el("strong", {}, t(title[plain.status])), plain.status === "ambiguous" ? null : " ", plain.status === "ambiguous" ? null : bdi(plain.understood.map(words).join(" / "))),
      ...plain.says.map((one) => el("p", {}, bdi(words(one)))),
      ...this.#readings(plain),
      beside("plainFound", found, { class: "found" }),
      beside("plainNearest", nearest),
    );
  }
}

function percent(one: Reading): number {
  return Math.round(100 * (one.likelihood ?? 0));
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
