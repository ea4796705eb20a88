// Paper: the network as a picture that fits a page, or only a picture, on a page of its own size.
import type { App } from "../app";
import { byId } from "../page/dom";
import { FEW_LINKS, figure, type Figure } from "./figure";
import type { Links } from "../picture/links";
import { pictured } from "./subject";

/** What has room on A4, turned, in millimetres. */
const PAGE = { width: 273, lowest: 180, highest: 184 };
/** A table prints so many pages of rows at most. */
const MOST_TURNS = 25;

let alone: Figure | null = null;

/** Makes the network ready when the reader prints: what WebGL has drawn does not reach a printer. */
export function listenToPrinter(app: App, links: () => Links): void {
  let opened: HTMLDetailsElement[] = [];
  addEventListener("beforeprint", () => {
    if (!alone && app.state.view !== "network") return void (opened = unfold(byId(`view-${app.state.view}`)));
    byId("paper").replaceChildren((alone ?? networkPage(app, links())).svg);
  });
  addEventListener("afterprint", () => {
    byId("paper").replaceChildren();
    for (const box of opened) box.open = false;
    opened = [];
  });
}

/** Shows the rows and lists that a view keeps back, because nobody can open them on paper; what has been opened. */
function unfold(view: HTMLElement): HTMLDetailsElement[] {
  const closed = [...view.querySelectorAll<HTMLDetailsElement>("details:not([open])")].filter((box) => box.childElementCount > 1 || box.querySelector(":scope > summary > h2"));
  for (const box of closed) {
    box.open = true;
    // The list fills a group when it hears of it, which is after the printer would.
    box.dispatchEvent(new Event("toggle"));
  }
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    const more = [...view.querySelectorAll<HTMLElement>("[data-key=more], details > ul + button")];
    if (!more.length) break;
    for (const button of more) button.click();
  }
  return closed;
}

function networkPage(app: App, links: Links): Figure {
  const subject = pictured(app, links);
  return figure(app, subject, { title: subject.title, ...PAGE, words: subject.links.length <= FEW_LINKS });
}

/** Prints a picture alone, on a page of its size; the browser embeds the fonts. */
export function printFigure(made: Figure): void {
  const [style] = document.styleSheets;
  // A rule that is set by script is no style in the page's text, which its policy would refuse.
  const rule = style.insertRule(`@page { size: ${made.width}mm ${Math.ceil(made.height + 0.2)}mm; margin: 0; }`, style.cssRules.length);
  // What is printed is a copy: the picture itself stays in its window.
  alone = { ...made, svg: made.svg.cloneNode(true) as SVGSVGElement };
  document.body.classList.add("figure-alone");
  addEventListener(
    "afterprint",
    () => {
      alone = null;
      document.body.classList.remove("figure-alone");
      style.deleteRule(rule);
    },
    { once: true },
  );
  print();
}
