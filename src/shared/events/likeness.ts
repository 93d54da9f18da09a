/** Points nearer than this are the same place of a crack, px. */
const NEAR = 8;

/** Points to be asked for neighbours: x and y in turn. */
export class PointSet {
  readonly points: ArrayLike<number>;
  readonly #cells = new Map<number, number[]>();

  constructor(points: ArrayLike<number>) {
    this.points = points;
    for (let i = 0; i < points.length; i += 2) {
      const key = cellOf(points[i], points[i + 1]);
      const cell = this.#cells.get(key);
      if (cell) cell.push(i);
      else this.#cells.set(key, [i]);
    }
  }

  has(x: number, y: number): boolean {
    for (const dy of [-NEAR, 0, NEAR]) {
      for (const dx of [-NEAR, 0, NEAR]) {
        for (const i of this.#cells.get(cellOf(x + dx, y + dy)) ?? []) {
          if (Math.hypot(this.points[i] - x, this.points[i + 1] - y) <= NEAR) return true;
        }
      }
    }
    return false;
  }

  /** The share of other points that lie at these, 0 to 1; 0 of none. */
  shareOf(others: ArrayLike<number>): number {
    let count = 0;
    for (let i = 0; i < others.length; i += 2) if (this.has(others[i], others[i + 1])) count++;
    return others.length === 0 ? 0 : (2 * count) / others.length;
  }
}

function cellOf(x: number, y: number): number {
  return Math.floor(x / NEAR) * 1e6 + Math.floor(y / NEAR);
}
