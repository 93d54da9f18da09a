import type { Point } from '../schemas/point.ts';

/** An edge between whole-numbered vertices. */
interface Edge {
  readonly x0: number;
  readonly y0: number;
  readonly top: number;
  readonly bottom: number;
  /** Columns for each row down: a C float, as is all that is computed from it. */
  readonly dx: number;
}

/** Told of the pixels of row `y` from column `from` to column `to`, both included. */
type Visit = (y: number, from: number, to: number) => void;

const { fround } = Math;

/**
 * The pixels of PIL's `ImageDraw.polygon(fill=1, outline=1)`, by which labelme makes masks: even-odd inside and the pixels
 * of the edges, bit for bit as Pillow 11.2 and later draw it (`polygon_generic` in its Draw.c; older ones differ at sharp
 * corners). Only rows from `top` to before `bottom` are visited, some pixels more than once.
 *
 * @param vertices whole pixels, three or more; PIL cuts fractions off
 */
export function visitPilPolygon(vertices: readonly Point[], top: number, bottom: number, visit: Visit): void {
  const edges: Edge[] = [];
  const visitRow = (y: number, from: number, to: number) => {
    if (y >= top && y < bottom && from <= to) visit(y, from, to);
  };
  vertices.forEach(([x0, y0], i) => {
    const [x1, y1] = vertices[(i + 1) % vertices.length];
    const closed = i > 0 && i === vertices.length - 1 && x0 === x1 && y0 === y1;
    if (closed) return;
    if (y0 === y1) visitRow(y0, Math.min(x0, x1), Math.max(x0, x1));
    else edges.push({ x0, y0, top: Math.min(y0, y1), bottom: Math.max(y0, y1), dx: fround((x1 - x0) / (y1 - y0)) });
  });
  const lowest = edges.reduce((most, edge) => Math.max(most, edge.bottom), -Infinity);
  edgesByRow(edges, top, Math.min(bottom, lowest + 1)).forEach((row, k) => {
    const crossings = crossingsOf(row, top + k, lowest).sort((a, b) => a - b);
    for (let i = 1; i < crossings.length; i += 2) {
      visitRow(top + k, roundAway(crossings[i - 1]), roundTowards(crossings[i]));
    }
  });
}

function edgesByRow(edges: readonly Edge[], top: number, bottom: number): Edge[][] {
  const rows = Array.from({ length: Math.max(0, bottom - top) }, (): Edge[] => []);
  for (const edge of edges) {
    const last = Math.min(bottom - 1, edge.bottom);
    for (let y = Math.max(top, edge.top); y <= last; y++) rows[y - top].push(edge);
  }
  return rows;
}

function xAt(edge: Edge, y: number): number {
  return fround(fround((y - edge.y0) * edge.dx) + edge.x0);
}

/** Where edges meet a row. A lower end counts twice, so that the row below it holds a pair, except on the last row. */
function crossingsOf(edges: readonly Edge[], y: number, lowest: number): number[] {
  const crossings: number[] = [];
  edges.forEach((edge, i) => {
    const x = xAt(edge, y);
    if (y === edge.bottom && y < lowest) crossings.push(x, x);
    else if ((y === edge.top || y === edge.bottom) && edge.dx !== 0)
      crossings.push(joined(edge, x, edges.slice(0, i), y));
    else crossings.push(x);
  });
  return crossings;
}

/** At a sharp corner the row is drawn out to where both edges are in the next row, so that the tip is in one piece. */
function joined(edge: Edge, x: number, earlier: readonly Edge[], y: number): number {
  const next = y === edge.bottom ? y - 1 : y + 1;
  const other = earlier.find(
    each =>
      (y === each.top || y === each.bottom) &&
      each.dx !== 0 &&
      roundAway(x) === roundAway(xAt(each, y)) &&
      next >= each.top &&
      next <= each.bottom,
  );
  if (!other) return x;
  const [a, b] = [xAt(edge, next), xAt(other, next)];
  if (x > a + 1 && x > b + 1) return roundAway(Math.max(a, b)) + 1;
  if (x < a - 1 && x < b - 1) return roundAway(Math.min(a, b)) - 1;
  return x;
}

/** C's roundf and PIL's ROUND_UP: halves away from zero. */
function roundAway(value: number): number {
  return Math.sign(value) * Math.round(Math.abs(value));
}

/** PIL's ROUND_DOWN: halves towards zero. */
function roundTowards(value: number): number {
  return Math.sign(value) * Math.ceil(Math.abs(value) - 0.5);
}
