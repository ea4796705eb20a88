// The network, drawn by sigma from positions that were computed when the page was written.
import { hasWebgl } from "./webgl";
import { UndirectedGraph } from "graphology";
import Sigma from "sigma";
import { EdgeArrowProgram, EdgeRectangleProgram, NodeCircleProgram } from "sigma/rendering";
import { DashedEdgeProgram } from "./dashed";
import type { Shown } from "./filter";
import { drawHover, drawLabel, FONT } from "./labels";
import { backbone, DASHED, HIDDEN, Links, looks } from "./links";
import { ACTUAL, type Model } from "./model";
import { shorten } from "./offsets";
import type { State } from "./state";
import { lang } from "./texts";
import { nodeColour, theme } from "./theme";

/** More lines than this are no picture: only those between the best connected things are drawn, until asked. */
export const MOST_LINKS = 40_000;
const MANY_LINKS = 3_000;
const LABEL_LENGTH = 16;

export interface Choose {
  thing(number: number): void;
  pair(a: number, b: number): void;
  nothing(): void;
}

export function canDraw(): boolean {
  return hasWebgl();
}

export class NetworkPicture {
  readonly links: Links;
  readonly sigma: Sigma;
  readonly #graph: UndirectedGraph;
  readonly #looks: Uint8Array;
  readonly #chosenLinks: Uint8Array;
  #things: Uint8Array;
  #marked = new Set<number>();
  #near = new Set<number>();
  #allLinks = false;
  #size: number;

  constructor(
    readonly model: Model,
    container: HTMLElement,
    shown: Shown,
    choose: Choose,
  ) {
    this.links = new Links(model);
    this.#chosenLinks = backbone(model, this.links, MOST_LINKS);
    this.#things = shown.things;
    this.#looks = looks(this.links, shown.facts, model.picture.facts.modality, ACTUAL);
    this.#size = Math.min(1, Math.max(0.35, Math.sqrt(1200 / Math.max(model.count, 1))));
    this.#graph = this.#build();
    const many = this.#graph.size > MANY_LINKS;
    this.sigma = new Sigma(this.#graph, container, {
      allowInvalidContainer: true,
      defaultNodeType: "circle",
      defaultEdgeType: many ? "line" : "arrow",
      nodeProgramClasses: { circle: NodeCircleProgram },
      edgeProgramClasses: { line: EdgeRectangleProgram, arrow: EdgeArrowProgram, dashed: DashedEdgeProgram },
      enableEdgeEvents: !many,
      hideEdgesOnMove: this.#graph.size > 8_000,
      renderEdgeLabels: false,
      labelFont: FONT,
      labelSize: 12,
      labelDensity: 1,
      labelGridCellSize: 110,
      labelRenderedSizeThreshold: many ? 3 : 4,
      stagePadding: 40,
      zIndex: true,
      minCameraRatio: 0.005,
      maxCameraRatio: 3,
      defaultDrawNodeLabel: drawLabel,
      defaultDrawNodeHover: drawHover,
      nodeReducer: (key, data) => this.#drawnNode(Number(key), data),
      edgeReducer: (key, data) => this.#drawnLink(Number(key), data),
    });
    this.#listen(container, choose);
  }

  get drawnLinks(): number {
    return this.#graph.size;
  }

  /** Draws a state. */
  update(state: State, shown: Shown): void {
    this.#things = shown.things;
    this.#looks.set(looks(this.links, shown.facts, this.model.picture.facts.modality, ACTUAL));
    const s = state.selection;
    const marked = s && s.kind !== "fact" && s.kind !== "figure" ? ("other" in s ? [s.number, s.other] : [s.number]) : [];
    this.#marked = new Set(marked);
    this.#near = new Set();
    if (state.allLinks && !this.#allLinks) {
      this.#allLinks = true;
      for (let n = 0; n < this.links.count; n++) this.#addLink(n);
    }
    for (const thing of marked) {
      for (const fact of this.model.factsOf(thing)) {
        const link = this.links.ofFact[fact];
        if (link < 0 || this.#looks[link] === HIDDEN) continue;
        this.#addLink(link);
        this.#near.add(this.model.other(fact, thing));
      }
    }
    this.sigma.refresh();
  }

  /** Marks the things of a path alone. */
  markPath(things: number[]): void {
    this.#marked = new Set(things);
    this.#near = new Set();
    this.sigma.refresh();
  }

  /** Moves the camera so that things stand in the middle; without any, so that all is seen. */
  focus(things: number[]): void {
    const camera = this.sigma.getCamera();
    const places = things.map((n) => this.sigma.getNodeDisplayData(String(n))).filter((d) => d !== undefined);
    if (!places.length) {
      camera.setState({ x: 0.5, y: 0.5, ratio: 1, angle: 0 });
      return;
    }
    const xs = places.map((d) => d.x);
    const ys = places.map((d) => d.y);
    const extent = Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys));
    const near = Math.sqrt(60 / Math.max(this.model.count, 60));
    camera.setState({
      x: (Math.max(...xs) + Math.min(...xs)) / 2,
      y: (Math.max(...ys) + Math.min(...ys)) / 2,
      ratio: Math.min(1, Math.max(extent * 1.6, Math.min(camera.ratio, near))),
    });
  }

  /** Shows the things that are left by the filters as large as they fit. */
  fitShown(): void {
    const things: number[] = [];
    for (let n = 0; n < this.model.count; n++) if (this.#things[n]) things.push(n);
    if (things.length === this.model.count || !things.length) this.focus([]);
    else {
      const camera = this.sigma.getCamera();
      camera.setState({ ratio: 1 });
      this.focus(things);
    }
  }

  isFar(thing: number): boolean {
    const data = this.sigma.getNodeDisplayData(String(thing));
    if (!data) return false;
    const { x, y } = this.sigma.framedGraphToViewport(data);
    const { width, height } = this.sigma.getDimensions();
    return x < 20 || y < 20 || x > width - 20 || y > height - 20;
  }

  #build(): UndirectedGraph {
    const graph = new UndirectedGraph({ multi: false, allowSelfLoops: false });
    const { x, y, cities } = this.model.picture;
    const forced = new Set(cities);
    for (let n = 0; n < this.model.count; n++) {
      // y grows upwards in sigma.
      graph.addNode(n, { x: x[n], y: -y[n], size: this.#nodeSize(n), forceLabel: forced.has(n) });
    }
    for (let n = 0; n < this.links.count; n++) if (this.#chosenLinks[n]) this.#addLink(n, graph);
    return graph;
  }

  #addLink(link: number, graph = this.#graph): void {
    if (graph.hasEdge(String(link))) return;
    graph.addEdgeWithKey(String(link), this.links.from[link], this.links.to[link], { size: 1 });
  }

  #nodeSize(n: number): number {
    return (3 + Math.min(1.6 * Math.sqrt(this.model.degree[n]), 15)) * this.#size;
  }

  #drawnNode(n: number, data: Record<string, unknown>) {
    const isMarked = this.#marked.has(n);
    if (!this.#things[n] && !isMarked) return { ...data, hidden: true };
    const faded = this.#marked.size > 0 && !isMarked && !this.#near.has(n);
    return {
      ...data,
      label: faded ? null : shorten(this.model.name(n, lang()).replace(/\s+/g, " "), LABEL_LENGTH),
      color: faded ? theme().faded : nodeColour(this.model.colour(n)),
      highlighted: isMarked && this.#marked.size <= 2,
      forceLabel: isMarked || (data.forceLabel as boolean) || (this.#near.has(n) && this.#near.size < 60),
      zIndex: isMarked ? 2 : faded ? 0 : 1,
    };
  }

  #drawnLink(link: number, data: Record<string, unknown>) {
    const [from, to] = [this.links.from[link], this.links.to[link]];
    const look = this.#looks[link];
    if (look === HIDDEN) return { ...data, hidden: true };
    const isNear = this.#marked.has(from) || this.#marked.has(to);
    const faded = this.#marked.size > 0 && !isNear;
    const colour = look === DASHED ? theme().dashed : isNear ? theme().mark : theme().link;
    return {
      ...data,
      type: look === DASHED ? "dashed" : this.links.directed[link] ? undefined : "line",
      color: faded ? theme().fadedLink : colour,
      size: look === DASHED ? 2 : isNear ? 1.6 : 1,
      zIndex: isNear ? 1 : 0,
    };
  }

  #listen(container: HTMLElement, choose: Choose): void {
    this.sigma.on("clickNode", ({ node }) => choose.thing(Number(node)));
    this.sigma.on("clickEdge", ({ edge }) => choose.pair(this.links.from[Number(edge)], this.links.to[Number(edge)]));
    this.sigma.on("clickStage", () => choose.nothing());
    for (const [enter, leave] of [["enterNode", "leaveNode"], ["enterEdge", "leaveEdge"]] as const) {
      this.sigma.on(enter, () => container.classList.add("pointing"));
      this.sigma.on(leave, () => container.classList.remove("pointing"));
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

  zoom(factor: number): void {
    const camera = this.sigma.getCamera();
    camera.setState({ ratio: camera.getBoundedRatio(camera.ratio * factor) });
  }
}
