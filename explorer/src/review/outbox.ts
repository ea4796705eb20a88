// What was decided and not yet taken by the server: kept in the browser until it is, sent in order, never sent past.

/** A request that waits; `key` tells the server when it comes a second time. */
export interface Letter {
  key: string;
  path: string;
  body: Record<string, unknown>;
  /** What a person reads of it where it can't be sent. */
  words: string;
}

export type Answer = { taken: true; body: unknown } | { taken: false; status: number; body: unknown };
/** Where the answer is none of the review's: no server, one that is busy, a login that has ended. */
export class Cut extends Error {
  /** @param status of HTTP, or 0 where nothing answered. */
  constructor(readonly status: number) {
    super(String(status));
  }
}

/** Throws where no server answered. */
export type Post = (letter: Letter) => Promise<Answer>;
export type Store = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

const PREFIX = "skillgraph-review ";
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 15000;

export class Outbox {
  readonly #letters: { letter: Letter; item: string }[] = [];
  #sending = false;
  #wait = FIRST_WAIT;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #number = 0;
  /** The status with which the server did not take the last letter, 0 where nothing answered; null while it takes them. */
  cut: number | null = null;
  /** Whether the browser keeps nothing: what is unsent then goes with the page. */
  isForgetful = false;

  /**
   * @param store where letters wait, also for the page's next visit.
   * @param of whose they are: the folder under review.
   * @param post sends one.
   * @param answered called with each answer, in order.
   * @param changed called when something waits, or does no more.
   */
  constructor(
    readonly store: Store,
    readonly of: string,
    readonly post: Post,
    readonly answered: (letter: Letter, answer: Answer) => void,
    readonly changed: () => void,
  ) {
    const found: { letter: Letter; item: string }[] = [];
    for (let n = 0; n < store.length; n++) {
      const item = store.key(n) ?? "";
      if (!item.startsWith(this.#prefix)) continue;
      const letter = read(store.getItem(item));
      if (letter) found.push({ letter, item });
    }
    found.sort((a, b) => (a.item < b.item ? -1 : 1));
    this.#letters.push(...found);
  }

  get #prefix(): string {
    return `${PREFIX}${this.of} `;
  }

  /** What waits, the first first. */
  get waiting(): readonly Letter[] {
    return this.#letters.map(({ letter }) => letter);
  }

  /** Keeps a letter and sends it as soon as all before it are gone. */
  add(letter: Letter): void {
    // The time first, so that letters of an earlier visit come first; the number parts those of one millisecond.
    const item = `${this.#prefix}${String(Date.now()).padStart(15, "0")} ${String(this.#number++).padStart(6, "0")} ${letter.key}`;
    try {
      this.store.setItem(item, JSON.stringify(letter));
      this.isForgetful = false;
    } catch {
      this.isForgetful = true;
    }
    this.#letters.push({ letter, item });
    this.changed();
    void this.send();
  }

  /** Gives up the first letter, which the server can't take; what it was. */
  drop(): Letter | undefined {
    if (this.#sending) return undefined;
    const first = this.#letters.shift();
    if (first) this.store.removeItem(first.item);
    void this.send();
    return first?.letter;
  }

  /** Sends what waits; called again by itself while the server does not answer. */
  async send(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#sending) return;
    this.#sending = true;
    try {
      while (this.#letters.length) {
        const { letter, item } = this.#letters[0];
        let answer: Answer;
        try {
          answer = await this.post(letter);
        } catch (error) {
          this.cut = error instanceof Cut ? error.status : 0;
          this.#timer = setTimeout(() => void this.send(), this.#wait);
          this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
          this.changed();
          return;
        }
        this.cut = null;
        this.#wait = FIRST_WAIT;
        this.#letters.shift();
        this.store.removeItem(item);
        this.answered(letter, answer);
        this.changed();
      }
    } finally {
      this.#sending = false;
    }
  }
}

function read(text: string | null): Letter | null {
  try {
    const letter = JSON.parse(text ?? "") as Letter;
    return typeof letter.key === "string" && typeof letter.path === "string" && typeof letter.body === "object" ? letter : null;
  } catch {
    return null;
  }
}
