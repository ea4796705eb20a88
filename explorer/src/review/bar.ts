// What stands above text and card: which report, how far it is, what to see of it, and whether all is saved.
import { bdi, el } from "../page/dom";
import { toggleTheme } from "../page/theme";
import { act, groupWords } from "./actions";
import type { App } from "./app";
import { actionButton } from "./card";
import { showConflicts } from "./lists";
import { isOpen } from "./queue";
import { isKey, lang, saidBy, semicolon, setLanguage, t } from "./texts";
import type { Kind } from "./types";
import { kindWord } from "./words";

const KINDS: readonly Kind[] = ["name", "same", "relation", "figure", "doubt"];

export function barOf(app: App): HTMLElement[] {
  const { session } = app;
  const { report } = session;
  const title = app.reports.length < 2 ? el("h1", { lang: "zh" }, bdi(report.title)) : el("h1", {}, choice(app));
  return [
    el("div", { class: "row" }, title, el("span", { class: "end row" },
      el("button", { type: "button", class: "quiet", "data-key": "reviewer", title: t("changeWho"), click: app.changeWho }, t("reviewer", { who: session.by })),
      app.conflicts.length ? el("button", { type: "button", class: "warn", "data-key": "conflicts", click: () => showConflicts(app) }, t("conflicts", { n: app.conflicts.length })) : null,
      el("button", { type: "button", "data-key": "order", "aria-keyshortcuts": "o", click: () => act(app, "order") }, t(`order${session.order}`), el("kbd", { "aria-hidden": "true" }, "o")),
      el("button", { type: "button", "data-key": "language", lang: lang() === "zh" ? "en" : "zh", click: () => switchLanguage(app) }, t("language")),
      el("button", { type: "button", "data-key": "theme", title: t("theme"), "aria-label": t("theme"), click: toggleTheme }, "◐"),
      actionButton(app, "help", t("help")))),
    el("div", { class: "row" }, kinds(app), progress(app)),
  ]; // prettier-ignore
}

function choice(app: App): HTMLElement {
  const options = app.reports.map(({ id, title, progress }) => el("option", { value: id, selected: id === app.session.report.id }, `${title || id} (${progress?.open ?? 0})`));
  const select = el("select", { "aria-label": t("whichReport"), "data-key": "which-report" }, ...options);
  select.addEventListener("change", () => void app.openReport(select.value));
  return select;
}

function kinds(app: App): HTMLElement {
  const { session } = app;
  const open = [...session.proposals.values()].filter(isOpen);
  const button = (kind: Kind | "", words: string, n: number) =>
    el("button", { type: "button", "data-key": `kind-${kind}`, "aria-pressed": String(session.only.kind === kind && !session.only.group), click: () => (session.narrow({ kind, group: "" }), app.attend()) }, `${words} `, el("span", { class: "n" }, String(n)));
  const there = KINDS.filter((kind) => [...session.proposals.values()].some((one) => one.kind === kind && !one.serves));
  const group = session.only.group ? el("button", { type: "button", "data-key": "group", "aria-pressed": "true", click: () => act(app, "like") }, t("like", { what: groupWords(app) }), el("kbd", { "aria-hidden": "true" }, "g")) : null;
  return el("div", { class: "row kinds", role: "group", "aria-label": t("kinds") }, button("", t("all"), open.length), ...there.map((kind) => button(kind, kindWord(kind), open.filter((one) => one.kind === kind).length)), group);
}

function progress({ session }: App): HTMLElement {
  const all = [...session.proposals.values()].filter(({ kind, serves, status }) => kind !== "section" && !serves && status !== "none");
  const done = all.filter((one) => !isOpen(one)).length;
  const { minutes, minutes_left } = session.report.progress;
  return el("div", { class: "row progress end" },
    el("progress", { max: Math.max(all.length, 1), value: done, "aria-label": t("progress") }),
    el("span", { class: "hint" }, `${t("decidedOf", { done, all: all.length })} · ${t("minutes", { used: minutes.toFixed(1), left: minutes_left.toFixed(1) })}`)); // prettier-ignore
}

function switchLanguage(app: App): void {
  setLanguage(lang() === "zh" ? "en" : "zh");
  localStorage.setItem("skillgraph-language", lang());
  app.draw();
}

/** What is not saved, refused or on its way; nothing where all is well. */
export function noticesOf(app: App): HTMLElement[] {
  const { session } = app;
  const { outbox, report, notice } = session;
  const found: HTMLElement[] = [];
  const n = outbox.waiting.length;
  if (outbox.cut !== null && n) {
    const isFault = outbox.cut >= 400 && ![401, 408, 429, 502, 503, 504].includes(outbox.cut);
    const words = outbox.waiting[0].words;
    found.push(el("div", { class: "note warn" },
      el("p", {}, t(outbox.cut === 401 ? "cutLogin" : isFault ? "cutFault" : "cut", { n, status: outbox.cut })),
      el("div", { class: "row" },
        el("button", { type: "button", "data-key": "resend", click: () => void outbox.send() }, t("resend")),
        isFault ? el("button", { type: "button", class: "no", "data-key": "drop", click: () => session.drop() }, bdi(t("drop", { words }))) : null))); // prettier-ignore
  }
  if (outbox.isForgetful && n) found.push(el("p", { class: "note warn" }, t("forgetful")));
  if (report.behind) found.push(el("p", { class: "note warn" }, t("behind", { why: saidBy(report, "behind") })));
  for (const one of (lang() === "zh" && report.notices_zh) || (report.notices ?? [])) found.push(el("p", { class: "note" }, bdi(one)));
  if (app.running !== null) found.push(el("p", { class: "note" }, t("proposing", { n: app.running })));
  if (notice) found.push(refusal(app));
  return found;
}

function refusal(app: App): HTMLElement {
  const { session } = app;
  const { failure, letter } = session.notice!;
  const key = `error${failure.error}`;
  const uses = failure.uses ?? [];
  // Of tables that can't be read, the message has all lines.
  const problems = (failure.problems ?? []).map((one) => (typeof one === "string" ? "" : saidBy(one, "message"))).filter(Boolean).join(semicolon());
  const named = uses.map((item) => session.proposals.get(item)).map((one, n) => (one ? session.words.reads(one) : uses[n])).join(semicolon()); // prettier-ignore
  const why = t(isKey(key) ? key : "errorother", { message: problems || saidBy(failure, "message"), n: failure.count ?? uses.length, words: named });
  const close = () => {
    session.notice = null;
    app.draw();
  };
  const again = () => {
    session.again(letter, { with_uses: true });
    close();
  };
  return el("div", { class: "note warn", role: "alert" },
    el("p", {}, bdi(t("refused", { words: letter.words }))),
    el("p", {}, bdi(why)),
    el("div", { class: "row" },
      failure.error === "in_use" ? el("button", { type: "button", class: "no", "data-key": "uses", click: again }, t("rejectUses")) : null,
      el("button", { type: "button", "data-key": "notice-close", click: close }, t("close")))); // prettier-ignore
}
