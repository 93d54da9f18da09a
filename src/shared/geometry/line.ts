/** A vertex in full-frame pixels: whole numbers, the centre of pixel (x, y). */
export interface Vertex {
  readonly x: number;
  readonly y: number;
}

/** Visits the pixels of Bresenham's line as cv::LineIterator steps along it: 8-connected, always from left to right. */
export function traceLine(from: Vertex, to: Vertex, visit: (x: number, y: number) => void): void {
  const [start, end] = to.x < from.x ? [to, from] : [from, to];
  const across = end.x - start.x;
  const down = Math.abs(end.y - start.y);
  const rowStep = end.y < start.y ? -1 : 1;
  const steep = down > across;
  const longer = steep ? down : across;
  const shorter = steep ? across : down;
  let error = longer - 2 * shorter;
  let { x, y } = start;
  for (let i = 0; i <= longer; i++) {
    visit(x, y);
    if (steep || error < 0) y += rowStep;
    if (!steep || error < 0) x++;
    if (error < 0) error += 2 * longer;
    error -= 2 * shorter;
  }
}
