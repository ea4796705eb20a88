// Colours of the picture; those of the pages themselves are in base.css.

export interface Theme {
  background: string;
  text: string;
  /** Names of what is further off. */
  quiet: string;
  link: string;
  /** Where there are thousands. */
  manyLinks: string;
  dashed: string;
  faded: string;
  fadedLink: string;
  mark: string;
}

const LIGHT: Theme = {
  background: "#fbfbf9",
  text: "#1d2530",
  quiet: "#67717e",
  link: "#c3c9d1",
  manyLinks: "#dde1e6",
  dashed: "#b45309",
  faded: "#e3e6ea",
  fadedLink: "#eceef1",
  mark: "#c2410c",
};
const DARK: Theme = {
  background: "#14181d",
  text: "#eceff3",
  quiet: "#98a3b0",
  link: "#454d58",
  manyLinks: "#2b323a",
  dashed: "#f0a04b",
  faded: "#2a3038",
  fadedLink: "#20252b",
  mark: "#ff8f4d",
};

const query = matchMedia("(prefers-color-scheme: dark)");

export function isDark(): boolean {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : query.matches;
}

export function theme(): Theme {
  return isDark() ? DARK : LIGHT;
}

export function toggleTheme(): void {
  document.documentElement.dataset.theme = isDark() ? "light" : "dark";
}

export function onThemeChange(listener: () => void): void {
  query.addEventListener("change", listener);
}

/** Dark colours of classes are lifted on a dark ground, so that they stand out as much as on a light one. */
export function nodeColour(colour: string): string {
  if (!isDark()) return colour;
  const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  const lifted = parts.map((part) => Math.round(part + (255 - part) * 0.25));
  return `#${lifted.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

export function reducedMotion(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
