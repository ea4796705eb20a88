// A list of controls as one stop of the Tab key; within it the arrow keys move, so that a list of seventy is no wall.

const active = new Map<string, string>();

/** Makes the controls of a list one stop: arrows up and down go from line to line, right and left along a line. */
export function roving(list: HTMLElement, name: string, lines: readonly (readonly HTMLElement[])[]): void {
  const controls = lines.flat();
  const stop = (control: HTMLElement): void => {
    for (const other of controls) other.tabIndex = other === control ? 0 : -1;
    active.set(name, control.dataset.key!);
  };
  const kept = controls.find((control) => control.dataset.key === active.get(name)) ?? controls[0];
  if (!kept) return;
  for (const control of controls) {
    control.tabIndex = control === kept ? 0 : -1;
    control.addEventListener("focus", () => stop(control));
  }
  list.addEventListener("keydown", (event) => {
    const line = lines.findIndex((row) => row.includes(event.target as HTMLElement));
    const next = line < 0 ? undefined : target(lines, line, lines[line].indexOf(event.target as HTMLElement), event.key);
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
}

function target(lines: readonly (readonly HTMLElement[])[], line: number, column: number, key: string): HTMLElement | undefined {
  switch (key) {
    case "ArrowDown":
      return lines[line + 1]?.[column];
    case "ArrowUp":
      return lines[line - 1]?.[column];
    case "ArrowRight":
      return lines[line][column + 1];
    case "ArrowLeft":
      return lines[line][column - 1];
    case "Home":
      return lines[0][column];
    case "End":
      return lines.at(-1)![column];
  }
  return undefined;
}
