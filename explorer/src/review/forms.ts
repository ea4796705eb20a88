// Forms for what has many fields: a figure, and a name's own words. Enter saves, Escape drops.
import { el } from "../page/dom";
import type { App } from "./app";
import { decide } from "./corrections";
import { preview, set } from "./draft";
import { indicatorChoices, knownThings, thingChoices, unitChoices } from "./options";
import { askOne, askThing, type Prompt } from "./prompts";
import { server } from "./server";
import type { Span } from "./text";
import { labelled, t, type Key } from "./texts";
import type { FigureFields, FigureProposal, NameProposal, Word } from "./types";
import { inLanguage } from "./words";

type Values = Record<string, unknown>;

/** A field of a form: words to type, one of a few, or a button that leads to a question. */
type Field =
  | { name: string; label: Key; kind: "text" | "number" }
  | { name: string; label: Key; kind: "code"; words: readonly Word[] }
  | { name: string; label: Key; kind: "ask"; shown: (value: unknown) => string; ask: () => Promise<unknown> };

/** Shows a form in the card; the promise holds the values, or nothing where it was dropped. */
function fill(app: App, title: string, save: Key, fields: readonly Field[], values: Values): Promise<Values | undefined> {
  return new Promise((resolve) => {
    const end = (answer: Values | undefined) => {
      app.ask(null);
      resolve(answer);
    };
    const show = (focus: string) => {
      const controls = fields.map((field) => control(field));
      const form = el("form", { class: "prompt", "aria-label": title, submit: (event) => (event.preventDefault(), end(values)) },
        save === "saveAdd" && el("p", { class: "asked" }, title),
        el("div", { class: "fields" }, ...controls.map(({ line }) => line)),
        el("div", { class: "row" },
          el("button", { type: "submit", class: "main" }, t(save), el("kbd", {}, "Enter")),
          el("button", { type: "button", class: "quiet", click: () => end(undefined) }, t("cancel"), el("kbd", {}, "Esc")))); // prettier-ignore
      const wanted = controls[Math.max(fields.findIndex(({ name }) => name === focus), 0)].input;
      const prompt: Prompt = { element: form, hints: new Map(), press: () => false, cancel: () => end(undefined), focus: wanted, pick: () => false };
      app.ask(prompt);
    };
    const control = (field: Field): { line: HTMLElement; input: HTMLElement } => {
      const id = `field-${field.name}`;
      const label = el("label", { for: id }, t(field.label));
      let input: HTMLElement;
      if (field.kind === "ask") {
        const open = () => void field.ask().then((found) => (found !== undefined && (values[field.name] = found), show(field.name)));
        input = el("button", { type: "button", id, class: "value", click: open }, field.shown(values[field.name]) || "—");
      } else if (field.kind === "code") {
        const select = el("select", { id }, ...field.words.map((word) => el("option", { value: word.id, selected: word.id === values[field.name] }, inLanguage(word))));
        select.addEventListener("change", () => (values[field.name] = select.value));
        input = select;
      } else {
        const box = el("input", { type: "text", id, value: String(values[field.name] ?? ""), inputmode: field.kind === "number" ? "decimal" : "text", autocomplete: "off" });
        box.addEventListener("input", () => (values[field.name] = box.value.trim()));
        input = box;
      }
      return { line: el("div", { class: "field" }, label, input), input };
    };
    show(fields[0].name);
  });
}

function figureFields(app: App): Field[] {
  const { session } = app;
  const { words } = session;
  const { codes } = words.vocabulary;
  const idOf = (found: Awaited<ReturnType<typeof askOne>>) => (typeof found === "object" ? found.id : found);
  const name = (value: unknown) => (value ? words.name(value as string) : "");
  return [
    { name: "value", label: "value", kind: "number" },
    { name: "value_max", label: "valueMax", kind: "number" },
    { name: "bound", label: "bound", kind: "code", words: codes.bound },
    { name: "unit", label: "unit", kind: "ask", shown: name, ask: () => askOne(app.ask, "unit", unitChoices(session), words.matcher).then(idOf) },
    {
      name: "subject", label: "whose", kind: "ask", shown: name,
      ask: () => askThing(app.ask, t("chooseWhose"), null, app.pane.inSight(), thingChoices(session), words.matcher, (typed) => knownThings(session, typed)),
    },
    {
      name: "indicator", label: "indicator", kind: "ask", shown: name,
      ask: () => askOne(app.ask, "chooseIndicator", indicatorChoices(session), words.matcher, true).then((found) => (typeof found === "string" ? { name: found } : found?.id)),
    },
    { name: "time", label: "time", kind: "text" },
    { name: "modality", label: "modality", kind: "code", words: codes.modality },
  ]; // prettier-ignore
}

/** All of a figure's fields; saving accepts it. */
export async function editFigure(app: App, proposal: FigureProposal): Promise<void> {
  const { session } = app;
  const now = preview(proposal, session.draft, session.text) as FigureFields;
  const found = await fill(app, session.words.reads(proposal, now), "save", figureFields(app), { ...now });
  const still = session.still(proposal);
  if (!found || !still) return;
  for (const { name } of figureFields(app)) set(still, session.draft, name, found[name]);
  decide(app, "accept");
}

/** A figure that was missed: its number is selected, the server reads it, the person says whose and what it is. */
export async function addFigure(app: App, span: Span): Promise<void> {
  const { session } = app;
  const read = await server.read(session.report.id, ...span).catch(() => null);
  const figure = read?.figure;
  const values: Values = { bound: "exact", modality: "actual", unit: "", subject: "", indicator: "", value: "", value_max: "", time: "", ...figure };
  // Who and what come first: the rest is read from the text.
  const fields = figureFields(app);
  const found = await fill(app, t("selected", { words: session.text.words(...span) }), "saveAdd", [...fields.slice(4, 6), ...fields.slice(0, 4), ...fields.slice(6)], values);
  if (!found) return;
  const said = session.words.reads({ kind: "figure", fields: found } as unknown as FigureProposal);
  const given = Object.fromEntries(fields.map(({ name }) => [name, found[name]]).filter(([, value]) => value !== ""));
  session.add("figure", { ...given, figure: figure?.figure ?? span }, said);
  app.selected = null;
  app.pane.clearSelection();
  app.say(labelled(t("saidadd"), said));
}

/** What a name is called; saving accepts it. */
export async function editName(app: App, proposal: NameProposal): Promise<void> {
  const { session } = app;
  const now = preview(proposal, session.draft, session.text) as NameProposal["fields"];
  const fields: Field[] = [
    { name: "name", label: "name", kind: "text" },
    { name: "name_en", label: "nameEn", kind: "text" },
    { name: "aliases", label: "aliases", kind: "text" },
    { name: "existence", label: "existence", kind: "code", words: session.words.vocabulary.codes.existence },
  ];
  const found = await fill(app, session.words.reads(proposal, now), "save", fields, { ...now, aliases: now.aliases.join("|") });
  const still = session.still(proposal);
  if (!found || !still) return;
  const aliases = String(found.aliases).split(/[|｜]/).map((one) => one.trim()).filter(Boolean); // prettier-ignore
  for (const [name, value] of Object.entries({ name: found.name, name_en: found.name_en, existence: found.existence, aliases })) set(still, session.draft, name, value);
  decide(app, "accept");
}
