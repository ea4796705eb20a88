// What is stated at a place of a report, for the panel.
import type { App } from "../app";
import { fact, figure, modality, value } from "../language/describe";
import { el } from "../page/dom";
import { some } from "./entries";
import { saidIn, type Said } from "../data/said";
import { ACTUAL, TEXT } from "../schema";
import { label, lang, t } from "../texts";

/** The statements and figures whose passages hold a code point of a report. */
export function passage(app: App, source: number, at: number): Node[] {
  const here = saidIn(app.model, app.shown, source).filter(({ start, end }) => start <= at && at < end);
  const numbers = (kind: "fact" | "figure") => [...new Set(here.filter((said) => said.kind === kind).map(({ number }) => number))];
  return [
    el("h2", {}, t("passageSays")),
    ...some(numbers("fact"), (n) => fact(app, n)),
    ...some(numbers("figure"), (n) => figure(app, n)),
    here.length ? "" : el("p", { class: "hint" }, t("passageSilent")),
  ].filter((node): node is HTMLElement => node !== "");
}

/** What is said, in one line: who, how, whom, or whose figure. */
export function brief(app: App, { kind, number }: Said): string {
  const { model } = app;
  const { facts, relations } = model.picture;
  const { figures } = model.details!;
  const of = kind === "fact" ? facts : figures;
  const object = facts.object[number];
  const said =
    kind === "fact"
      ? [label(relations[facts.relation[number]]), object === TEXT ? model.text(number) : model.name(object, lang())]
      : [model.scale(figures.indicator[number], lang()), value(app, number)];
  const mark = of.modality[number] === ACTUAL ? "" : `(${modality(app, of.modality[number])})`;
  return [model.name(of.subject[number], lang()), ...said, mark].filter(Boolean).join(" ");
}
