// The picture where there is no WebGL: an SVG of the best connected things, which can be clicked.
import type { Shown } from "../view/filter";
import { looks, type Links } from "./links";
import type { Model } from "../data/model";
import { ACTUAL } from "../schema";
import { svg, type Drawing } from "./svg";

export const MOST_STILL = 1500;

/** A drawing of what is shown, fitted into a window. */
export function fitted(model: Model, links: Links, shown: Shown, width: number, height: number, title: string): Omit<Drawing, "choose"> {
  const things = shown.things.slice();
  if (shown.thingCount > MOST_STILL) {
    const order = model.byWeight([...things.keys()].filter((n) => things[n]));
    for (const n of order.slice(MOST_STILL)) things[n] = 0;
  }
  const { x, y } = model;
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let n = 0; n < model.count; n++) {
    if (!things[n]) continue;
    [left, right] = [Math.min(left, x[n]), Math.max(right, x[n])];
    [top, bottom] = [Math.min(top, y[n]), Math.max(bottom, y[n])];
  }
  const margin = 50;
  const scale = Math.min((width - 2 * margin - 60) / Math.max(right - left, 1), (height - 2 * margin) / Math.max(bottom - top, 1), 2);
  const middle = [(left + right) / 2, (top + bottom) / 2];
  return {
    model,
    links,
    things,
    looks: looks(links, shown.facts, model.picture.facts.modality, ACTUAL),
    width,
    height,
    title,
    place: (n) => ({
      x: width / 2 + (x[n] - middle[0]) * scale,
      y: height / 2 + (y[n] - middle[1]) * scale,
      size: 3 + Math.min(1.4 * Math.sqrt(model.weight[n]), 13),
    }),
  };
}

export class StillPicture {
  constructor(
    readonly model: Model,
    readonly links: Links,
    readonly container: HTMLElement,
    readonly choose: (n: number) => void,
  ) {}

  update(shown: Shown, title: string): void {
    const { clientWidth, clientHeight } = this.container;
    const drawing = fitted(this.model, this.links, shown, clientWidth || 800, clientHeight || 600, title);
    this.container.replaceChildren(svg({ ...drawing, choose: this.choose }));
  }
}
