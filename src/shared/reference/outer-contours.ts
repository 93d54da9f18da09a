import { componentsOf } from '../image/components.ts';
import type { GrayImage } from '../image/gray-image.ts';
import type { Point } from '../schemas/point.ts';

/** The eight neighbours, against the clock from the right as the picture is seen. */
const NEIGHBOURS: readonly Point[] = [
  [1, 0],
  [1, -1],
  [0, -1],
  [-1, -1],
  [-1, 0],
  [-1, 1],
  [0, 1],
  [1, 1],
];

/**
 * cv2.findContours(mask, RETR_EXTERNAL, CHAIN_APPROX_SIMPLE): along the pixels of the outer border of each component, those where the
 * border bends, the lowest component first; what lies in a hole of another is left out (Suzuki and Abe 1985).
 */
export function outerContours(mask: GrayImage): Point[][] {
  const { width, height, data } = mask;
  const components = componentsOf(data, width, height);
  if (components.length === 0) return [];
  const outside = outsideOf(mask);
  const first = components.map(({ pixels }) => pixels[0]);
  return first
    .filter(start => isOutside(outside, start % width, Math.floor(start / width), width))
    .map(start => borderFrom(mask, start % width, Math.floor(start / width)))
    .reverse();
}

/** 1 where there is background that hangs together, by sides, with what lies around the picture: [height + 2, width + 2]. */
function outsideOf({ width, height, data }: GrayImage): Uint8Array {
  const stride = width + 2;
  const open = new Uint8Array(stride * (height + 2)).fill(1);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) if (data[y * width + x] > 0) open[(y + 1) * stride + x + 1] = 0;
  }
  const outside = new Uint8Array(open.length);
  const waiting = [0];
  outside[0] = 1;
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const x = at % stride;
    const around = [at - stride, at + stride, ...(x > 0 ? [at - 1] : []), ...(x < stride - 1 ? [at + 1] : [])];
    for (const next of around) {
      if (open[next] !== 1 || outside[next] === 1) continue;
      outside[next] = 1;
      waiting.push(next);
    }
  }
  return outside;
}

/** Whether the background above the first pixel of a component is outside: it belongs to the component's outer border. */
function isOutside(outside: Uint8Array, x: number, y: number, width: number): boolean {
  return outside[y * (width + 2) + x + 1] === 1;
}

/** From the first pixel of a component, whose left neighbour is background, around it and back. */
function borderFrom({ width, height, data }: GrayImage, startX: number, startY: number): Point[] {
  const isSet = (x: number, y: number) => x >= 0 && y >= 0 && x < width && y < height && data[y * width + x] > 0;
  const leadsTo = (x: number, y: number, way: number) => isSet(x + NEIGHBOURS[way][0], y + NEIGHBOURS[way][1]);
  let way = 4;
  do way = (way + 7) % 8;
  while (!leadsTo(startX, startY, way) && way !== 4);
  if (way === 4) return [[startX, startY]];
  const [lastX, lastY] = [startX + NEIGHBOURS[way][0], startY + NEIGHBOURS[way][1]];
  const border: Point[] = [];
  let before = (way + 4) % 8;
  let [x, y] = [startX, startY];
  for (;;) {
    do way = (way + 1) % 8;
    while (!leadsTo(x, y, way));
    if (way !== before) border.push([x, y]);
    before = way;
    const [nextX, nextY] = [x + NEIGHBOURS[way][0], y + NEIGHBOURS[way][1]];
    if (nextX === startX && nextY === startY && x === lastX && y === lastY) return border;
    [x, y] = [nextX, nextY];
    way = (way + 4) % 8;
  }
}
