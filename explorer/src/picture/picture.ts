// The network, drawn by sigma from positions that were computed when the page was written.
import "./webgl";
import { UndirectedGraph } from "graphology";
import Sigma from "sigma";
import { EdgeRectangleProgram, NodeCircleProgram } from "sigma/rendering";
import { centring, framing, PADDING, range, type Steps } from "./camera";
import type { Shown } from "../view/filter";
import type { Box } from "./grid";
import { drawHover, drawNames, FONT, type Spot } from "./labels";
import { backbone, fewLinks, DASHED, HIDDEN, Links, looks } from "./links";
import { moveByKey } from "./keys";
import { drawLit } from "./lit";
import { Marks } from "./marks";
import type { Model, Places } from "../data/model";
import { ACTUAL, TEXT } from "../schema";
import { asLabel } from "../data/offsets";
import { Pointer } from "./pointer";
import { ArrowProgram, DashedLinkProgram, LinkProgram } from "./programs";
import { canvasOver, drawQuick, fitCanvas } from "./quick";
import type { State } from "../view/state";
import { lang } from "../texts";
import { nodeColour, reducedMotion, theme } from "../page/theme";
import { drawWords, wordsOf, type Word } from "./words";

/** More lines than this are no picture: only those between the best connected things are drawn, until asked. */
export const MOST_LINKS = 40_000;
const MANY_LINKS = 3_000;
/** So many things between two others are named wherever they stand, and so many links of a small view say what they are. */
const FEW = 24;
/** So few links have their words beside them where they are too short. */
const ALWAYS_WRITTEN = 3;

export interface Choose {
  thing(number: number): void;
  pair(a: number, b: number): void;
  nothing(): void;
}

export class NetworkPicture {
  readonly links: Links;
  readonly #chosenLinks: Uint8Array;
  readonly #looks: Uint8Array;
  readonly #many: boolean;
  readonly #names: CanvasRenderingContext2D;
  readonly #byDegree: Uint32Array;
  /** Things in the order in which they are named: the first, then what the reader opened, then the best connected. */
  #order: number[] = [];
  #scale = 1;
  #sigma: Sigma | null = null;
  #things: Uint8Array;
  #facts: Uint8Array;
  #marks = new Marks();
  /** What is lit for as long as the pointer is on it. */
  #pointed: Marks | null = null;
  #dragged: ({ thing: number } & Omit<Spot, "size">) | null = null;
  #words = new Map<number, Word[]>();
  /** All that is drawn, where that is little. */
  #fewLinks: number[] = [];
  #covered: Box[] = [];
  #allLinks = false;
  #overview = false;

  constructor(readonly model: Model, readonly container: HTMLElement, shown: Shown) {
    this.links = new Links(model);
    this.#chosenLinks = backbone(model, this.links, MOST_LINKS);
    this.#many = this.links.count > MANY_LINKS;
    this.#things = shown.things;
    this.#facts = shown.facts;
    this.#looks = looks(this.links, shown.facts, model.picture.facts.modality, ACTUAL);
    const { degree } = model;
    this.#byDegree = Uint32Array.from({ length: model.count }, (_, n) => n).sort((a, b) => degree[b] - degree[a] || a - b);
    this.#inOrder([]);
    this.#names = canvasOver(container, "names");
    this.#rescale();
  }

  /** Small dots where there are many, and in a small window. */
  #rescale(): void {
    const count = this.#things.reduce((sum, shown) => sum + shown, 0);
    const room = (this.container.clientWidth * this.container.clientHeight) / (1000 * 800) || 1;
    this.#scale = Math.min(1, Math.max(0.3, Math.sqrt((1200 * room) / Math.max(count, 1200 * room, 1))), Math.max(0.45, Math.sqrt(room)));
  }

  /** The first view, without WebGL. */
  drawQuick(): void {
    drawQuick(this.#names, this.container.clientWidth, this.container.clientHeight, {
      model: this.model,
      links: this.links,
      chosen: this.#chosenLinks,
      looks: this.#looks,
      things: this.#things,
      size: (n) => this.#nodeSize(n),
      colour: this.#many ? theme().manyLinks : theme().link,
      order: this.#order,
      name: (n) => this.#label(n),
      always: this.model.first.length,
    });
  }

  /** The picture that moves; throws where there is no WebGL. */
  start(choose: Choose): void {
    const graph = this.#build();
    const { x, y } = this.model.picture;
    this.#sigma = new Sigma(graph, this.container, {
      allowInvalidContainer: true,
      defaultNodeType: "circle",
      defaultEdgeType: "line",
      nodeProgramClasses: { circle: NodeCircleProgram },
      // What isn't drawn at first is not compiled at first: that takes longer than all the rest.
      edgeProgramClasses: {
        ...(this.#many ? { line: EdgeRectangleProgram } : { line: LinkProgram, arrow: ArrowProgram }),
        ...(this.#looks.includes(DASHED) ? { dashed: DashedLinkProgram } : {}),
      },
      enableEdgeEvents: !this.#many,
      hideEdgesOnMove: graph.size > 8_000,
      renderLabels: false,
      labelFont: FONT,
      stagePadding: PADDING,
      zIndex: true,
      minCameraRatio: 0.005,
      maxCameraRatio: 3,
      enableCameraRotation: false,
      // Coming nearer makes room: dots grow to the size that few have, and no more.
      zoomToSizeRatioFunction: (zoom) => Math.max(Math.sqrt(zoom), Math.min(this.#scale, 1)),
      // sigma has no way to switch its movements off; a millisecond is none.
      ...(reducedMotion() ? { zoomDuration: 1, doubleClickZoomingDuration: 1, inertiaDuration: 1, inertiaRatio: 0 } : {}),
      defaultDrawNodeHover: drawHover,
      nodeReducer: (key, data) => this.#drawnNode(Number(key), data),
      edgeReducer: (key, data) => this.#drawnLink(Number(key), data),
    });
    // The whole picture's bounds, wherever the overview's things stand: one camera for both.
    const [bottom, top] = range(y).map((value) => -value);
    this.#sigma.setCustomBBox({ x: range(x), y: [top, bottom] });
    this.container.append(this.#names.canvas);
    this.#sigma.on("afterRender", () => this.#drawOver());
    this.#drawOver();
    this.#listen(choose);
  }

  get sigma(): Sigma {
    return this.#sigma!;
  }

  /** Takes a state; what has been started draws it. */
  update(state: State, shown: Shown): void {
    this.#things = shown.things;
    this.#facts = shown.facts;
    this.#pointed = null;
    this.#words.clear();
    this.#covered = coveredBy(this.container);
    this.#rescale();
    this.#looks.set(looks(this.links, shown.facts, this.model.picture.facts.modality, ACTUAL));
    if (state.allLinks && !this.#allLinks) {
      this.#allLinks = true;
      this.#chosenLinks.fill(1);
      for (let n = 0; n < this.links.count; n++) this.#addLink(n);
    }
    this.#fewLinks = fewLinks(this.links, this.#looks, this.#things, FEW);
    this.#inOrder([...state.expanded]);
    this.#prepareDashes();
    this.#mark(this.#marksOf(state));
  }

  #inOrder(opened: number[]): void {
    const { things, near } = Marks.around(this.model, this.links, this.#looks, opened);
    this.#order = [...new Set([...this.model.first, ...things, ...near, ...this.#byDegree])];
  }

  /** What stands out; in the surroundings of a thing nothing is faded, but what is further off is quiet. */
  #marksOf(state: State): Marks {
    const s = state.selection;
    const { subject, object } = this.model.picture.facts;
    if (s?.kind === "pair") return this.#along([[s.number, s.other]]);
    if (s?.kind === "fact" && object[s.number] !== TEXT) return this.#along([[subject[s.number], object[s.number]]]);
    if (s?.kind !== "thing") return new Marks();
    const marks = Marks.around(this.model, this.links, this.#looks, [s.number]);
    marks.fading = state.steps === 0;
    return marks;
  }

  #along(chains: number[][]): Marks {
    return Marks.along(this.model, this.links, this.#looks, chains);
  }

  /** Moves things to their places in the overview or in a view of few, and others back. */
  arrange(places: Places, overview: boolean): void {
    const graph = this.#sigma?.getGraph();
    this.#overview = overview;
    for (const n of this.model.arrange(places)) graph?.mergeNodeAttributes(String(n), { x: this.model.x[n], y: -this.model.y[n] });
  }

  /** Marks the ends of chains, what lies between, and the links from one to the next. */
  markChains(chains: number[][]): void {
    this.#mark(this.#along(chains));
  }

  #mark(marks: Marks): void {
    this.#marks = marks;
    for (const link of marks.links) this.#addLink(link);
    this.#sigma?.refresh();
  }

  /** Moves the camera so that things stand in the middle; without any, so that all is seen. */
  focus(things: number[], around?: number): void {
    const camera = this.sigma.getCamera();
    camera.setState(framing(this.#framed(things), camera.ratio, this.model.count, this.#steps(), around));
  }

  /** Moves the camera so that a thing stands in the middle of most of what it is linked to. */
  centre(thing: number): void {
    const [place] = this.#framed([thing]);
    const others = this.#framed([...this.#marks.near]);
    if (place) this.sigma.getCamera().setState(centring(place, others, this.model.count, this.#steps()));
  }

  #framed(things: number[]): { x: number; y: number }[] {
    const places = things.map((n) => this.sigma.getNodeDisplayData(String(n)));
    return places.filter((data) => data !== undefined && !data.hidden) as { x: number; y: number }[];
  }

  /** The shares of a step, with room for names beside the outermost things. */
  #steps(): Steps {
    const { sigma } = this;
    const { width, height } = sigma.getDimensions();
    const { ratio } = sigma.getCamera();
    const [from, to] = [{ x: 0, y: 0 }, { x: 1, y: 1 }].map((place) => sigma.framedGraphToViewport(place));
    const room = (all: number, margin: number) => all - 2 * Math.min(margin, all / 5);
    return { x: (Math.abs(to.x - from.x) * ratio) / room(width, 110), y: (Math.abs(to.y - from.y) * ratio) / room(height, 60) };
  }

  /** Shows the things that are left by the filters as large as they fit. */
  fitShown(): void {
    const things = [...this.#things.keys()].filter((n) => this.#things[n]);
    this.sigma.getCamera().setState({ ratio: 1 });
    // Where only a few are shown, there is no crowd to keep in sight.
    this.focus(things.length === this.model.count ? [] : things, Math.min(things.length, FEW));
  }

  zoom(factor: number): void {
    const camera = this.sigma.getCamera();
    camera.setState({ ratio: camera.getBoundedRatio(camera.ratio * factor) });
  }

  #build(): UndirectedGraph {
    const graph = new UndirectedGraph({ multi: false, allowSelfLoops: false });
    const { x, y } = this.model;
    for (let n = 0; n < this.model.count; n++) {
      // y grows upwards in sigma.
      graph.addNode(n, { x: x[n], y: -y[n], size: this.#nodeSize(n) });
    }
    for (let n = 0; n < this.links.count; n++) if (this.#chosenLinks[n]) this.#addLink(n, graph);
    return graph;
  }

  #addLink(link: number, graph = this.#sigma?.getGraph()): void {
    if (!graph) this.#chosenLinks[link] = 1;
    if (!graph || graph.hasEdge(String(link))) return;
    graph.addEdgeWithKey(String(link), this.links.from[link], this.links.to[link], { size: 1 });
  }

  #prepareDashes(): void {
    const programs = this.#sigma?.getSetting("edgeProgramClasses");
    if (!programs || programs.dashed || !this.#looks.includes(DASHED)) return;
    this.sigma.setSetting("edgeProgramClasses", { ...programs, dashed: DashedLinkProgram });
  }

  #nodeSize(n: number): number {
    return (3 + Math.min(1.6 * Math.sqrt(this.model.weight[n]), 15)) * this.#scale;
  }

  #label(n: number): string {
    return asLabel(this.model.name(n, lang()));
  }

  #drawnNode(n: number, data: Record<string, unknown>) {
    const isMarked = this.#marks.things.has(n);
    if (!this.#things[n] && !isMarked && (this.#overview || !this.#marks.near.has(n))) return { ...data, hidden: true };
    const faded = this.#marks.fades(n);
    return {
      ...data,
      label: this.#label(n),
      size: this.#nodeSize(n),
      color: faded ? theme().faded : nodeColour(this.model.colour(n)),
      highlighted: isMarked && this.#marks.things.size <= 2,
      zIndex: isMarked ? 2 : faded ? 0 : 1,
    };
  }

  #drawnLink(link: number, data: Record<string, unknown>) {
    const look = this.#looks[link];
    if (look === HIDDEN) return { ...data, hidden: true };
    const isNear = this.#marks.links.has(link);
    const faded = this.#marks.fadesLink(link);
    const plain = this.#many ? theme().manyLinks : theme().link;
    const colour = look === DASHED ? theme().dashed : isNear ? theme().mark : plain;
    return {
      ...data,
      type: look === DASHED ? "dashed" : this.links.directed[link] && !this.#many ? "arrow" : "line",
      color: faded ? theme().fadedLink : colour,
      // Lines grow with the dots when the reader comes nearer, from a width that suits the dots.
      size: (look === DASHED ? 2 : isNear ? 1.6 : 1) * this.#scale,
      zIndex: isNear ? 1 : 0,
    };
  }

  /** Names and words over sigma's picture, and what the pointer is on. */
  #drawOver(): void {
    const context = fitCanvas(this.#names.canvas, this.container);
    const { sigma, model, links } = this;
    const marks = this.#pointed ?? this.#marks;
    const place = (n: number): Spot | null => {
      const data = this.#things[n] || marks.isLit(n) ? sigma.getNodeDisplayData(String(n)) : undefined;
      if (!data || data.hidden) return null;
      const size = sigma.scaleSize(data.size);
      return this.#dragged?.thing === n ? { ...this.#dragged, size } : { ...sigma.framedGraphToViewport(data), size };
    };
    if (this.#pointed) drawLit(context, { model, links, looks: this.#looks, marks, place });
    const near = [...marks.near].sort((a, b) => model.degree[b] - model.degree[a] || a - b);
    const lit = [...marks.things, ...near];
    const fading = marks.things.size > 0 && marks.fading;
    const taken = drawNames(context, {
      order: fading ? lit : [...lit, ...this.#order.filter((n) => !marks.isLit(n))],
      always: !marks.things.size ? model.first.length : near.length > FEW ? marks.things.size : lit.length,
      place,
      name: (n) => this.#label(n),
      dots: fading ? lit : this.#order,
      covered: this.#covered,
      quiet: (n) => marks.things.size > 0 && !marks.isLit(n),
    });
    const told = marks.things.size ? marks.links : this.#fewLinks;
    drawWords(context, taken, this.#said(told, place), marks.things.size ? theme().mark : theme().quiet, marks.links.size <= ALWAYS_WRITTEN);
  }

  /** Links with their ends in the window and what they say. */
  *#said(told: Iterable<number>, place: (n: number) => Spot | null): Generator<{ a: Spot; b: Spot; words: Word[] }> {
    for (const link of told) {
      const [a, b] = [place(this.links.from[link]), place(this.links.to[link])];
      if (!a || !b) continue;
      let words = this.#words.get(link);
      if (!words) this.#words.set(link, (words = wordsOf(this.model, this.links, this.#facts, link)));
      yield { a, b, words };
    }
  }

  #point(marks: Marks | null): void {
    this.#pointed = marks;
    this.#dragged = null;
    this.#drawOver();
  }

  /** A dot follows the pointer with its links; the rest of the picture waits until it is dropped. */
  #drag(thing: number, x: number, y: number): void {
    if (!this.#dragged) this.#pointed = this.#around(thing);
    this.#dragged = { thing, x, y };
    this.#drawOver();
  }

  #drop(thing: number, x: number, y: number): void {
    const { sigma } = this;
    const at = sigma.viewportToGraph({ x, y });
    this.model.move(thing, at.x, -at.y);
    this.#pointed = this.#dragged = null;
    sigma.getGraph().mergeNodeAttributes(String(thing), at);
  }

  #around(thing: number): Marks {
    return Marks.around(this.model, this.links, this.#looks, [thing]);
  }

  #listen(choose: Choose): void {
    const { container, sigma } = this;
    const pointer = new Pointer(sigma, {
      thing: (n) => this.#point(this.#around(n)),
      link: (n) => this.#point(this.#along([[this.links.from[n], this.links.to[n]]])),
      nothing: () => this.#point(null),
      drag: (n, x, y) => this.#drag(n, x, y),
      drop: (n, x, y) => this.#drop(n, x, y),
    });
    const unlessDragged = (choice: () => void) => {
      if (!pointer.wasDragged) choice();
    };
    sigma.on("clickNode", ({ node }) => unlessDragged(() => choose.thing(Number(node))));
    sigma.on("clickEdge", ({ edge }) => unlessDragged(() => choose.pair(this.links.from[Number(edge)], this.links.to[Number(edge)])));
    sigma.on("clickStage", () => unlessDragged(() => choose.nothing()));
    for (const [enter, leave] of [["enterNode", "leaveNode"], ["enterEdge", "leaveEdge"]] as const) {
      sigma.on(enter, () => container.classList.add("pointing"));
      sigma.on(leave, () => container.classList.remove("pointing"));
    }
    container.addEventListener("keydown", (event) => moveByKey(event, this));
  }
}

/** What stands over a picture, in its own pixels. */
function coveredBy(container: HTMLElement): Box[] {
  const { left, top } = container.getBoundingClientRect();
  const others = [...(container.parentElement?.children ?? [])].filter((other) => other !== container);
  const boxes = others.map((other) => other.getBoundingClientRect()).filter((box) => box.width > 0);
  return boxes.map((box) => [box.left - left, box.top - top, box.right - left, box.bottom - top]);
}
