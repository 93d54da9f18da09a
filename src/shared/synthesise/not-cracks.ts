import type { FloatImage } from '../image/gray-image.ts';
import type { Random } from '../random.ts';
import type { Point } from '../schemas/point.ts';
import { moments } from './crack.ts';
import { raggedRing, sink } from './damage.ts';
import { logUniform, wave } from './noise.ts';
import { layStrokes, type Stroke, straight } from './strokes.ts';

type Mark = (image: FloatImage, random: Random) => void;

function place({ width, height }: FloatImage, random: Random): Point {
  return [random.uniform(0, width), random.uniform(0, height)];
}

/** Darker or lighter than the ground, so that it can be seen. */
function toneOn(image: FloatImage, random: Random, dark: number): number {
  const { mean } = moments(image);
  return random.chance(dark) ? mean * random.uniform(0.1, 0.75) : Math.min(255, mean * random.uniform(1.2, 2));
}

/** From beyond one edge to beyond another. */
function through({ width, height }: FloatImage, random: Random, angle = random.uniform(0, Math.PI)): [Point, Point] {
  const [x, y] = [random.uniform(0, width), random.uniform(0, height)];
  const [dx, dy] = [Math.cos(angle) * 2 * width, Math.sin(angle) * 2 * height];
  return [
    [x - dx, y - dy],
    [x + dx, y + dy],
  ];
}

/** A smooth curve of one width. */
function curve(random: Random, start: Point, length: number, width: number, bend: number): Stroke {
  const turning = wave(random);
  let heading = random.uniform(0, 2 * Math.PI);
  let [x, y] = start;
  const points: Point[] = [];
  for (let s = 0; s < length; s += 4) {
    heading += bend * turning(s / 60) * 0.15;
    x += 4 * Math.cos(heading);
    y += 4 * Math.sin(heading);
    points.push([x, y]);
  }
  return { points, widths: points.map(() => width) };
}

/** A seam, a saw cut, the edge of a plate: straight and of one width from edge to edge. */
const seam: Mark = (image, random) => {
  const [from, to] = through(image, random);
  const width = logUniform(random, 0.8, 8);
  layStrokes(
    image,
    [straight(from, to, width)],
    toneOn(image, random, 0.8),
    random.uniform(0.4, 1),
    random.uniform(0.8, 2),
  );
  if (random.chance(0.3)) {
    const light: (p: Point) => Point = ([x, y]) => [x + width * 0.8, y + width * 0.8];
    layStrokes(image, [straight(light(from), light(to), 1.5)], toneOn(image, random, 0), random.uniform(0.2, 0.7));
  }
};

/** Lines that run side by side, or cross. */
const grid: Mark = (image, random) => {
  const [angle, tone, width] = [random.uniform(0, Math.PI), toneOn(image, random, 0.6), logUniform(random, 0.7, 4)];
  const [step, alpha] = [random.uniform(8, 60), random.uniform(0.2, 0.8)];
  const lines: Stroke[] = [];
  for (const turn of random.chance(0.5) ? [0, Math.PI / 2] : [0]) {
    const [dx, dy] = [Math.cos(angle + turn) * image.width, Math.sin(angle + turn) * image.width];
    for (let i = -5; i <= 5; i++) {
      const [cx, cy] = [
        image.width / 2 - (dy * i * step) / image.width,
        image.height / 2 + (dx * i * step) / image.width,
      ];
      lines.push(straight([cx - dx, cy - dy], [cx + dx, cy + dy], width));
    }
  }
  layStrokes(image, lines, tone, alpha);
};

const scratches: Mark = (image, random) => {
  const [lean, dark] = [random.uniform(0, 2 * Math.PI), random.uniform(0, 0.7)];
  for (let i = random.below(10); i >= 0; i--) {
    const [x, y] = place(image, random);
    const angle = lean + random.normal() * 0.25;
    const length = logUniform(random, 10, 150);
    const stroke = straight(
      [x, y],
      [x + length * Math.cos(angle), y + length * Math.sin(angle)],
      logUniform(random, 0.5, 1.8),
    );
    layStrokes(image, [stroke], toneOn(image, random, dark), random.uniform(0.2, 0.8));
  }
};

/** A cable, a hose, a pipe: smooth, of one width, with a light along it and a shadow beside it. */
const cable: Mark = (image, random) => {
  const width = logUniform(random, 2.5, 18);
  const start: Point = [random.uniform(-20, image.width), -10];
  const body = curve(random, start, 600, width, random.uniform(0, 0.6));
  const moved = (by: number, own: number): Stroke => ({
    points: body.points.map(([x, y]): Point => [x + by, y + by * 0.5]),
    widths: body.widths.map(() => own),
  });
  const tone = toneOn(image, random, 0.65);
  if (random.chance(0.6)) layStrokes(image, [moved(width * 0.5, width)], moments(image).mean * 0.5, 0.6, 3);
  layStrokes(image, [body], tone, 1, 1.2);
  if (width > 3) layStrokes(image, [moved(-width * 0.15, width * 0.3)], Math.min(255, tone + 70), 0.6, width * 0.4);
};

/** Hairs, fibres, stalks: thin, smooth, lighter as often as darker. */
const hairs: Mark = (image, random) => {
  for (let i = random.below(5); i >= 0; i--) {
    const stroke = curve(random, place(image, random), logUniform(random, 15, 90), logUniform(random, 0.5, 1.6), 1);
    layStrokes(image, [stroke], toneOn(image, random, 0.35), random.uniform(0.4, 1));
  }
};

/** The edge of another surface: all on one side has another gray. */
const edge: Mark = (image, random) => {
  const angle = random.uniform(0, 2 * Math.PI);
  const [nx, ny] = [Math.cos(angle), Math.sin(angle)];
  const [x0, y0] = place(image, random);
  const [by, soft] = [random.uniform(0.35, 1.8), logUniform(random, 0.8, 6)];
  const { width, data } = image;
  for (let k = 0; k < data.length; k++) {
    const beyond = ((k % width) - x0) * nx + (Math.floor(k / width) - y0) * ny;
    data[k] *= 1 + (by - 1) * Math.min(1, Math.max(0, 0.5 + beyond / soft));
  }
  if (random.chance(0.4)) {
    const line = straight([x0 - ny * 500, y0 + nx * 500], [x0 + ny * 500, y0 - nx * 500], logUniform(random, 1, 6));
    layStrokes(image, [line], toneOn(image, random, 0.8), random.uniform(0.3, 1));
  }
};

/** A painted band, as on roads and floors. */
const band: Mark = (image, random) => {
  const [from, to] = through(image, random);
  const stroke = straight(from, to, random.uniform(10, 70));
  layStrokes(image, [stroke], toneOn(image, random, 0.25), random.uniform(0.3, 0.95), logUniform(random, 1, 5));
};

/** Strokes as of letters and figures. */
const writing: Mark = (image, random) => {
  const [tone, width, height] = [toneOn(image, random, 0.65), logUniform(random, 1, 5), random.uniform(8, 45)];
  const [x0, y0] = place(image, random);
  const lean = random.normal() * 0.3;
  const at = (u: number, v: number): Point => [
    x0 + u * Math.cos(lean) - v * Math.sin(lean),
    y0 + u * Math.sin(lean) + v * Math.cos(lean),
  ];
  const strokes: Stroke[] = [];
  for (let letter = random.below(7); letter >= 0; letter--) {
    for (let part = 1 + random.below(3); part >= 0; part--) {
      const corner = () => at((letter + random.below(2) * 0.7) * height * 0.8, random.below(3) * 0.5 * height);
      const points = [corner(), corner(), ...(random.chance(0.4) ? [corner()] : [])];
      strokes.push({ points, widths: points.map(() => width) });
    }
  }
  layStrokes(image, strokes, tone, 0.9);
};

/** Holes, drops, knots, leaves, droppings: compact things. */
const spots: Mark = (image, random) => {
  const { mean } = moments(image);
  for (let i = random.below(8); i >= 0; i--) {
    const ring = raggedRing(random, place(image, random), logUniform(random, 1.5, 14), random.uniform(0, 0.9));
    const gray = random.chance(0.6) ? mean * random.uniform(0.2, 0.8) : Math.min(250, mean * random.uniform(1.1, 1.7));
    sink(image, ring, random, { gray, rough: random.uniform(0, 25) });
  }
};

const SURFACE: readonly Mark[] = [seam, grid, scratches, edge, band, writing, spots];
const ABOVE: readonly Mark[] = [cable, hairs, spots];

function some(marks: readonly Mark[], image: FloatImage, random: Random, chance: number): void {
  for (let left = 3; left > 0 && random.chance(chance); left--) marks[random.below(marks.length)](image, random);
}

/** What is part of the surface and no crack. */
export function markSurface(image: FloatImage, random: Random): void {
  some(SURFACE, image, random, 0.45);
}

/** What lies on the surface, and on its cracks. */
export function layObjects(image: FloatImage, random: Random): void {
  some(ABOVE, image, random, 0.22);
}
