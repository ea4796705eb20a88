// Boxes that tell: which keys there are, where reviewers decided differently, who is at work.
import { bdi, el } from "../page/dom";
import type { App } from "./app";
import { dialog } from "./dialog";
import { KEYS, type Action } from "./keys";
import { isKey, labelled, remarked, t, type Key } from "./texts";
import type { Conflict } from "./types";

/** The keys in the order in which somebody learns them. */
const LINES: readonly (readonly [Action, Key])[] = [
  ["accept", "accept"], ["reject", "reject"], ["skip", "skip"], ["undo", "undo"], ["next", "next"], ["previous", "previous"],
  ["edit", "edit"], ["class", "otherClass"], ["swap", "swap"], ["subject", "subject"], ["predicate", "predicate"], ["object", "object"], ["modality", "modality"],
  ["unsure", "unsure"], ["acceptThese", "helpTogether"], ["addName", "addName"], ["addRelation", "addRelation"], ["addFigure", "addFigure"],
  ["like", "likeThis"], ["bulk", "bulk"], ["order", "order"], ["relate", "propose"], ["help", "help"], ["cancel", "cancel"],
]; // prettier-ignore

export function showHelp(): void {
  const box = dialog(t("help"));
  const line = (keys: readonly string[], words: string) => el("tr", {}, el("th", { scope: "row" }, ...keys.flatMap((key) => [el("kbd", {}, key), " "])), el("td", {}, words));
  const words = (action: Action, key: Key) => {
    if (action === "predicate") return `${t("predicate")} / ${t("indicator")}`;
    if (action === "subject") return `${t("subject")} / ${t("whose")}`;
    if (action === "edit") return remarked(t("edit"), t("helpLink"));
    if (action === "accept") return `${t("accept")} / ${t("same")}`;
    return action === "reject" ? `${t("reject")} / ${t("different")}` : t(key);
  };
  box.body.append(
    el("p", { class: "hint" }, t("helpLetters")),
    el("table", { class: "keys" }, el("tbody", {},
      ...LINES.slice(0, 2).map(([action, key]) => line(KEYS[action], words(action, key))),
      line([t("digits")], t("helpDigits")),
      ...LINES.slice(2, 7).map(([action, key]) => line(KEYS[action], words(action, key))),
      line([t("arrows")], t("helpArrows")),
      line([t("helpPassage")], t("helpOtherPassage")),
      ...LINES.slice(7).map(([action, key]) => line(action === "acceptThese" ? [...KEYS.acceptThese, ...KEYS.rejectThese, ...KEYS.nextOfThese] : KEYS[action].slice(0, 1), words(action, key))))),
  ); // prettier-ignore
  box.open();
}

export function showConflicts(app: App): void {
  const box = dialog(t("conflictList"));
  const side = ({ by, at, do: what, cells }: Conflict["sides"][number], stands: boolean) => {
    const said = `said${what}`;
    const words = what === "table" ? Object.entries(cells).map(([column, cell]) => `${column} = ${cell}`).join("; ") : isKey(said) ? t(said) : what; // prettier-ignore
    return el("li", { class: stands ? "stands" : "" }, labelled(by || t("theTable"), ""), bdi(words), at ? el("small", {}, ` ${new Date(at).toLocaleString()}`) : null);
  };
  const lines = app.conflicts.map(({ item, kind, sides, stands }) => {
    const proposal = app.session.proposals.get(item);
    const go = () => {
      box.close();
      app.session.go(item);
      app.attend();
    };
    return el("li", {},
      el("strong", {}, bdi(proposal ? app.session.words.reads(proposal) : item)),
      el("p", { class: "hint" }, t(kind === "table" ? "conflictTable" : "conflictReviewers")),
      el("ul", {}, ...sides.map((one) => side(one, one.event === stands))),
      proposal ? el("button", { type: "button", click: go }, t("goThere")) : null); // prettier-ignore
  });
  box.body.append(lines.length ? el("ul", { class: "conflicts" }, ...lines) : el("p", {}, t("noConflicts")), el("p", { class: "hint" }, t("conflictHelp")));
  box.open();
}

/** A name as the server keeps it, since a file is called by it. */
const NAME = /^[\p{L}\p{N}_]([\p{L}\p{N}_ .-]{0,38}[\p{L}\p{N}_])?$/u;

/** Asks once who it is; the promise holds the name. */
export function askWho(known: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const box = dialog(t("whoAreYou"), () => void askWho(known).then(resolve));
    const input = el("input", { type: "text", id: "who", required: true, maxlength: 40, list: "who-known", autocomplete: "name" });
    const wrong = el("p", { class: "doubt", role: "alert" });
    const form = el("form", { class: "prompt" },
      el("p", {}, t("whoHelp")),
      el("div", { class: "field" }, el("label", { for: "who" }, t("yourName")), input),
      wrong,
      el("datalist", { id: "who-known" }, ...known.map((name) => el("option", { value: name }))),
      el("div", { class: "row" }, el("button", { type: "submit", class: "main" }, t("begin")))); // prettier-ignore
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const name = input.value.trim().normalize("NFC");
      if (!NAME.test(name)) {
        wrong.textContent = t("whoWrong");
        return;
      }
      box.close(true);
      resolve(name);
    });
    box.body.append(form);
    box.open();
    input.focus();
  });
}
