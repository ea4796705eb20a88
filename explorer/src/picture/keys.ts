// Moves the picture by the keyboard.
import type { NetworkPicture } from "./picture";

export function moveByKey(event: KeyboardEvent, picture: NetworkPicture): void {
  const camera = picture.sigma.getCamera();
  const step = 0.08 * camera.ratio;
  const moves: Record<string, () => void> = {
    ArrowLeft: () => camera.setState({ x: camera.x - step }),
    ArrowRight: () => camera.setState({ x: camera.x + step }),
    ArrowUp: () => camera.setState({ y: camera.y + step }),
    ArrowDown: () => camera.setState({ y: camera.y - step }),
    "+": () => picture.zoom(1 / 1.4),
    "=": () => picture.zoom(1 / 1.4),
    "-": () => picture.zoom(1.4),
    "0": () => picture.fitShown(),
  };
  const move = event.ctrlKey || event.metaKey || event.altKey ? undefined : moves[event.key];
  if (!move) return;
  event.preventDefault();
  move();
}
