// What a figure says in a row of figures: its number with bound and unit, what it is per, and how it is defined.
import type { App } from "./app";
import { value } from "./describe";
import { label, lang, t } from "./texts";

/** The qualifier that says what a figure is per: 每年. */
const PER = "per";
const PERIODS: Record<string, string> = { 年: "year", 月: "month", 周: "week", 日: "day", 天: "day", 季度: "quarter", 学期: "term", 人: "person", 次: "time" };

/** A figure as it is read beside others: 每年 多于 100 项. */
export function amount(app: App, n: number): string {
  const said = value(app, n);
  const pers = qualifiersOf(app, n).filter(([name]) => name === PER).map(([, , text]) => text);
  if (!pers.length) return said;
  const per = t("perUnit", { per: lang() === "zh" ? pers.join("、") : pers.map((one) => PERIODS[one] ?? one).join(", ") });
  return lang() === "zh" ? `${per} ${said}` : `${said} ${per}`;
}

/** What is counted, where the indicator's name does not say it, and under which conditions. */
export function definition(app: App, n: number): string[] {
  const { about: abouts, indicator } = app.model.details!.figures;
  const about = abouts[n] === "" ? "" : app.model.nameOf(abouts[n], lang());
  const rest = qualifiersOf(app, n).filter(([name]) => name !== PER);
  return [
    ...(app.model.scale(indicator[n], lang()).includes(about) ? [] : [about]),
    ...rest.map(([, name, text]) => `${name}${lang() === "zh" ? "：" : ": "}${text}`),
  ];
}

function qualifiersOf(app: App, n: number): [name: string, label: string, text: string][] {
  const details = app.model.details!;
  return details.qualifiers[details.figures.qualifiers[n]].map(([name, value]) => [
    details.qualifierNames[name][0],
    label(details.qualifierNames[name]),
    typeof value === "number" ? app.model.nameOf(value, lang()) : value,
  ]);
}
