// A reader's own copy of a report, opened from the disk: held to the report's checksum, kept on this machine.
import type { App } from "../app";
import { el } from "../page/dom";
import type { Model } from "./model";
import { Units } from "./offsets";
import { plainText } from "./plaintext";
import { Report, reportsOf } from "./report";
import { t } from "../texts";

const PLAIN = /\.(txt|text)$/i;
const ENCODINGS = ["utf-8", "gb18030", "utf-16le", "utf-16be"];

/** The reports that passages stand in and whose texts are not at hand. */
export function missing(model: Model): number[] {
  const { copies, spans } = model.details!;
  const known = reportsOf(model);
  return [...new Set(spans.document)].filter((n) => copies[n][0] && !known.has(n)).sort((a, b) => a - b);
}

/** What says that texts are missing, with a button for the reader's own copies; nothing where none is. */
export function copyHint(app: App): HTMLElement | null {
  const wanted = missing(app.model);
  if (!wanted.length) return null;
  const { copies } = app.model.details!;
  const hint = el("div", { class: "hint copy" }, el("p", {}, t("noPassages")));
  const files = wanted.slice(0, 3).map((n) => copies[n][0]).join(", ") + (wanted.length > 3 ? "…" : "");
  if (!wanted.some((n) => PLAIN.test(copies[n][0]))) {
    hint.append(el("p", {}, t("notPlain", { files })));
    return hint;
  }
  const input = el("input", { type: "file", accept: ".txt,.text", multiple: true, hidden: true });
  const said = el("p", { role: "status" });
  input.addEventListener("change", () => void take(app, [...(input.files ?? [])], said));
  hint.append(el("button", { type: "button", "data-key": "open-copy", click: () => input.click() }, t("openCopy")), ` ${t("copyStays", { files })}`, input, said);
  return hint;
}

async function take(app: App, files: File[], said: HTMLElement): Promise<void> {
  const wanted = missing(app.model);
  const refused: string[] = [];
  for (const file of files) {
    const found = await opened(app.model, wanted, new Uint8Array(await file.arrayBuffer()));
    if (found) reportsOf(app.model).set(found.source, new Report(plainText(found.text)));
    else refused.push(file.name);
  }
  if (refused.length) said.textContent = t("otherCopy", { files: refused.join(", ") });
  else app.set({}, { replace: true });
}

/** The report that a file is a copy of, as `skillgraph` would read it: perhaps with other line ends or encoding. */
export async function opened(model: Model, wanted: number[], bytes: Uint8Array): Promise<{ source: number; text: string } | null> {
  const { copies } = model.details!;
  for (const text of readings(bytes)) {
    const checksum = await sha256(text);
    const length = new Units(text).length;
    // Where a browser has no checksums for a page from a disk, the length in characters must do.
    const source = wanted.find((n) => (checksum ? copies[n][1] === checksum : copies[n][2] === length));
    if (source !== undefined) return { source, text };
  }
  return null;
}

/** What the bytes may say: in each encoding, with a byte order mark or without, with either kind of line ends. */
function* readings(bytes: Uint8Array): Generator<string> {
  for (const encoding of ENCODINGS) {
    let text: string;
    try {
      text = new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      continue;
    }
    for (const one of new Set([text, text.replace(/^\ufeff/, "")])) {
      const lines = one.replace(/\r\n/g, "\n");
      yield* new Set([one, lines, lines.replace(/\n/g, "\r\n")]);
    }
  }
}

async function sha256(text: string): Promise<string> {
  if (!globalThis.crypto?.subtle) return "";
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
