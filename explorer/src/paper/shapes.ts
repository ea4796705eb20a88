// Marks for paper: a shape beside each colour, so that a grey print tells groups apart.

type Draw = (x: number, y: number, r: number) => string;

const corners = (count: number, turn: number, grow: number, inner = 0): Draw => (x, y, r) => {
  const points = Array.from({ length: inner ? 2 * count : count }, (_, n) => {
    const angle = (n / (inner ? 2 * count : count)) * 2 * Math.PI + turn;
    const radius = r * grow * (inner && n % 2 ? inner : 1);
    return `${round(x + radius * Math.sin(angle))} ${round(y - radius * Math.cos(angle))}`;
  });
  return `M${points.join("L")}Z`;
};

const cross: Draw = (x, y, r) => {
  const [a, b] = [round(r * 0.42), round(r * 1.1)];
  const p = (dx: number, dy: number) => `${round(x + dx)} ${round(y + dy)}`;
  return `M${[p(-a, -b), p(a, -b), p(a, -a), p(b, -a), p(b, a), p(a, a), p(a, b), p(-a, b), p(-a, a), p(-b, a), p(-b, -a), p(-a, -a)].join("L")}Z`;
};

const circle: Draw = (x, y, r) => `M${round(x - r)} ${round(y)}a${round(r)} ${round(r)} 0 1 0 ${round(2 * r)} 0a${round(r)} ${round(r)} 0 1 0 ${round(-2 * r)} 0Z`;

const SHAPES: Draw[] = [
  circle,
  corners(4, Math.PI / 4, 1.25),
  corners(3, 0, 1.35),
  corners(4, 0, 1.3),
  corners(3, Math.PI, 1.35),
  corners(5, 0, 1.45, 0.45),
  cross,
  corners(6, 0, 1.12),
  corners(4, 0, 1.5, 0.45),
  corners(8, 0, 1.35, 0.7),
];

/** The outline of a group's mark; beyond as many groups as there are shapes, they are drawn hollow. */
export function shape(group: number, x: number, y: number, r: number): string {
  return SHAPES[group % SHAPES.length](x, y, r);
}

export function isHollow(group: number): boolean {
  return group >= SHAPES.length;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
