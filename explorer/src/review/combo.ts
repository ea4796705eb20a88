// A field that finds one of many by what is typed (ARIA's combobox with a list that is always open).
import { bdi, el } from "../page/dom";
import { labelled, lang, t } from "./texts";
import type { Matcher, Option } from "./matching";

/** So many are shown; who wants another one types more. */
const MOST = 40;

export interface Choice extends Option {
  /** What is told of it beside its name. */
  hint?: string;
}

export interface Combo {
  element: HTMLElement;
  input: HTMLInputElement;
  /** What is chosen now: an option, or words of one's own where these are allowed. */
  value(): Choice | string | undefined;
}

let number = 0;

const first = ({ zh, en }: Choice) => (lang() === "en" && en ? en : zh);
const other = ({ zh, en }: Choice) => (lang() === "en" && en ? zh : en);

/**
 * A field with its list.
 *
 * @param label of the field.
 * @param options what may be chosen.
 * @param matcher finds them.
 * @param chosen called with what Enter or a click takes.
 * @param more `free`: words of one's own may be chosen, and what they are called; `ask`: gives further options for what is typed.
 */
export function combo(
  label: string,
  options: readonly Choice[],
  matcher: Matcher,
  chosen: (value: Choice | string) => void,
  more: { free?: string; ask?: (typed: string) => Promise<Choice[]>; initial?: string } = {},
): Combo {
  const id = `combo-${++number}`;
  const input = el("input", { type: "text", role: "combobox", id, "aria-expanded": "true", "aria-controls": `${id}-list`, "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false" });
  const list = el("ul", { role: "listbox", id: `${id}-list`, "aria-label": label });
  const count = el("span", { class: "hint", role: "status" });
  let shown: (Choice | string)[] = [];
  let at = 0;
  let others: Choice[] = [];
  let asked = "";

  const draw = () => {
    const typed = input.value.trim();
    const found: (Choice | string)[] = matcher.found([...options, ...others.filter((one) => !options.some((own) => own.id === one.id))], typed).slice(0, MOST);
    if (more.free && typed && !found.some((one) => typeof one !== "string" && one.zh === typed)) found.push(typed);
    shown = found;
    at = Math.min(at, Math.max(shown.length - 1, 0));
    list.replaceChildren(...shown.map((one, n) => line(one, n)));
    input.setAttribute("aria-activedescendant", shown.length ? `${id}-${at}` : "");
    count.textContent = shown.length ? t("nFound", { n: found.length }) : t("noneFound");
  };
  const line = (one: Choice | string, n: number) => {
    const [words, hint, fits] = typeof one === "string" ? [labelled(more.free ?? "", one), "", true] : [first(one), [other(one), one.hint].filter(Boolean).join(" · "), one.fits !== false];
    const attributes = { role: "option", id: `${id}-${n}`, "aria-selected": String(n === at), class: fits ? "" : "unfit", click: () => chosen(one) };
    return el("li", attributes, bdi(words), hint ? el("small", {}, " ", hint) : null);
  };
  const go = (to: number) => {
    if (!shown.length) return;
    at = (to + shown.length) % shown.length;
    draw();
    document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: "nearest" });
  };
  input.addEventListener("input", () => {
    at = 0;
    draw();
    const typed = input.value.trim();
    if (!more.ask || !typed || typed === asked) return;
    asked = typed;
    void more.ask(typed).then((found) => {
      if (asked !== typed) return;
      others = found;
      draw();
    }, () => undefined);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "ArrowDown") go(at + 1);
    else if (event.key === "ArrowUp") go(at - 1);
    else if (event.key === "Enter" && shown.length) chosen(shown[at]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  if (more.initial) input.value = more.initial;
  draw();
  return { element: el("div", { class: "combo" }, el("label", { for: id }, label), input, count, list), input, value: () => shown[at] };
}
