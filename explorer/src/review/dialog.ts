// A box over the page: the browser keeps the focus in it, Escape closes it, and the focus goes back.
import { el } from "../page/dom";
import { t } from "./texts";

export interface Box {
  body: HTMLElement;
  open(): void;
  /** @param done whether it has its answer. */
  close(done?: boolean): void;
}

/** A box that is not open yet; `left` is called where somebody closes it without an answer. */
export function dialog(title: string, left: () => void = () => undefined): Box {
  const body = el("div", { class: "body" });
  let answered = false;
  const close = (done = false) => {
    answered = done;
    box.close();
  };
  const box = el("dialog", { "aria-label": title },
    el("div", { class: "title" }, el("h2", {}, title), el("button", { type: "button", class: "quiet", "aria-label": t("close"), click: () => close() }, "×")), body); // prettier-ignore
  box.addEventListener("close", () => {
    box.remove();
    if (!answered) left();
  });
  return {
    body,
    close,
    open() {
      document.body.append(box);
      box.showModal();
    },
  };
}

/** Whether a box is open, so that keys are its own. */
export function isBoxOpen(): boolean {
  return document.querySelector("dialog[open]") !== null;
}
