// The map of places: coasts without borders, places as dots, what ties them as arcs; beside it the same as lists.
import type { App } from "../app";
import { sizes, ties, type Tie } from "./between";
import { fact, thingLink } from "../language/describe";
import { bdi, byId, el, fill } from "../page/dom";
import { nothing } from "../page/empty";
import type { PlaceMap } from "../schema";
import { Taken, type Box } from "../paper/spread";
import { asLabel } from "../data/offsets";
import { make, printable, round } from "../picture/svg";
import { lang, t, type Key } from "../texts";
import { nodeColour } from "../page/theme";
import { widthOf } from "../paper/typeset";

/** Coordinates are twentieths of a degree; a degree of longitude is drawn as long as it is at 35 degrees north. */
const SCALE = 20;
const FLAT = 0.82;
/** Where China is: west, south, east, north. */
const CHINA = [73, 17, 136, 54];
const [NEAREST, MARGIN, NAME] = [400, 40, 12];

interface Camera {
  x: number;
  y: number;
  /** Pixels a degree of latitude. */
  scale: number;
}

/** Where the reader has moved the map to; null shows all. */
let camera: Camera | null = null;

let listening = false;

export function showMap(app: App): void {
  const map = app.model.details?.map;
  if (!map) return;
  new PlacesView(app, map).show();
  if (!listening) addEventListener("resize", () => app.state.view === "map" && showMap(app));
  listening = true;
}

class PlacesView {
  readonly #sizes: Map<number, number>;
  readonly #ties: Tie[];
  readonly #at: Map<number, { x: number; y: number }>;
  readonly #canvas = el("div", { class: "canvas", tabindex: 0, role: "group", "data-key": "map" });
  readonly #list = el("div", { class: "places" });
  readonly #land: string;
  #width = 800;
  #height = 600;

  constructor(
    readonly app: App,
    readonly map: PlaceMap,
  ) {
    this.#sizes = sizes(app, map);
    this.#ties = ties(app, map);
    this.#at = new Map(map.things.map((place, n) => [place, { x: (map.x[n] / SCALE) * FLAT, y: -map.y[n] / SCALE }]));
    this.#land = map.land.map(([x, y, ...steps]) => `M${x} ${-y}l${steps.map((step, n) => (n % 2 ? -step : step)).join(" ")}Z`).join("");
  }

  show(): void {
    const button = (key: Key, text: string, act: () => void) =>
      el("button", { type: "button", "data-key": `map-${key}`, title: t(key), "aria-label": t(key), click: () => (act(), this.#draw()) }, text);
    const china = this.#inChina();
    const bar = el("div", { class: "bar" }, button("zoomIn", "+", () => this.#zoom(1.5)), button("zoomOut", "−", () => this.#zoom(1 / 1.5)), button("mapAll", t("mapAll"), () => (camera = null)),
      china ? button("mapChina", t("mapChina"), () => (camera = this.#fitted(china))) : null);
    this.#canvas.setAttribute("aria-label", t("mapHelp"));
    this.#listen();
    this.#lists();
    fill(byId("view-map"), bar, el("p", { class: "hint note-line" }, t("mapNote")), this.#canvas, this.#list);
    [this.#width, this.#height] = [this.#canvas.clientWidth || 800, this.#canvas.clientHeight || 600];
    this.#draw();
  }

  /** The corners of what lies in China, where that is not all there is. */
  #inChina(): { x: number; y: number }[] | null {
    const [west, south, east, north] = CHINA;
    const within = [...this.#at.values()].filter(({ x, y }) => x > west * FLAT && x < east * FLAT && -y > south && -y < north);
    return within.length > 1 && within.length < this.#at.size ? within : null;
  }

  #fitted(spots: { x: number; y: number }[]): Camera {
    const [xs, ys] = [spots.map((spot) => spot.x), spots.map((spot) => spot.y)];
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const scale = Math.min((this.#width - 2 * MARGIN - 60) / Math.max(right - left, 1), (this.#height - 2 * MARGIN) / Math.max(bottom - top, 1), NEAREST / 4);
    return { x: (left + right) / 2, y: (top + bottom) / 2, scale };
  }

  get #camera(): Camera {
    return camera ?? this.#fitted([...this.#at.values()]);
  }

  #zoom(factor: number): void {
    const now = this.#camera;
    camera = { ...now, scale: Math.min(Math.max(now.scale * factor, 1), NEAREST) };
  }

  #pan(dx: number, dy: number): void {
    const now = this.#camera;
    camera = { ...now, x: now.x - dx / now.scale, y: now.y - dy / now.scale };
  }

  #listen(): void {
    const canvas = this.#canvas;
    canvas.addEventListener("keydown", (event) => {
      const moves: Record<string, () => void> = {
        ArrowLeft: () => this.#pan(60, 0), ArrowRight: () => this.#pan(-60, 0), ArrowUp: () => this.#pan(0, 60), ArrowDown: () => this.#pan(0, -60),
        "+": () => this.#zoom(1.5), "=": () => this.#zoom(1.5), "-": () => this.#zoom(1 / 1.5), "0": () => (camera = null),
      };
      if (event.ctrlKey || event.metaKey || event.altKey || !moves[event.key]) return;
      event.preventDefault();
      moves[event.key]();
      this.#draw();
    });
    canvas.addEventListener("wheel", (event) => {
      event.preventDefault();
      this.#zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2);
      this.#draw();
    }, { passive: false });
    canvas.addEventListener("pointermove", (event) => {
      if (!event.buttons) return;
      this.#pan(event.movementX, event.movementY);
      this.#draw();
    });
  }

  #draw(): void {
    const now = this.#camera;
    const [middle, centre] = [this.#width / 2, this.#height / 2];
    const spot = (n: number) => {
      const { x, y } = this.#at.get(n)!;
      return { x: middle + (x - now.x) * now.scale, y: centre + (y - now.y) * now.scale };
    };
    const root = make("svg", { width: this.#width, height: this.#height, viewBox: `0 0 ${this.#width} ${this.#height}` });
    const unit = now.scale / SCALE;
    const land = make("path", { class: "land", d: this.#land, "vector-effect": "non-scaling-stroke", transform: `translate(${round(middle - now.x * now.scale)} ${round(centre - now.y * now.scale)}) scale(${unit * FLAT} ${unit})` });
    const arcs = make("g", { class: "arcs", fill: "none" });
    for (const tie of this.#ties) arcs.append(this.#arc(tie, spot(tie.a), spot(tie.b)));
    root.append(land, arcs, ...this.#places(spot));
    this.#canvas.replaceChildren(root);
  }

  #arc(tie: Tie, a: { x: number; y: number }, b: { x: number; y: number }): SVGElement {
    const [x, y] = [(a.x + b.x) / 2 + (b.y - a.y) * 0.15, (a.y + b.y) / 2 - Math.abs(b.x - a.x) * 0.15];
    const arc = make("path", { d: `M${round(a.x)} ${round(a.y)}Q${round(x)} ${round(y)} ${round(b.x)} ${round(b.y)}`, "stroke-width": 1 + Math.log2(tie.facts.length) });
    if (!tie.actual) arc.setAttribute("stroke-dasharray", "5 4");
    const title = make("title", {});
    title.textContent = printable(this.#tieName(tie));
    arc.append(title);
    arc.addEventListener("click", () => {
      const entry = this.#list.querySelector<HTMLDetailsElement>(`[data-tie="${tie.a}-${tie.b}"]`);
      if (!entry) return;
      entry.open = true;
      entry.scrollIntoView({ block: "nearest" });
    });
    return arc;
  }

  /** Dots, the larger below, and the names that have room, those of the larger first. */
  #places(spot: (n: number) => { x: number; y: number }): SVGElement[] {
    const { model } = this.app;
    const taken = new Taken();
    const dots = make("g", { class: "dots" });
    const names = make("g", { class: "names", "font-size": NAME });
    const order = [...this.#sizes].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    const drawn = order.map(([n, size]) => ({ n, ...spot(n), r: 3 + Math.min(1.3 * Math.sqrt(size), 13) }));
    for (const { n, x, y, r } of drawn) {
      const dot = make("circle", { cx: round(x), cy: round(y), r: round(r), fill: nodeColour(model.colour(n)), "data-thing": n });
      dot.addEventListener("click", () => this.app.select({ kind: "thing", number: n }));
      dots.append(dot);
      taken.take([x - r, y - r, x + r, y + r]);
    }
    for (const { n, x, y, r } of drawn) {
      const text = asLabel(model.name(n, lang()));
      const wide = widthOf(text, NAME);
      const lefts: [number, number][] = [[x + r + 3, y], [x - r - 3 - wide, y], [x - wide / 2, y - r - NAME * 0.7], [x - wide / 2, y + r + NAME * 0.7]];
      for (const [left, middle] of lefts) {
        const box: Box = [left - 2, middle - NAME * 0.6, left + wide + 2, middle + NAME * 0.6];
        if (box[0] < 0 || box[1] < 0 || box[2] > this.#width || box[3] > this.#height || !taken.isFree(box)) continue;
        taken.take(box);
        const name = make("text", { x: round(left), y: round(middle + NAME * 0.36) });
        name.textContent = printable(text);
        names.append(name);
        break;
      }
    }
    return [dots, names];
  }

  #tieName({ a, b, facts }: Tie): string {
    const { model } = this.app;
    return t("mapTie", { a: model.name(a, lang()), b: model.name(b, lang()), n: facts.length });
  }

  #lists(): void {
    const { app, map } = this;
    const places = [...this.#sizes].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    const unknown = map.unknown.filter((n) => app.shown.things[n]);
    const part = (key: Key, items: HTMLElement[]) => (items.length ? [el("h2", {}, `${t(key)} (${items.length})`), el("ul", {}, ...items)] : []);
    fill(
      this.#list,
      places.length + unknown.length ? null : nothing(app),
      ...part("mapPlaces", places.map(([n, size]) => el("li", {}, thingLink(app, n), ` ${size}`))),
      ...part("mapTies", this.#ties.map((tie) => el("li", {}, this.#tie(tie)))),
      ...part("mapUnknown", unknown.map((n) => el("li", {}, thingLink(app, n)))),
    );
  }

  #tie(tie: Tie): HTMLElement {
    const box = el("details", { "data-tie": `${tie.a}-${tie.b}` }, el("summary", {}, bdi(this.#tieName(tie))));
    box.addEventListener("toggle", () => {
      if (box.open && box.childElementCount === 1) box.append(...tie.facts.map((f) => fact(this.app, f)));
    });
    return box;
  }
}
