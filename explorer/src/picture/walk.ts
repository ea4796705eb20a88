// Dots by keyboard: Shift with an arrow goes to the nearest dot in that direction, and says what it is.
import type Sigma from "sigma";
import type { App } from "../app";
import { factsText } from "../view/counts";
import { byId, el } from "../page/dom";
import type { Shown } from "../view/filter";
import { label, lang } from "../texts";

const DIRECTIONS: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export interface Point {
  x: number;
  y: number;
}

/** The nearest point in a direction, what stands straight ahead first; -1 where there is none. */
export function ahead(from: Point, points: Iterable<readonly [number, Point]>, [dx, dy]: readonly [number, number]): number {
  let [best, least] = [-1, Infinity];
  for (const [n, { x, y }] of points) {
    const along = (x - from.x) * dx + (y - from.y) * dy;
    const aside = Math.abs((x - from.x) * dy) + Math.abs((y - from.y) * dx);
    if (along <= 0 || aside > along * 1.5) continue;
    const far = along + 2 * aside;
    if (far < least) [best, least] = [n, far];
  }
  return best;
}

/** Listens for the keys; a dot that is come to looks and lights its links as one that is pointed at. */
export function walkDots(app: App, sigma: Sigma, shown: () => Shown): void {
  const container = byId("network");
  const said = el("p", { id: "dot-said", role: "status" });
  byId("stage").append(said);
  let at = -1;
  const leave = () => {
    if (at >= 0) tell("leaveNode", at);
    at = -1;
    said.textContent = "";
  };
  // What listens for the pointer asks whether it is a finger: a key is none.
  const tell = (name: "enterNode" | "leaveNode", n: number) => {
    const event = { ...placeOf(sigma, n), sigmaDefaultPrevented: false, preventSigmaDefault: () => undefined, original: new MouseEvent("mousemove") };
    sigma.emit(name, { node: String(n), event, preventSigmaDefault: () => undefined });
  };
  const come = (n: number) => {
    leave();
    at = n;
    bringIn(sigma, n);
    tell("enterNode", n);
    const { model } = app;
    const kind = label(model.picture.classes[model.classesOf(n)[0]]);
    said.textContent = [model.name(n, lang()), kind, factsText(model, app.shown.facts, n)].join(lang() === "zh" ? "，" : ", ");
  };
  const next = (direction: readonly [number, number]): number => {
    const { things } = shown();
    const s = app.state.selection;
    if (at < 0 || !things[at]) return s?.kind === "thing" && things[s.number] ? s.number : bestConnected(app, things);
    const points = [...things.keys()].filter((n) => things[n] && n !== at).map((n) => [n, placeOf(sigma, n)] as const);
    return ahead(placeOf(sigma, at), points, direction);
  };
  const press = (event: KeyboardEvent) => {
    const direction = event.shiftKey ? DIRECTIONS[event.key] : undefined;
    const done = direction !== undefined || (at >= 0 && (event.key === "Enter" || event.key === "Escape"));
    if (!done) return;
    // Without Shift the arrows move the picture.
    event.preventDefault();
    event.stopImmediatePropagation();
    if (direction) {
      const n = next(direction);
      if (n >= 0) come(n);
      return;
    }
    const chosen = at;
    leave();
    if (event.key === "Enter") app.select({ kind: "thing", number: chosen });
  };
  container.addEventListener("keydown", press, { capture: true });
  container.addEventListener("blur", leave);
}

function bestConnected(app: App, things: Uint8Array): number {
  let best = -1;
  for (let n = 0; n < things.length; n++) if (things[n] && (best < 0 || app.model.degree[n] > app.model.degree[best])) best = n;
  return best;
}

function placeOf(sigma: Sigma, n: number): Point {
  return sigma.framedGraphToViewport(sigma.getNodeDisplayData(String(n))!);
}

/** Moves the picture where a dot stands outside of it. */
function bringIn(sigma: Sigma, n: number): void {
  const { x, y } = placeOf(sigma, n);
  const { width, height } = sigma.getDimensions();
  if (x > 0 && y > 0 && x < width && y < height) return;
  const { x: cx, y: cy } = sigma.getNodeDisplayData(String(n))!;
  sigma.getCamera().setState({ x: cx, y: cy });
}
