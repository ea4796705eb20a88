// Lines of text for paper: how wide a text is, where it breaks. All measures are points.
import { FONT } from "../picture/labels";

let context: CanvasRenderingContext2D | null = null;

/** The width of a text; another machine's font may be wider by a little. */
export function widthOf(text: string, size: number): number {
  context ??= document.createElement("canvas").getContext("2d")!;
  context.font = `100px ${FONT}`;
  return (context.measureText(text).width / 100) * size * 1.03;
}

const OPENING = "（《“‘〈「『([{";
const CLOSING = "，。；：、！？）》”’〉」』)]},.;:!?…";

/** Pieces between which a line may break: at spaces and hyphens, and between Chinese characters but not before 、 or after 《. */
function pieces(text: string): string[] {
  const found = text.match(/[^\s\u2e80-\u9fff\uac00-\ud7af\uf900-\uffef-]+(?:-|\s*)|[\s\S]/gu) ?? [];
  const joined: string[] = [];
  for (const piece of found) {
    const last = joined.at(-1);
    if (last !== undefined && (CLOSING.includes(piece[0]) || OPENING.includes(last.at(-1)!))) joined[joined.length - 1] = last + piece;
    else joined.push(piece);
  }
  return joined;
}

/** A text in lines; what exceeds the last one ends in an ellipsis. */
export function wrap(text: string, width: number, size: number, most = Infinity): string[] {
  const lines: string[] = [""];
  const all = pieces(text.replace(/\s+/g, " ").trim()).flatMap((piece) => (widthOf(piece, size) > width ? [...piece] : [piece]));
  for (let at = 0; at < all.length; at++) {
    const line = lines.at(-1)! + all[at];
    if (!lines.at(-1) || widthOf(line.trimEnd(), size) <= width) lines[lines.length - 1] = line;
    else if (lines.length < most) lines.push(all[at].trimStart());
    else {
      const kept = [...lines.at(-1)!.trimEnd()];
      while (kept.length > 1 && widthOf(kept.join("") + "…", size) > width) kept.pop();
      lines[lines.length - 1] = kept.join("") + "…";
      break;
    }
  }
  return lines.map((line) => line.trimEnd());
}

/** A name in lines of about the same length: one character alone in a line looks like a slip. */
export function balanced(text: string, width: number, size: number, most: number): string[] {
  let lines = wrap(text, width, size, most);
  if (lines.length === 1 || lines.at(-1)!.endsWith("…")) return lines;
  const longest = Math.max(...pieces(text).map((piece) => widthOf(piece.trim(), size)), size);
  for (let narrow = width - size; narrow >= longest; narrow -= size / 2) {
    const tried = wrap(text, narrow, size, most);
    if (tried.length > lines.length || tried.at(-1)!.endsWith("…")) break;
    lines = tried;
  }
  return lines;
}
