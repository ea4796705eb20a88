// A proposal in plain words, as somebody would read it aloud: 甲学校 —合作→ 乙企业（计划）.
import { comma, lang, number, remarked, t } from "./texts";
import { Matcher } from "./matching";
import type { End } from "./prompts";
import type { Text } from "./text";
import type { FigureFields, Kind, NameFields, Proposal, RelationFields, ReportState, Vocabulary, Word } from "./types";

export class Words {
  readonly matcher: Matcher;
  readonly #words = new Map<string, Word>();
  readonly #ancestors: Map<string, readonly string[]>;

  /** @param proposals those of the report by their items, as they are now. */
  constructor(
    readonly vocabulary: Vocabulary,
    readonly report: ReportState,
    readonly proposals: ReadonlyMap<string, Proposal>,
    readonly text: Text,
  ) {
    const { classes, predicates, units, indicators } = vocabulary;
    for (const word of [...classes, ...predicates, ...units, ...indicators]) this.#words.set(word.id, word);
    this.#ancestors = new Map(classes.map(({ id, ancestors }) => [id, ancestors]));
    this.matcher = new Matcher({ ...report.readings, ...vocabulary.readings });
  }

  /** The label of a class, a relation, a unit, an indicator. */
  label(id: string): string {
    const word = this.#words.get(id);
    return word ? inLanguage(word) : id;
  }

  code(list: "modality" | "bound" | "existence", id: string): string {
    const word = this.vocabulary.codes[list].find((one) => one.id === id);
    return word ? inLanguage(word) : id;
  }

  /** What a thing is called: a row of this report, a known thing, a word of the vocabulary, a kind that is to be made. */
  name(id: End | { name: string }): string {
    if (typeof id === "object") return "kind" in id ? id.kind : id.name;
    const row = this.proposals.get(`name/${id}`);
    if (row?.kind === "name") return row.fields.name;
    return this.report.things[id]?.name ?? (this.#words.has(id) ? this.label(id) : id || t("unknown"));
  }

  /** The classes of a thing; none are known of a kind that is yet to be made. */
  classes(id: End): readonly string[] {
    if (typeof id === "object") return [];
    const row = this.proposals.get(`name/${id}`);
    if (row?.kind === "name") return row.fields.classes;
    return this.report.things[id]?.classes ?? [];
  }

  /** Whether a thing of some classes may stand where one of `wanted` must. */
  isA(classes: readonly string[], wanted: readonly string[]): boolean {
    return classes.some((name) => wanted.includes(name) || (this.#ancestors.get(name) ?? []).some((above) => wanted.includes(above)));
  }

  /** Whether a relation can hold between two things; an unknown one may be anything. */
  fits(predicate: string, subject: End, object: End): boolean {
    const found = this.vocabulary.predicates.find(({ id }) => id === predicate);
    if (!found) return false;
    const may = (id: End, wanted: string[]) => !id || !this.classes(id).length || this.isA(this.classes(id), wanted);
    return may(subject, found.domain) && may(object, found.range);
  }

  /** What extraction asks about a proposal. */
  asked({ doubts, doubts_zh }: Proposal): readonly string[] {
    return lang() === "zh" ? doubts_zh : doubts;
  }

  /** What those of a kind are called that belong together: a class, a relation, an indicator, a question. */
  group(kind: Kind, id: string): string {
    if (kind !== "doubt") return this.name(id);
    const one = [...this.proposals.values()].find((proposal) => proposal.kind === kind && proposal.group === id);
    return (one && this.asked(one)[0]) ?? id;
  }

  reads(proposal: Proposal, fields: Proposal["fields"] = proposal.fields): string {
    switch (proposal.kind) {
      case "name": {
        const { name, classes, aliases } = fields as NameFields;
        const also = aliases?.length ? t("alsoCalled", { names: aliases.join(comma()) }) : "";
        return t("nameReads", { name, classes: classes.map((one) => this.label(one)).join(" / ") }) + also;
      }
      case "relation": {
        const { subject, predicate, object, text, modality, time } = fields as RelationFields;
        return `${this.name(subject)} —${this.label(predicate)}→ ${object ? this.name(object) : text || t("unknown")}${this.#remark(modality, time)}`;
      }
      case "figure": {
        const { subject, indicator, modality, time } = fields as FigureFields;
        return t("figureReads", { whose: this.name(subject), indicator: this.name(indicator), amount: this.amount(fields as FigureFields) }) + this.#remark(modality, time);
      }
      case "same": {
        const { left, right } = proposal.fields;
        return t("sameReads", { left: left.name, right: right.name });
      }
      case "doubt":
        return this.text.words(...proposal.passages[0]);
      case "section":
        return proposal.fields.heading;
    }
  }

  /** A number with its bound and unit: 近 100 名. */
  amount({ value, value_max, unit, bound }: Pick<FigureFields, "value" | "value_max" | "unit" | "bound">): string {
    const digits = value_max ? `${number(value)}–${number(value_max)}` : value ? number(value) : t("noNumber");
    const before = bound && bound !== "exact" ? `${this.code("bound", bound)} ` : "";
    return `${before}${digits}${unit && unit !== "unit-none" ? ` ${this.label(unit)}` : ""}`;
  }

  #remark(modality: string, time: string): string {
    const parts = [modality && modality !== "actual" ? this.code("modality", modality) : "", time].filter(Boolean);
    if (!parts.length) return "";
    return remarked("", parts.join(lang() === "zh" ? "，" : ", "));
  }
}

export function inLanguage({ id, zh, en }: Word): string {
  return (lang() === "zh" ? zh : en) || zh || id;
}

export function kindWord(kind: Kind): string {
  return t(({ name: "kindName", relation: "kindRelation", figure: "kindFigure", same: "kindSame", doubt: "kindDoubt", section: "kindSection" } as const)[kind]);
}
