// A button that is replaced between being pressed and let go is never clicked: what others changed is drawn after that.

/** Milliseconds in which the click follows the pointer's end, as a task of its own. */
const CLICK = 50;

let held = false;
let waiting: (() => void) | null = null;
let end: ReturnType<typeof setTimeout> | undefined;

/** Notes when something is pressed and when it is let go. */
export function watchPresses(): void {
  const press = () => {
    clearTimeout(end);
    held = true;
  };
  const release = () => {
    clearTimeout(end);
    end = setTimeout(() => {
      held = false;
      const draw = waiting;
      waiting = null;
      draw?.();
    }, CLICK);
  };
  addEventListener("pointerdown", press, true);
  addEventListener("pointerup", release, true);
  addEventListener("pointercancel", release, true);
}

/** Draws, once nothing is pressed any more; of several that wait, the last. */
export function unpressed(draw: () => void): void {
  if (held) waiting = draw;
  else draw();
}
