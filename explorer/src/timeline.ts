// From which year to which; what has no date is counted and switched apart.
import type { App } from "./app";
import { el } from "./dom";
import { t } from "./texts";

export function timeFilter(app: App): HTMLElement | null {
  const { model, state } = app;
  const years = new Set<number>();
  for (const [first, last] of model.years) {
    if (first) years.add(first);
    if (last && last !== 9999) years.add(last);
  }
  if (!years.size) return null;
  const least = Math.min(...years);
  const most = Math.max(...years);
  const used = [...model.picture.facts.time, ...(model.details?.figures.time ?? [])];
  const dated = used.reduce((n, time) => n + Number(model.years[time][0] > 0), 0);
  const slider = (name: "from" | "until", value: number, change: (year: number) => void) => {
    const output = el("output", {}, String(value));
    const input = el("input", { type: "range", min: least, max: most, step: 1, value, "data-key": `time-${name}`, "aria-label": `${t("time")}: ${t(name)}` });
    input.addEventListener("input", () => (output.textContent = input.value));
    input.addEventListener("change", () => change(Number(input.value)));
    return el("label", { class: "slider" }, t(name), input, output);
  };
  const since = state.since || least;
  const until = state.until || most;
  const undated = el("input", { type: "checkbox", "data-key": "undated", change: () => app.set({ undated: !state.undated }) });
  undated.checked = state.undated;
  return el(
    "fieldset",
    { class: "time-filter" },
    el("legend", {}, t("time")),
    el("p", { class: "hint" }, t("dated", { n: dated })),
    // The two never cross: each end pushes the other.
    slider("from", since, (year) => app.set({ since: year === least ? 0 : year, until: year > until ? year : state.until })),
    slider("until", until, (year) => app.set({ until: year === most ? 0 : year, since: year < since ? year : state.since })),
    el("label", {}, undated, ` ${t("undated", { n: used.length - dated })}`),
  );
}
