import type { GrayImage } from '../../../../shared/image/gray-image.ts';
import { type Corner, ringFrom, STEPS, type TracedRing } from './traced-ring.ts';

/** A closed way round, with the component on its right hand. */
interface Contour {
  readonly start: Corner;
  readonly isHole: boolean;
  /** The uppermost of its leftmost corners that a way down starts from. */
  readonly hinge: Corner;
}

/** A mask on which ways are traced. */
interface Ground {
  readonly width: number;
  /** Of no pixel outside the mask. */
  isSet(x: number, y: number): boolean;
  /** The ends of the ways up, by the index of the pixel on their right hand; bridges may come between the two. */
  readonly upwards: Map<number, { from: Corner; to: Corner }>;
  /** The pixels whose upper edge has been walked along. */
  readonly walked: Uint8Array;
}

const [EAST, SOUTH, NORTH] = [0, 1, 3];

/**
 * The 8-connected components of a mask's non-zero pixels, each as one ring along the edges of its pixels: a slanted line one
 * pixel wide is one component. To each hole a bridge without width leads along a row of pixel edges, there and back. Filled
 * by pixel centres, even-odd, the rings give the mask again.
 *
 * @param inset px that all edges are moved into the component, less than half a pixel. With one, vertices lie within the
 * outermost pixels, so that a rule which cuts off fractions and draws the border, too, as OpenCV, gives the mask again as well.
 */
export function traceEdges({ width, height, data }: GrayImage, inset = 0): TracedRing[] {
  const isSet = (x: number, y: number) => x >= 0 && y >= 0 && x < width && y < height && data[y * width + x] > 0;
  const ground: Ground = { width, isSet, upwards: new Map(), walked: new Uint8Array(data.length) };
  const contours: Contour[] = [];
  for (let i = 0; i < data.length; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    if (data[i] > 0 && !ground.walked[i] && !isSet(x, y - 1)) contours.push(walkAround(ground, x, y));
  }
  // From left to right: what a bridge comes upon has a bridge of its own already, or is the outer contour.
  const holes = contours.filter(({ isHole }) => isHole).sort((a, b) => a.hinge.x - b.hinge.x);
  for (const { hinge } of holes) bridge(ground, hinge);
  return contours.filter(({ isHole }) => !isHole).map(({ start }) => ringFrom(start, ground.isSet, inset));
}

/** Starts eastwards along the upper edge of pixel (x, y). */
function walkAround(ground: Ground, startX: number, startY: number): Contour {
  const start = cornerAt(startX, startY);
  let [corner, direction, area] = [start, EAST, 0];
  let hinge: Corner | undefined;
  do {
    const { x, y } = corner;
    const [dx, dy] = STEPS[direction];
    const ahead = turned(ground, x + dx, y + dy, direction);
    const isRound = x + dx === startX && y + dy === startY && ahead === EAST;
    corner.next = isRound ? start : cornerAt(x + dx, y + dy);
    if (direction === EAST) ground.walked[y * ground.width + x] = 1;
    if (direction === NORTH) ground.upwards.set((y - 1) * ground.width + x, { from: corner, to: corner.next });
    if (direction === SOUTH && (!hinge || x < hinge.x || (x === hinge.x && y < hinge.y))) hinge = corner;
    area += x * dy - y * dx;
    direction = ahead;
    corner = corner.next;
  } while (corner !== start);
  return { start, isHole: area < 0, hinge: hinge ?? start };
}

function cornerAt(x: number, y: number, leavesHole = false): Corner {
  const corner = { x, y, leavesHole } as Corner;
  corner.next = corner;
  return corner;
}

/** Where it goes on at a corner: left when that pixel ahead is set, which joins pixels that touch at the corner. */
function turned({ isSet }: Ground, x: number, y: number, direction: number): number {
  // The four pixels at a corner, from the one on the left hand of the way north, clockwise.
  const around = (k: number) => [isSet(x - 1, y - 1), isSet(x, y - 1), isSet(x, y), isSet(x - 1, y)][k % 4];
  if (around(direction + 1)) return (direction + 3) % 4;
  return around(direction + 2) ? direction : (direction + 1) % 4;
}

/** Leads from a hole's hinge to the left until there is another contour, which may touch the hinge, and takes the hole into it. */
function bridge({ isSet, upwards, width }: Ground, hinge: Corner): void {
  const { y } = hinge;
  let { x } = hinge;
  while (isSet(x - 1, y - 1) && isSet(x - 1, y)) x--;
  const way = isSet(x - 1, y) ? upwards.get((y - 1) * width + x)?.from : upwards.get(y * width + x)?.to;
  if (!way) throw new Error(`no contour at ${x}, ${y}`);
  const back = cornerAt(x, y, true);
  const entry = cornerAt(hinge.x, y);
  back.next = way.next;
  entry.next = hinge.next;
  hinge.next = back;
  way.next = entry;
}
