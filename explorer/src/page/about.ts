// What the page says about itself, in a window; its text was written with the page.
import { byId, el } from "./dom";
import { t } from "../texts";

export function showAbout(): void {
  const about = byId("about") as HTMLDialogElement;
  about.setAttribute("aria-label", t("aboutPage"));
  about.querySelector(".close")?.remove();
  about.prepend(el("button", { type: "button", class: "close", "data-key": "about-close", "aria-label": t("close"), click: () => about.close() }, "×"));
  about.showModal();
}
