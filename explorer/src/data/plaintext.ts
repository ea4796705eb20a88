// The blocks and sentences of a plain text that the reader has opened; texts that a page carries were read by Python.
import { BLOCKS, type ReportText } from "../schema";

const [HEADING, PARAGRAPH] = [BLOCKS.indexOf("heading"), BLOCKS.indexOf("paragraph")];
const SENTENCE = /[^。!?！？…]*(?:[。!?！？…]+[”’)》]*|$)/g;
const ENDS = /[。!?！？；;：:…”’)》）]\s*$/;
/** A line that is shorter stands alone. */
const SHORTEST_WRAP = 16;

/** A text by its lines: what begins with # is a heading, a long line without an end of a sentence goes on in the next. */
export function plainText(text: string): ReportText {
  const out: ReportText = { text, kind: [], start: [], end: [], level: [], cells: {}, sentenceStart: [], sentenceEnd: [] };
  let at = 0;
  let goesOn = false;
  for (const [line] of text.matchAll(/[^\r\n\f\u2028\u2029]+|[\r\n\f\u2028\u2029]+/g)) {
    const length = [...line].length;
    const [, marks, gap] = /^(\s*#{1,6}\s+|)(\s*)/.exec(line)!;
    const level = marks.trim().length;
    const start = at + marks.length + gap.length;
    at += length;
    if (!line.trim()) continue;
    if (goesOn && !level) out.end[out.end.length - 1] = at;
    else {
      out.kind.push(level ? HEADING : PARAGRAPH);
      out.level.push(level);
      out.start.push(start);
      out.end.push(at);
    }
    goesOn = !level && length >= SHORTEST_WRAP && !ENDS.test(line);
  }
  const characters = [...text];
  out.start.forEach((start, n) => sentences(characters.slice(start, out.end[n]).join(""), start, out));
  return out;
}

function sentences(block: string, start: number, out: ReportText): void {
  let at = start;
  for (const [sentence] of block.matchAll(SENTENCE)) {
    const end = at + [...sentence].length;
    if (sentence.trim()) {
      out.sentenceStart.push(at + /^\s*/.exec(sentence)![0].length);
      out.sentenceEnd.push(end);
    }
    at = end;
  }
}
