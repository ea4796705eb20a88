// Which keys do what. They are letters alone, so that one hand does it all, and they rest while somebody writes.

export type Action =
  | "accept" | "reject" | "edit" | "undo" | "skip" | "next" | "previous" | "unsure" | "swap" | "predicate" | "subject" | "object"
  | "modality" | "class" | "addName" | "addRelation" | "addFigure" | "bulk" | "order" | "like" | "help" | "cancel" | "relate"
  | "acceptThese" | "rejectThese" | "nextOfThese"; // prettier-ignore

/** The keys of actions, the one that is shown first. */
export const KEYS: Record<Action, readonly string[]> = {
  accept: ["a", "Enter"],
  reject: ["x"],
  skip: ["s"],
  edit: ["e"],
  undo: ["z"],
  next: ["d"],
  previous: ["f"],
  class: ["c"],
  swap: ["v"],
  predicate: ["r"],
  subject: ["q"],
  object: ["w"],
  modality: ["m"],
  unsure: ["u"],
  acceptThese: ["t"],
  rejectThese: ["y"],
  nextOfThese: ["j"],
  addName: ["n"],
  addRelation: ["l"],
  addFigure: ["k"],
  bulk: ["b"],
  like: ["g"],
  order: ["o"],
  relate: ["p"],
  help: ["?", "？"],
  cancel: ["Escape"],
};

const BY_KEY = new Map(Object.entries(KEYS).flatMap(([action, keys]) => keys.map((key) => [key, action as Action] as const)));

export interface Pressed {
  key: string;
  ctrlKey?: boolean;
  altKey?: boolean;
  metaKey?: boolean;
  shiftKey?: boolean;
  isComposing?: boolean;
  keyCode?: number;
}

/** Whether a key is no command: part of writing Chinese, or one of the browser's own. */
export function isForeign(event: Pressed): boolean {
  // 229 is what browsers say of a key that an input method has taken.
  return Boolean(event.isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey || event.metaKey);
}

/** The action of a key, whatever Caps Lock says; nothing where it has none. */
export function actionOf(event: Pressed): Action | undefined {
  if (isForeign(event)) return undefined;
  return BY_KEY.get(/^[A-Z]$/.test(event.key) ? event.key.toLowerCase() : event.key);
}

/** The digit of a key, 1 to 9, or 0. */
export function digitOf(event: Pressed): number {
  return !isForeign(event) && /^[1-9]$/.test(event.key) ? Number(event.key) : 0;
}

/** How an arrow key moves an end of a passage: alone its last, with Shift its first; up and down by words. */
export function moveOf(event: Pressed): { side: "start" | "end"; forward: boolean; step: "character" | "word" } | undefined {
  if (isForeign(event) || !/^Arrow(Left|Right|Up|Down)$/.test(event.key)) return undefined;
  return {
    side: event.shiftKey ? "start" : "end",
    forward: event.key === "ArrowRight" || event.key === "ArrowDown",
    step: event.key === "ArrowUp" || event.key === "ArrowDown" ? "word" : "character",
  };
}
