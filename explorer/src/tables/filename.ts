// Names of files.
import { lang } from "../texts";

/** A title as a file's name on any system. */
export function safeName(title: string): string {
  const clean = title.replace(/[\\/:*?"<>|\p{C}\u2028\u2029]+/gu, "_").replace(/\s+/g, " ").replace(/^[ ._]+|[ ._]+$/g, "");
  return [...clean].slice(0, 60).join("") || (lang() === "zh" ? "图" : "figure");
}
