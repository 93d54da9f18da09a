import type { Box } from './gray-image.ts';

/** The pixels of a mask that hang together, over corners as well (8-connected). */
export interface Component {
  /** The smallest box that holds them. */
  readonly box: Box;
  /** Indices into the mask, in no particular order. */
  readonly pixels: Int32Array;
}

/** The components of a mask's non-zero pixels, in the order of their first pixels. `mask` is [height, width]. */
export function componentsOf(mask: ArrayLike<number>, width: number, height: number): Component[] {
  if (mask.length !== width * height) throw new RangeError(`${mask.length} pixels are no ${width}x${height} mask.`);
  // Masks are mostly empty: four pixels are looked at in one.
  const left = new Uint8Array(4 * Math.ceil(mask.length / 4));
  if (mask instanceof Uint8Array) left.set(mask);
  else for (let at = 0; at < mask.length; at++) left[at] = mask[at] === 0 ? 0 : 1;
  const words = new Uint32Array(left.buffer);
  let most = 0;
  for (let word = 0; word < words.length; word++) if (words[word] !== 0) most += 4;
  const queue = new Int32Array(most);
  const found: Component[] = [];
  for (let word = 0; word < words.length; word++) {
    if (words[word] === 0) continue;
    for (let at = 4 * word; at < 4 * word + 4; at++) {
      if (left[at] !== 0) found.push(take(left, width, height, at, queue));
    }
  }
  return found;
}

/** Takes the component of a pixel out of `left`; `queue` has room for all of its pixels. */
function take(left: Uint8Array, width: number, height: number, start: number, queue: Int32Array): Component {
  let count = 1;
  queue[0] = start;
  left[start] = 0;
  let [x1, x2, y1, y2] = [width, 0, height, 0];
  for (let next = 0; next < count; next++) {
    const x = queue[next] % width;
    const y = (queue[next] - x) / width;
    if (x < x1) x1 = x;
    if (x >= x2) x2 = x + 1;
    if (y < y1) y1 = y;
    if (y >= y2) y2 = y + 1;
    for (let v = y > 0 ? y - 1 : 0; v <= y + 1 && v < height; v++) {
      for (let u = x > 0 ? x - 1 : 0; u <= x + 1 && u < width; u++) {
        const at = v * width + u;
        if (left[at] === 0) continue;
        left[at] = 0;
        queue[count++] = at;
      }
    }
  }
  return { box: { x1, y1, x2, y2 }, pixels: queue.slice(0, count) };
}
