// Ways for whoever has a keyboard or a small screen: past the filters to the main view, and out of the filters' sheet.
import type { App } from "../app";
import { byId, el } from "./dom";
import { t } from "../texts";

/** Where the filters are a sheet over the picture. */
export const NARROW = "(max-width: 760px)";

let skip: HTMLElement | null = null;

/** Called whenever the page is drawn anew; what it adds, it adds once. */
export function access(app: App): void {
  if (!skip) {
    skip = el("button", { type: "button", id: "skip", click: () => mainView(app).focus() });
    document.body.prepend(skip);
    byId("stage").tabIndex = -1;
    closeSheetOutside();
  }
  skip.textContent = t("skip");
}

function mainView(app: App): HTMLElement {
  return byId(app.state.view === "network" ? "network" : "stage");
}

/** On a narrow screen the open filters lie over the picture: a tap beside them, or Escape, leads back to it. */
function closeSheetOutside(): void {
  const filters = byId("filters") as HTMLDetailsElement;
  const isSheet = () => filters.open && matchMedia(NARROW).matches;
  document.addEventListener("pointerdown", (event) => {
    if (isSheet() && !filters.contains(event.target as Node)) filters.open = false;
  });
  filters.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !isSheet()) return;
    event.preventDefault();
    filters.open = false;
    byId("filters-title").focus();
  });
}
