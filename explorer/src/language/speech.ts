// Which language a page is read in, and its texts with their values in place.
import type { Language } from "../data/model";

/** What ends an English word for more than one, by the value that counts. */
const PLURALS: Record<string, string> = { s: "n", ls: "links", figs: "figures" };

let language: Language = "zh";

export function setLanguage(value: Language): void {
  language = value;
}

export function lang(): Language {
  return language;
}

/** The one of two texts that is read. */
export function spoken(zh: string, en: string): string {
  return language === "zh" ? zh : en;
}

/** A text with its values in place; values are plain text. */
export function fill([zh, en]: readonly [zh: string, en: string], values: Record<string, string | number> = {}): string {
  return spoken(zh, en).replace(/\{(\w+)\}/g, (_, name: string) => {
    const counted = PLURALS[name];
    if (counted) return Number(values[counted]) === 1 ? "" : "s";
    const value = values[name] ?? "";
    return typeof value === "number" ? number(value) : value;
  });
}

/** A decimal in digits with separators; the digits stay text, so that none is lost. */
export function number(value: number | string): string {
  const [whole, fraction] = String(value).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction ? `${grouped}.${fraction}` : grouped;
}
