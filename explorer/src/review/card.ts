// The card of the current proposal: what it would say, what it is made of, and buttons that show their keys.
import { bdi, el } from "../page/dom";
import { act, canAct, digit, nudge, otherPlace } from "./actions";
import type { App } from "./app";
import { otherRelations } from "./corrections";
import { isChanged, passages, preview } from "./draft";
import { KEYS, type Action } from "./keys";
import { otherOwners } from "./options";
import { isOpen } from "./queue";
import { isKey, labelled, lang, remarked, saidBy, t, type Key } from "./texts";
import { together } from "./together";
import type { FigureFields, NameFields, Proposal, RelationFields, Side } from "./types";
import { inLanguage } from "./words";

/** A button of an action, with its key on it. */
export function actionButton(app: App, action: Action, words: string, look = ""): HTMLElement {
  const key = KEYS[action][0];
  return el("button", { type: "button", class: look, "data-key": `act-${action}`, "aria-keyshortcuts": key, disabled: !canAct(app, action), click: () => act(app, action) }, words, el("kbd", { "aria-hidden": "true" }, key));
}

export function cardOf(app: App): HTMLElement[] {
  const { session } = app;
  const { proposal } = session;
  if (app.selected) return selectedCard(app);
  if (!proposal) return [ending(app)];
  const now = preview(proposal, session.draft, session.text);
  return [
    head(app, proposal),
    el("h2", { id: "reads", "data-key": "reads", "data-item": proposal.item, lang: "zh", tabindex: -1 }, bdi(session.words.reads(proposal, now))),
    ...session.words.asked(proposal).map((said) => el("p", { class: "doubt" }, bdi(said))),
    ...(proposal.kind === "same" ? sides(app, proposal) : []),
    isChanged(session.draft) ? el("p", { class: "note" }, t("changedHere")) : null,
    choices(app, proposal),
    others(app),
    digits(app, proposal, now),
    parts(app, proposal, now),
    boundary(app, proposal),
  ].filter((one) => one !== null);
}

function head(app: App, proposal: Proposal): HTMLElement {
  const { session } = app;
  const place = session.queue.findIndex(({ item }) => item === proposal.item);
  const one = { name: "oneName", relation: "oneRelation", figure: "oneFigure", same: "oneSame", doubt: "oneDoubt", section: "oneSection" } as const;
  const status = `status${proposal.status}`;
  return el("p", { class: "head" },
    el("span", { class: `chip ${proposal.kind}` }, t(one[proposal.kind])),
    proposal.part === "doubtful relation" ? el("span", { class: "chip warn" }, t("doubtful")) : null,
    proposal.score === null ? null : el("span", {}, t("score", { n: Math.round(proposal.score * 100) })),
    proposal.status === "open" || !isKey(status) ? null : el("span", { class: "chip" }, t(status), proposal.by && proposal.status !== "skipped" ? ` · ${t("by", { who: proposal.by })}` : ""),
    place < 0 ? null : el("span", { class: "end" }, t("left", { n: session.queue.length }))); // prettier-ignore
}

/** A field as a line: its name, and a button that changes it. */
function part(app: App, label: Key, words: string, action: Action | null, changed: boolean): HTMLElement {
  const value = action
    ? el("button", { type: "button", class: changed ? "value changed" : "value", "data-key": `part-${label}`, "aria-keyshortcuts": KEYS[action][0], click: () => act(app, action) }, el("span", {}, el("span", { class: "unseen" }, labelled(t(label), "")), bdi(words || "—")), el("kbd", { "aria-hidden": "true" }, KEYS[action][0]))
    : el("span", {}, bdi(words || "—"));
  return el("div", {}, el("dt", {}, t(label)), el("dd", {}, value));
}

function parts(app: App, proposal: Proposal, now: Proposal["fields"]): HTMLElement | null {
  const { words, draft } = app.session;
  const is = (...names: string[]) => names.some((name) => name in draft.fields);
  if (proposal.kind === "name") {
    const { classes, existence, aliases } = now as NameFields;
    const also = aliases.length ? part(app, "aliases", aliases.join(" | "), "edit", is("aliases")) : null;
    const exists = existence === "individual" ? null : part(app, "existence", words.code("existence", existence), "edit", is("existence"));
    return el("dl", { class: "parts" }, part(app, "class", classes.map((one) => words.label(one)).join(" / "), "class", is("classes")), also, exists);
  }
  if (proposal.kind === "relation") {
    const { subject, predicate, object, text, modality, time } = now as RelationFields;
    return el("dl", { class: "parts" },
      part(app, "subject", words.name(subject), "subject", is("subject")),
      part(app, "predicate", words.label(predicate), "predicate", is("predicate")),
      part(app, "object", object ? words.name(object) : text, object ? "object" : null, is("object")),
      part(app, "modality", words.code("modality", modality), "modality", is("modality")),
      time ? part(app, "time", time, null, false) : null); // prettier-ignore
  }
  if (proposal.kind === "figure") {
    const { subject, indicator, modality, time } = now as FigureFields;
    return el("dl", { class: "parts" },
      part(app, "whose", words.name(subject), "subject", is("subject")),
      part(app, "indicator", words.name(indicator), "predicate", is("indicator")),
      part(app, "amount", words.amount(now as FigureFields), "edit", is("value", "unit", "bound")),
      part(app, "modality", words.code("modality", modality), "modality", is("modality")),
      part(app, "time", time, "edit", is("time"))); // prettier-ignore
  }
  return null;
}

/** What the digits choose: classes of a name, modalities of the rest; either way it is accepted. */
function digits(app: App, proposal: Proposal, now: Proposal["fields"]): HTMLElement | null {
  const { session } = app;
  const button = (n: number, words: string, isNow: boolean, click: () => void) =>
    el("button", { type: "button", class: isNow ? "digit now" : "digit", "data-key": `digit-${n}`, "aria-keyshortcuts": String(n), click }, el("kbd", { class: "lead", "aria-hidden": "true" }, String(n)), words);
  if (proposal.kind === "name" || proposal.kind === "doubt") {
    const classes = proposal.kind === "name" ? (now as NameFields).classes : [];
    const keys = session.report.class_keys.slice(0, 9).map((id, n) => button(n + 1, session.words.label(id), classes.includes(id), () => digit(app, n + 1)));
    return row(proposal.kind === "name" ? "classKey" : "addAs", ...keys, actionButton(app, "class", t("otherClass"), "quiet"));
  }
  if (proposal.kind !== "relation" && proposal.kind !== "figure") return null;
  const { modality } = now as RelationFields;
  const modalities = session.words.vocabulary.codes.modality;
  const named = modalities.map((word, n) => button(n + 1, inLanguage(word), word.id === modality, () => digit(app, n + 1)));
  const others = proposal.kind === "relation" ? otherRelations(app, proposal).slice(0, 9 - modalities.length) : [];
  const turned = (words: string, isTurned: boolean) => (isTurned ? remarked(words, t("turned")) : words);
  const instead = others.map((one, n) => button(modalities.length + n + 1, turned(session.words.label(one.predicate), one.turned), false, () => digit(app, modalities.length + n + 1)));
  const owners = proposal.kind === "figure" ? otherOwners(session, proposal).slice(0, 9 - modalities.length) : [];
  const whose = owners.map((id, n) => button(modalities.length + n + 1, session.words.name(id), false, () => digit(app, modalities.length + n + 1)));
  return el("div", {}, row("modalityKey", ...named), instead.length ? row("relationKey", ...instead) : null, whose.length ? row("ownerKey", ...whose) : null);
}

function row(label: Key, ...buttons: HTMLElement[]): HTMLElement {
  return el("div", { class: "row digits", role: "group", "aria-label": t(label) }, el("span", { class: "label", "aria-hidden": "true" }, t(label)), ...buttons);
}

function choices(app: App, { kind }: Proposal): HTMLElement {
  const { session } = app;
  const changed = isChanged(session.draft);
  const yes = kind === "same" ? t("same") : changed ? t("acceptChanged") : t("accept");
  const no = kind === "same" ? t("different") : kind === "doubt" ? t("nothingThere") : t("reject");
  return el("div", { class: "row choices" },
    kind === "doubt" ? null : actionButton(app, "accept", yes, "main"),
    actionButton(app, "reject", no, "no"),
    kind === "same" ? actionButton(app, "unsure", t("unsure")) : null,
    canAct(app, "edit") ? actionButton(app, "edit", t("edit")) : null,
    canAct(app, "swap") ? actionButton(app, "swap", t("swap")) : null,
    actionButton(app, "skip", t("skip")),
    actionButton(app, "next", t("next"), "quiet"),
    actionButton(app, "previous", t("previous"), "quiet")); // prettier-ignore
}

/** What may be decided on with the current one, each to be looked at by itself. */
function others(app: App): HTMLElement | null {
  const { session } = app;
  const all = canAct(app, "acceptThese") ? together(session) : [];
  if (!all.length) return null;
  const n = all.length;
  const go = (item: string) => () => (session.go(item), app.attend());
  return el("div", { class: "together" },
    el("p", { class: "hint" }, t("together", { n: n - 1 })),
    el("ul", { class: "rows", lang: "zh" }, ...all.slice(1).map((one) => el("li", {}, el("button", { type: "button", class: "quiet", "data-key": `with-${one.item}`, click: go(one.item) }, bdi(session.words.reads(one))), one.score === null ? null : el("small", {}, ` ${Math.round(one.score * 100)}%`)))),
    el("div", { class: "row" }, actionButton(app, "acceptThese", t("acceptThese", { n })), actionButton(app, "rejectThese", t("rejectThese", { n }), "no"), actionButton(app, "nextOfThese", t("nextOfThese"), "quiet"))); // prettier-ignore
}

/** Ways to move the ends of the passage by mouse and touch, and its other places. */
function boundary(app: App, proposal: Proposal): HTMLElement | null {
  const { session } = app;
  const all = passages(proposal, session.draft);
  if (!all.length || !["name", "relation", "figure"].includes(proposal.kind)) return null;
  const step = (label: Key, sign: string, side: "start" | "end", forward: boolean) =>
    el("button", { type: "button", class: "small", "data-key": label, title: t(label), "aria-label": t(label), click: () => nudge(app, side, forward, "character") }, sign);
  const at = Math.min(session.draft.passage, all.length - 1);
  const places = all.length > 1 ? [el("span", { class: "hint" }, t("passages", { n: at + 1, all: all.length })), el("button", { type: "button", class: "small", "data-key": "otherPassage", click: () => otherPlace(app, true) }, t("otherPassage"), el("kbd", {}, "."))] : [];
  return el("div", { class: "boundary" },
    el("div", { class: "row" }, el("span", { class: "label" }, t("passage")), step("growStart", "⇤", "start", false), step("shrinkStart", "⇥", "start", true), el("q", { lang: "zh" }, bdi(short(session.text.words(...all[at])))), step("shrink", "⇤", "end", false), step("grow", "⇥", "end", true), ...places),
    el("p", { class: "hint keys-hint" }, t("nudge"))); // prettier-ignore
}

function short(words: string): string {
  const line = words.replace(/\s+/g, " ");
  const characters = [...line];
  return characters.length > 60 ? `${characters.slice(0, 28).join("")}…${characters.slice(-28).join("")}` : line;
}

function sides(app: App, proposal: Proposal & { kind: "same" }): HTMLElement[] {
  const { words } = app.session;
  const one = (side: Side) =>
    el("div", { class: "side" }, el("strong", {}, bdi(side.name)), el("small", {}, side.classes.map((id) => words.label(id)).join(" / "), " · ", side.from.map((id) => (id === app.session.report.id ? t("fromText") : id)).join(", ")), el("small", {}, bdi(side.id)));
  const reasons = lang() === "zh" ? proposal.reasons_zh : proposal.reasons;
  return [el("div", { class: "sides" }, one(proposal.fields.left), one(proposal.fields.right)), reasons ? el("p", { class: "hint" }, labelled(t("reasons"), reasons)) : null, proposal.warning ? el("p", { class: "doubt" }, saidBy(proposal, "warning")) : null].filter((element) => element !== null);
}

/** What is selected in the text, and what may be made of it. */
function selectedCard(app: App): HTMLElement[] {
  const { session } = app;
  const span = app.selected!;
  const keys = session.report.class_keys.slice(0, 9).map((id, n) =>
    el("button", { type: "button", class: "digit", "data-key": `add-${n + 1}`, "aria-keyshortcuts": String(n + 1), click: () => digit(app, n + 1) }, el("kbd", { class: "lead", "aria-hidden": "true" }, String(n + 1)), session.words.label(id)),
  );
  return [
    el("p", { class: "head" }, el("span", { class: "chip" }, t("addName"))),
    el("h2", { id: "reads", "data-key": "reads", lang: "zh", tabindex: -1 }, bdi(t("selected", { words: short(session.text.words(...span)) }))),
    row("addAs", ...keys, actionButton(app, "class", t("otherClass"), "quiet")),
    el("div", { class: "row choices" },
      canAct(app, "accept") ? actionButton(app, "accept", t("asBoundary")) : null,
      actionButton(app, "addFigure", t("addFigure")),
      actionButton(app, "addRelation", t("addRelation")),
      actionButton(app, "cancel", t("cancel"), "quiet")),
    el("p", { class: "hint keys-hint" }, t("marking")),
  ]; // prettier-ignore
}

/** What is shown where nothing is left, or where relations come next. */
function ending(app: App): HTMLElement {
  const { session } = app;
  const left = [...session.proposals.values()].filter(isOpen);
  const areNamesOpen = left.some(({ kind }) => kind === "name");
  const canPropose = !areNamesOpen && app.running === null;
  const buttons = [
    canPropose ? actionButton(app, "accept", t("propose"), "main") : null,
    left.length ? actionButton(app, "next", session.only.kind ? t("showAll") : t("goOn"), "quiet") : null,
  ];
  return el("div", { class: "ending" },
    el("h2", { id: "reads", "data-key": "reads", tabindex: -1 }, t(session.areNamesDone ? "namesDone" : "allDecided")),
    canPropose && !session.areNamesDone ? el("p", {}, t("namesDone")) : null,
    left.length ? el("p", {}, t("othersLeft", { n: left.length })) : el("p", { class: "hint" }, t("buildNow")),
    el("div", { class: "row choices" }, ...buttons)); // prettier-ignore
}
