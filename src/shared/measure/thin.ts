import type { Grid } from './grid.ts';

/** The neighbours of a pixel, clockwise from north, as steps in a grid `width` px wide. */
export function neighbourSteps(width: number): number[] {
  return [-width, 1 - width, 1, width + 1, width, width - 1, -1, -width - 1];
}

/**
 * The skeleton of a crack: a new grid in which it is one pixel thin and hangs together as before (8-connected). Parallel
 * thinning by Guo and Hall, "Parallel thinning with two-subiteration algorithms" (CACM 32(3), 1989), then without the pixels
 * at corners that connect nothing. Only pixels whose surroundings changed are looked at again.
 */
export function thin(grid: Grid): Grid {
  const { width } = grid;
  const data = Uint8Array.from(grid.data);
  const steps = neighbourSteps(width);
  const queued = new Uint8Array(data.length);
  let edge: number[] = [];
  for (let at = data.indexOf(1); at >= 0; at = data.indexOf(1, at + 1)) {
    if (codeOf(data, at, width) !== 255) edge.push(at);
  }
  while (edge.length > 0) {
    const gone: number[] = [];
    for (const removable of REMOVABLE) {
      const now = edge.filter(at => data[at] === 1 && removable[codeOf(data, at, width)] === 1);
      for (const at of now) {
        data[at] = 0;
        gone.push(at);
      }
    }
    edge = [];
    for (const at of gone) {
      for (const step of steps) {
        const next = at + step;
        if (data[next] === 0 || queued[next] === 1) continue;
        queued[next] = 1;
        edge.push(next);
      }
    }
    for (const at of edge) queued[at] = 0;
  }
  dropCorners({ ...grid, data });
  return { ...grid, data };
}

/** Takes the pixels off a skeleton, in place, that connect nothing which would not be connected without them. */
export function dropCorners({ data, width }: Grid): void {
  for (let at = data.indexOf(1); at >= 0; at = data.indexOf(1, at + 1)) {
    if (CORNER[codeOf(data, at, width)]) data[at] = 0;
  }
}

/** Which neighbours of a pixel are set: north is bit 0, and on clockwise. */
function codeOf(data: Uint8Array, at: number, width: number): number {
  const [above, below] = [at - width, at + width];
  return (
    data[above] |
    (data[above + 1] << 1) |
    (data[at + 1] << 2) |
    (data[below + 1] << 3) |
    (data[below] << 4) |
    (data[below - 1] << 5) |
    (data[at - 1] << 6) |
    (data[above - 1] << 7)
  );
}

/** Per sub-iteration: whether a pixel goes whose neighbours are the bits of the code, north first, clockwise. */
const REMOVABLE = [0, 1].map(second =>
  Uint8Array.from({ length: 256 }, (_, code) => {
    const [n, ne, e, se, s, sw, w, nw] = bitsOf(code);
    const fewer = Math.min((nw | n) + (ne | e) + (se | s) + (sw | w), (n | ne) + (e | se) + (s | sw) + (w | nw));
    const side = second === 0 ? (s | sw | (nw ^ 1)) & w : (n | ne | (se ^ 1)) & e;
    return Number(parts(code) === 1 && fewer >= 2 && fewer <= 3 && side === 0);
  }),
);

/** Whether a pixel that has two neighbours or more connects nothing that would not be connected without it. */
const CORNER = Uint8Array.from({ length: 256 }, (_, code) =>
  Number(parts(code) === 1 && bitsOf(code).reduce((sum, bit) => sum + bit, 0) > 1),
);

function bitsOf(code: number): number[] {
  return Array.from({ length: 8 }, (_, bit) => (code >> bit) & 1);
}

/** How many 8-connected parts the neighbours have around the pixel. */
function parts(code: number): number {
  const [n, ne, e, se, s, sw, w, nw] = bitsOf(code);
  return ((n ^ 1) & (ne | e)) + ((e ^ 1) & (se | s)) + ((s ^ 1) & (sw | w)) + ((w ^ 1) & (nw | n));
}
