// The language in which a page opens.
import type { Language } from "../data/model";

/** That of the file; where a server was told of none, the first of the reader's own that there is. */
export function openingLanguage(): Language {
  const page = document.documentElement;
  const language: Language = page.lang === "en" ? "en" : "zh";
  if (!("followsBrowser" in page.dataset)) return language;
  const wished = navigator.languages.map((one) => one.toLowerCase().split("-")[0]);
  const first = wished.find((one): one is Language => one === "zh" || one === "en") ?? language;
  page.lang = first;
  return first;
}
