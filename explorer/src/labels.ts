// Names in the picture: text with a rim of the ground's colour, readable over lines, light or dark.
import type { NodeDisplayData } from "sigma/types";
import { theme } from "./theme";

export const FONT = '"Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif';

type Drawn = Pick<NodeDisplayData, "x" | "y" | "size" | "color"> & { label: string | null };
interface Look {
  labelSize: number;
}

export function drawLabel(context: CanvasRenderingContext2D, data: Drawn, settings: Look): void {
  if (!data.label) return;
  const colours = theme();
  const size = settings.labelSize + Math.min(data.size / 4, 4);
  context.font = `${size}px ${FONT}`;
  context.lineJoin = "round";
  context.lineWidth = 3;
  context.strokeStyle = colours.background;
  const [x, y] = [data.x + data.size + 3, data.y + size / 3];
  context.strokeText(data.label, x, y);
  context.fillStyle = colours.text;
  context.fillText(data.label, x, y);
}

export function drawHover(context: CanvasRenderingContext2D, data: Drawn, settings: Look): void {
  const colours = theme();
  context.beginPath();
  context.arc(data.x, data.y, data.size + 3, 0, Math.PI * 2);
  context.fillStyle = colours.mark;
  context.fill();
  context.beginPath();
  context.arc(data.x, data.y, data.size, 0, Math.PI * 2);
  context.fillStyle = data.color;
  context.fill();
  drawLabel(context, data, settings);
}
