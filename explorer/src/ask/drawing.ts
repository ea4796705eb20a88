// An answer as a network: a picture whose things are links, moved by dragging and by keys.
import { el } from "../page/dom";
import { nodeColour } from "../page/theme";
import { keyOf, type Cell } from "./answer";
import { finest } from "./names";
import { MOST_NODES, places, type Network, type Place } from "./network";
import { addressOf, nameOf } from "./table";
import { t } from "./texts";
import type { Shown } from "./view";

const SVG = "http://www.w3.org/2000/svg";
// On a phone the picture is small and not its letters.
const isNarrow = matchMedia("(max-width: 40rem)");
const [LEFT, TOP] = [20, 24];
const NONE = "#8a8f98";

/** The picture of a network, and what it says of itself. */
export function drawing(network: Network, shown: Shown): HTMLElement {
  const [width, height] = isNarrow.matches ? [400, 440] : [900, 500];
  // Names stand to the right of their dots.
  const room = isNarrow.matches ? 110 : 170;
  const at = places(network, width - LEFT - room, height - 2 * TOP).map(({ x, y }) => ({ x: x + LEFT, y: y + TOP }));
  const label = t("networkOf", { n: network.nodes.length, links: network.links.length });
  const picture = svg("svg", { class: "network", viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": label });
  for (const { from, to, name } of network.links) picture.append(link(at[from], at[to], name, network.links.length));
  network.nodes.forEach((node, n) => picture.append(dot(node, at[n], shown)));
  const zoom = new Zoom(picture, width, height);
  const button = (text: string, name: string, click: () => void): HTMLElement => el("button", { type: "button", "aria-label": name, title: name, click }, text);
  const notes = [label, network.by === "row" ? t("networkByRow") : network.by === "name" ? t("networkByName") : "", network.cut ? t("networkCut", { n: MOST_NODES }) : ""];
  return el(
    "div",
    { class: "network-answer" },
    el("p", { class: "hint" }, notes.filter(Boolean).join(" ")),
    el("div", { class: "picture" }, picture, el("div", { class: "zoom" }, button("+", t("zoomIn"), () => zoom.by(0.7)), button("−", t("zoomOut"), () => zoom.by(1 / 0.7)), button("⤢", t("fit"), () => zoom.fit()))),
  );
}

function link(from: Place, to: Place, name: string, count: number): SVGElement {
  const group = svg("g", { class: "link" });
  group.append(svg("line", { x1: from.x, y1: from.y, x2: to.x, y2: to.y }));
  if (!name) return group;
  // An arrow before the dot that it points to.
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.max(1, Math.hypot(dx, dy));
  const angle = (Math.atan2(dy, dx) * 180) / Math.PI;
  group.append(svg("path", { d: "M0 0L-8 -3.5L-8 3.5Z", transform: `translate(${to.x - (dx / length) * 9} ${to.y - (dy / length) * 9}) rotate(${angle})` }));
  if (count <= 40) {
    const text = svg("text", { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 - 3, class: "link-name" });
    text.textContent = name;
    group.append(text);
  }
  return group;
}

function dot(node: Cell, { x, y }: Place, shown: Shown): SVGElement {
  const name = nameOf(node, shown);
  const type = node.classes ? finest(node.classes, shown.words) : (shown.names.get(keyOf(node))?.type ?? "");
  const colour = shown.words.classes.find(([one]) => one === type)?.[3] || NONE;
  const group = node.thing ? svg("a", { href: addressOf(node), "aria-label": t("openThing", { name }) }) : svg("g", {});
  group.setAttribute("class", "dot");
  const text = svg("text", { x: x + 9, y: y + 4 });
  text.textContent = name.length > 14 && /\p{Script=Han}/u.test(name) ? `${name.slice(0, 13)}…` : name.length > 26 ? `${name.slice(0, 25)}…` : name;
  const title = svg("title", {});
  title.textContent = name;
  group.append(title, svg("circle", { cx: x, cy: y, r: 6, fill: nodeColour(colour) }), text);
  return group;
}

/** What of the picture is seen: dragging moves it, the wheel with Ctrl and the buttons enlarge it. */
class Zoom {
  #box: { x: number; y: number; width: number; height: number };
  #drag: { x: number; y: number } | null = null;

  constructor(
    readonly picture: SVGElement,
    readonly width: number,
    readonly height: number,
  ) {
    this.#box = { x: 0, y: 0, width, height };
    picture.addEventListener("pointerdown", (event) => (this.#drag = { x: event.clientX, y: event.clientY }));
    picture.addEventListener("pointermove", (event) => {
      if (!this.#drag || !(event.buttons & 1)) return;
      const scale = this.#box.width / picture.clientWidth;
      this.#box.x -= (event.clientX - this.#drag.x) * scale;
      this.#box.y -= (event.clientY - this.#drag.y) * scale;
      this.#drag = { x: event.clientX, y: event.clientY };
      this.#show();
    });
    picture.addEventListener("pointerup", () => (this.#drag = null));
    // A link that is dragged would be taken along as a link.
    picture.addEventListener("dragstart", (event) => event.preventDefault());
    picture.addEventListener(
      "wheel",
      (event) => {
        // Without Ctrl the wheel moves the page.
        if (!event.ctrlKey) return;
        event.preventDefault();
        this.by(event.deltaY > 0 ? 1.15 : 1 / 1.15);
      },
      { passive: false },
    );
  }

  by(factor: number): void {
    const { x, y, width, height } = this.#box;
    const next = Math.min(Math.max(width * factor, this.width / 12), this.width * 2);
    const scale = next / width;
    this.#box = { x: x + (width - next) / 2, y: y + (height * (1 - scale)) / 2, width: next, height: height * scale };
    this.#show();
  }

  fit(): void {
    this.#box = { x: 0, y: 0, width: this.width, height: this.height };
    this.#show();
  }

  #show(): void {
    const { x, y, width, height } = this.#box;
    this.picture.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
  }
}

function svg(name: string, attributes: Record<string, string | number>): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}
