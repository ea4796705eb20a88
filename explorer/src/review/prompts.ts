// Questions in the card, one at a time, answered by keys alone: which name, which relation, which modality.
import { el } from "../page/dom";
import { combo, type Choice } from "./combo";
import { chosen, hints } from "./hints";
import { digitOf, isForeign } from "./keys";
import { t, type Key } from "./texts";
import type { Matcher } from "./matching";
import type { Word } from "./types";
import { inLanguage } from "./words";

/** What the card shows in place of the proposal's buttons until it is answered. */
export interface Prompt {
  element: HTMLElement;
  /** Letters beside names in the text. */
  hints: ReadonlyMap<string, string>;
  /** Takes a key; false for one that it has no use for. */
  press(event: KeyboardEvent): boolean;
  /** Ends it without an answer. */
  cancel(): void;
  /** What gets the focus. */
  focus: HTMLElement | null;
  /** Takes a name that was clicked in the text; false where it wants none. */
  pick(item: string): boolean;
}

export type Show = (prompt: Prompt | null) => void;
/** An answer; undefined where there is none and all is dropped. */
export type Answer<T> = Promise<T | undefined>;

const NO_HINTS: ReadonlyMap<string, string> = new Map();

function frame(title: string, cancel: () => void, isShown: boolean, ...children: (Node | null)[]): HTMLElement {
  const button = el("button", { type: "button", class: "quiet", click: cancel }, t("cancel"), el("kbd", {}, "Esc"));
  return el("div", { class: "prompt", role: "group", "aria-label": title }, isShown && el("p", { class: "asked" }, title), ...children, el("div", { class: "row" }, button));
}

/** A button that shows its key. */
function keyed(key: string, words: string, click: () => void): HTMLElement {
  return el("button", { type: "button", click }, el("kbd", { class: "lead" }, key), words);
}

/** What stands at an end of a relation: a thing by its id, or a kind of thing that gets its row by being named. */
export type End = string | { kind: string };

/** One of the names: by the letters beside those in sight, or by typing; Enter takes what is present. */
export function askThing(
  show: Show,
  title: string,
  present: { id: End; words: string } | null,
  inSight: readonly string[],
  options: readonly Choice[],
  matcher: Matcher,
  more: (typed: string) => Promise<Choice[]>,
): Answer<End> {
  return new Promise((resolve) => {
    const letters = hints(inSight.length);
    const byItem = new Map(inSight.map((item, n) => [item, letters[n]]));
    let typed = "";
    const end = (value: End | undefined) => {
      show(null);
      resolve(value);
    };
    const take = (item: string) => end(item.replace(/^name\//, ""));
    const byTyping = () => {
      const field = combo(t("typeNameHere"), options, matcher, (value) => end(typeof value === "string" ? { kind: value } : value.id), { ask: more, free: t("newKind") });
      show({ element: frame(title, () => end(undefined), false, field.element), hints: NO_HINTS, press: () => false, cancel: () => end(undefined), focus: field.input, pick: (item) => (take(item), true) });
    };
    const press = (event: KeyboardEvent) => {
      if (isForeign(event)) return false;
      if (event.key === "Enter" && present) end(present.id);
      else if (event.key === "/" || event.key === "／") byTyping();
      else if (event.key === "Backspace") typed = typed.slice(0, -1);
      else if (/^[a-z]$/i.test(event.key)) {
        const next = typed + event.key.toLowerCase();
        const { exactly, possible } = chosen(letters, next);
        if (exactly >= 0) take(inSight[exactly]);
        else if (possible) typed = next;
        else typed = "";
      } else return false;
      return true;
    };
    const buttons = el("div", { class: "row" }, present ? el("button", { type: "button", click: () => end(present.id) }, present.words) : null, keyed("/", t("typeNameHere"), byTyping));
    show({ element: frame(title, () => end(undefined), true, buttons), hints: byItem, press, cancel: () => end(undefined), focus: null, pick: (item) => item.startsWith("name/") && (take(item), true) });
  });
}

/** One of a list, by typing. */
export function askOne(show: Show, title: Key, options: readonly Choice[], matcher: Matcher, free = false): Answer<Choice | string> {
  return new Promise((resolve) => {
    const end = (value: Choice | string | undefined) => {
      show(null);
      resolve(value);
    };
    const field = combo(t(title), options, matcher, end, free ? { free: t("newOne") } : {});
    show({ element: frame(t(title), () => end(undefined), false, field.element), hints: NO_HINTS, press: () => false, cancel: () => end(undefined), focus: field.input, pick: () => false });
  });
}

/** One of a few, by its digit; Enter keeps what is. */
export function askCode(show: Show, title: Key, words: readonly Word[], present: string): Answer<string> {
  return new Promise((resolve) => {
    const end = (value: string | undefined) => {
      show(null);
      resolve(value);
    };
    const press = (event: KeyboardEvent) => {
      const word = words[digitOf(event) - 1];
      if (word) end(word.id);
      else if (event.key === "Enter" && !isForeign(event)) end(present);
      else return false;
      return true;
    };
    const now = words.find(({ id }) => id === present);
    const buttons = el("div", { class: "row" }, ...words.map((word, n) => keyed(String(n + 1), inLanguage(word), () => end(word.id))));
    const keep = el("div", { class: "row" }, el("button", { type: "button", click: () => end(present) }, t("keep", { words: now ? inLanguage(now) : present })));
    show({ element: frame(t(title), () => end(undefined), true, buttons, keep), hints: NO_HINTS, press, cancel: () => end(undefined), focus: null, pick: () => false });
  });
}
