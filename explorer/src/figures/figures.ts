// What a figure says in a row of figures: its number with bound and unit, what it is per, and how it is defined.
import type { App } from "../app";
import { value } from "../language/describe";
import { label, lang, t } from "../texts";

/** The qualifier that says what a figure is per: 每年. */
const PER = "per";

/** A figure as it is read beside others: 每年 多于 100 项. */
export function amount(app: App, n: number): string {
  const said = value(app, n);
  const names = app.model.details!.compared.per[n];
  if (!names) return said;
  const per = t("perUnit", { per: names[lang() === "zh" ? 0 : 1] });
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
