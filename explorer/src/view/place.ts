// Where the reader has moved the picture, for the address; what the page moves by itself is not taken down.
import type { Camera } from "sigma";
import type { App } from "../app";

/** The address changes when the picture has come to rest. */
const REST = 250;

export class Place {
  #camera: Camera | null = null;
  #at = "";
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isOwn = false;

  constructor(readonly app: App) {}

  follow(camera: Camera): void {
    this.#camera = camera;
    camera.on("updated", () => {
      if (this.#isOwn) return;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.app.place((this.#at = this.#text())), REST);
    });
  }

  /** Whether the address asks for a place that the picture has not yet. */
  get isAsked(): boolean {
    return this.#camera !== null && this.app.state.at !== "" && this.app.state.at !== this.#at;
  }

  restore(): void {
    this.#at = this.app.state.at;
    const [x, y, ratio] = this.#at.split(",").map(Number);
    this.#move(() => this.#camera!.setState({ x, y, ratio: this.#camera!.getBoundedRatio(ratio) }));
  }

  /** The page moves the picture: the reader's own place is over. */
  leave(move: () => void): void {
    this.#at = "";
    this.app.place("");
    this.#move(move);
  }

  #move(move: () => void): void {
    clearTimeout(this.#timer);
    this.#isOwn = true;
    move();
    this.#isOwn = false;
  }

  #text(): string {
    const { x, y, ratio } = this.#camera!;
    return [x, y, ratio].map((value) => Number(value.toPrecision(4))).join(",");
  }
}
