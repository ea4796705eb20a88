// Hands the reader a file; nothing leaves the machine.
import { el } from "../page/dom";
import { lang } from "../texts";

export function download(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = el("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A title as a file's name on any system. */
export function safeName(title: string): string {
  const clean = title.replace(/[\\/:*?"<>|\p{C}\u2028\u2029]+/gu, "_").replace(/\s+/g, " ").replace(/^[ ._]+|[ ._]+$/g, "");
  return [...clean].slice(0, 60).join("") || (lang() === "zh" ? "图" : "figure");
}
