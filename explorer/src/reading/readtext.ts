// A report's text as elements: headings, paragraphs, items and tables, with what is said in it as marks.
import { el } from "../page/dom";
import { lowerBound } from "../data/offsets";
import type { Report } from "../data/report";
import type { Segment } from "../data/said";
import { BLOCKS } from "../schema";

export interface Mark {
  element: HTMLElement;
  segment: Segment;
}

const HEADINGS = ["h2", "h3", "h4", "h5", "h6"] as const;

/** The elements of a text, and its marks in their order; `look` gives the classes of a mark. */
export function textNodes(report: Report, parts: Segment[], look: (said: Segment["said"]) => string): { nodes: HTMLElement[]; marks: Mark[] } {
  const { data } = report;
  const marks: Mark[] = [];
  const nodes: HTMLElement[] = [];
  const levels = [...new Set(data.level.filter((_, n) => BLOCKS[data.kind[n]] === "heading"))].sort((a, b) => a - b);
  let depth = -1;
  let table = null as { number: number; row: number; body: HTMLElement; line: HTMLElement } | null;
  const inline = (n: number) => words(report, parts, data.start[n], data.end[n], look, marks);
  for (let n = 0; n < data.kind.length; n++) {
    const kind = BLOCKS[data.kind[n]];
    if (kind !== "cell") table = null;
    if (kind === "heading") {
      // No level is left out on the way down, whatever the report does.
      depth = Math.min(levels.indexOf(data.level[n]), depth + 1, HEADINGS.length - 1);
      nodes.push(el(HEADINGS[depth], { dir: "auto" }, ...inline(n)));
    } else if (kind === "cell") {
      const [number, row] = data.cells[n];
      if (table?.number !== number) {
        const body = el("tbody");
        table = { number, row: -1, body, line: body };
        nodes.push(el("div", { class: "scroll" }, el("table", {}, body)));
      }
      if (table.row !== row) {
        table.line = el("tr");
        table.row = row;
        table.body.append(table.line);
      }
      table.line.append(el("td", { dir: "auto" }, ...inline(n)));
    } else {
      nodes.push(el("p", { class: kind, dir: "auto" }, ...inline(n)));
    }
  }
  return { nodes, marks };
}

function words(report: Report, parts: Segment[], start: number, end: number, look: (said: Segment["said"]) => string, marks: Mark[]): (Node | string)[] {
  const nodes: (Node | string)[] = [];
  let at = start;
  for (let n = lowerBound(parts, start + 1, (part) => part.end); n < parts.length && parts[n].start < end; n++) {
    const segment = parts[n];
    const [from, to] = [Math.max(at, segment.start), Math.min(end, segment.end)];
    const attributes = { role: "button", tabindex: -1, class: look(segment.said), "data-mark": marks.length, "data-key": `said-${segment.start}` };
    const element = el("mark", attributes, report.words(from, to));
    marks.push({ element, segment });
    nodes.push(report.words(at, from), element);
    at = to;
  }
  nodes.push(report.words(at, end));
  return nodes.filter((node) => node !== "");
}
