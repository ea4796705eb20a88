// The network, drawn by sigma from positions that were computed when the page was written.
import "./webgl";
import { UndirectedGraph } from "graphology";
import Sigma from "sigma";
import { EdgeRectangleProgram, NodeCircleProgram } from "sigma/rendering";
import { framing, PADDING, range } from "./camera";
import type { Shown } from "./filter";
import { drawHover, drawNames, FONT } from "./labels";
import { backbone, DASHED, HIDDEN, Links, looks } from "./links";
import { Marks } from "./marks";
import type { Model } from "./model";
import { ACTUAL } from "./schema";
import { asLabel } from "./offsets";
import { ArrowProgram, DashedLinkProgram, LinkProgram } from "./programs";
import { canvasOver, drawQuick, fitCanvas } from "./quick";
import type { State } from "./state";
import { lang } from "./texts";
import { nodeColour, theme } from "./theme";

/** More lines than this are no picture: only those between the best connected things are drawn, until asked. */
export const MOST_LINKS = 40_000;
const MANY_LINKS = 3_000;

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
  /** Things in the order in which they are named: cities, then the best connected. */
  readonly #order: number[];
  #scale = 1;
  #sigma: Sigma | null = null;
  #things: Uint8Array;
  #marks = new Marks();
  #allLinks = false;
  #overview = false;

  constructor(
    readonly model: Model,
    readonly container: HTMLElement,
    shown: Shown,
  ) {
    this.links = new Links(model);
    this.#chosenLinks = backbone(model, this.links, MOST_LINKS);
    this.#many = this.links.count > MANY_LINKS;
    this.#things = shown.things;
    this.#looks = looks(this.links, shown.facts, model.picture.facts.modality, ACTUAL);
    const { degree } = model;
    const rest = Uint32Array.from({ length: model.count }, (_, n) => n).sort((a, b) => degree[b] - degree[a] || a - b);
    this.#order = [...model.picture.cities, ...rest];
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
      defaultDrawNodeHover: drawHover,
      nodeReducer: (key, data) => this.#drawnNode(Number(key), data),
      edgeReducer: (key, data) => this.#drawnLink(Number(key), data),
    });
    // The whole picture's bounds, wherever the overview's things stand: one camera for both.
    const [bottom, top] = range(y).map((value) => -value);
    this.#sigma.setCustomBBox({ x: range(x), y: [top, bottom] });
    this.container.append(this.#names.canvas);
    this.#sigma.on("afterRender", () => this.#drawNames());
    this.#drawNames();
    this.#listen(choose);
  }

  get sigma(): Sigma {
    return this.#sigma!;
  }

  /** Takes a state; what has been started draws it. */
  update(state: State, shown: Shown): void {
    this.#things = shown.things;
    this.#rescale();
    this.#looks.set(looks(this.links, shown.facts, this.model.picture.facts.modality, ACTUAL));
    const s = state.selection;
    const marked = s && s.kind !== "fact" && s.kind !== "figure" && s.kind !== "passage" ? ("other" in s ? [s.number, s.other] : [s.number]) : [];
    if (state.allLinks && !this.#allLinks) {
      this.#allLinks = true;
      this.#chosenLinks.fill(1);
      for (let n = 0; n < this.links.count; n++) this.#addLink(n);
    }
    this.#prepareDashes();
    this.#mark(Marks.around(this.model, this.links, this.#looks, marked));
  }

  /** Moves the overview's things to their places in it, or back. */
  arrange(overview: boolean): void {
    const graph = this.#sigma?.getGraph();
    this.model.arrange(overview);
    this.#overview = overview;
    for (const n of graph ? this.model.picture.overview.things : []) graph!.mergeNodeAttributes(String(n), { x: this.model.x[n], y: -this.model.y[n] });
  }

  /** Marks the ends of chains, what lies between, and the links from one to the next. */
  markChains(chains: number[][]): void {
    this.#mark(Marks.along(this.model, this.links, this.#looks, chains));
  }

  #mark(marks: Marks): void {
    this.#marks = marks;
    for (const link of marks.links) this.#addLink(link);
    this.#sigma?.refresh();
  }

  /** Moves the camera so that things stand in the middle; without any, so that all is seen. */
  focus(things: number[]): void {
    const camera = this.sigma.getCamera();
    const places = things.map((n) => this.sigma.getNodeDisplayData(String(n))).filter((d) => d !== undefined);
    camera.setState(framing(places, camera.ratio, this.model.count));
  }

  /** Shows the things that are left by the filters as large as they fit. */
  fitShown(): void {
    const things = [...this.#things.keys()].filter((n) => this.#things[n]);
    this.sigma.getCamera().setState({ ratio: 1 });
    this.focus(things.length === this.model.count ? [] : things);
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

  /** Names over sigma's picture: those of the marked, their neighbours, then as important as there is room. */
  #drawNames(): void {
    const context = fitCanvas(this.#names.canvas, this.container);
    const { sigma } = this;
    const place = (n: number) => {
      const data = this.#things[n] && !this.#marks.fades(n) ? sigma.getNodeDisplayData(String(n)) : undefined;
      if (!data || data.hidden) return null;
      return { ...sigma.framedGraphToViewport(data), size: sigma.scaleSize(data.size) };
    };
    const near = [...this.#marks.near].sort((a, b) => this.model.degree[b] - this.model.degree[a] || a - b);
    const order = this.#marks.things.size ? [...this.#marks.things, ...near] : this.#order;
    drawNames(context, order, place, (n) => this.#label(n));
  }

  #listen(choose: Choose): void {
    const { container, sigma } = this;
    sigma.on("clickNode", ({ node }) => choose.thing(Number(node)));
    sigma.on("clickEdge", ({ edge }) => choose.pair(this.links.from[Number(edge)], this.links.to[Number(edge)]));
    sigma.on("clickStage", () => choose.nothing());
    for (const [enter, leave] of [["enterNode", "leaveNode"], ["enterEdge", "leaveEdge"]] as const) {
      sigma.on(enter, () => container.classList.add("pointing"));
      sigma.on(leave, () => container.classList.remove("pointing"));
    }
    container.addEventListener("keydown", (event) => this.#move(event));
  }

  #move(event: KeyboardEvent): void {
    const camera = this.sigma.getCamera();
    const step = 0.08 * camera.ratio;
    const moves: Record<string, () => void> = {
      ArrowLeft: () => camera.setState({ x: camera.x - step }),
      ArrowRight: () => camera.setState({ x: camera.x + step }),
      ArrowUp: () => camera.setState({ y: camera.y + step }),
      ArrowDown: () => camera.setState({ y: camera.y - step }),
      "+": () => this.zoom(1 / 1.4),
      "=": () => this.zoom(1 / 1.4),
      "-": () => this.zoom(1.4),
      "0": () => this.fitShown(),
    };
    const move = event.ctrlKey || event.metaKey || event.altKey ? undefined : moves[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  }
}
