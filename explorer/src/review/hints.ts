// Letters beside names, so that one is chosen without a mouse: those under the left hand first.

const LETTERS = "asdfgwertcvbqxz";

/** As many hints as are wanted, none the beginning of another: one letter each as long as that is enough. */
export function hints(count: number): string[] {
  let found: string[] = [...LETTERS];
  if (count <= found.length) return found.slice(0, count);
  // A letter that begins two-letter hints is none by itself.
  let open = 0;
  while (found.length - open + open * LETTERS.length < count && open < LETTERS.length) open++;
  const single = found.slice(0, LETTERS.length - open);
  const double = found.slice(LETTERS.length - open).flatMap((first) => [...LETTERS].map((second) => first + second));
  found = [...single, ...double];
  if (found.length >= count) return found.slice(0, count);
  return double.flatMap((start) => [...LETTERS].map((third) => start + third)).slice(0, count);
}

/** What typed letters choose: the number of a hint, those that they begin, or nothing. */
export function chosen(all: readonly string[], typed: string): { exactly: number; possible: number } {
  return { exactly: all.indexOf(typed), possible: all.filter((hint) => hint.startsWith(typed)).length };
}
