/** Points nearer than this are the same place of a crack, px. */
const NEAR = 8;

/** Points to be asked for neighbours: x and y in turn; `near`: how far these may be, px. */
export class PointSet {
  readonly points: ArrayLike<number>;
  readonly #near: number;
  readonly #cells = new Map<number, number[]>();

  constructor(points: ArrayLike<number>, near = NEAR) {
    this.points = points;
    this.#near = near;
    for (let i = 0; i < points.length; i += 2) {
      const key = this.#cellOf(points[i], points[i + 1]);
      const cell = this.#cells.get(key);
      if (cell) cell.push(i);
      else this.#cells.set(key, [i]);
    }
  }

  has(x: number, y: number): boolean {
    return this.#around(x, y, () => true) >= 0;
  }

  /** Which of the points is nearest, the first is 0; -1 where none is near. */
  nearest(x: number, y: number): number {
    let least = Infinity;
    let nearest = -1;
    this.#around(x, y, (distance, i) => {
      if (distance < least) [least, nearest] = [distance, i / 2];
      return false;
    });
    return nearest;
  }

  /** The share of other points that lie at these, 0 to 1; 0 of none. */
  shareOf(others: ArrayLike<number>): number {
    let count = 0;
    for (let i = 0; i < others.length; i += 2) if (this.has(others[i], others[i + 1])) count++;
    return others.length === 0 ? 0 : (2 * count) / others.length;
  }

  /** The first near point that `isIt`; -1 where none is. */
  #around(x: number, y: number, isIt: (distance: number, i: number) => boolean): number {
    for (const dy of [-this.#near, 0, this.#near]) {
      for (const dx of [-this.#near, 0, this.#near]) {
        for (const i of this.#cells.get(this.#cellOf(x + dx, y + dy)) ?? []) {
          const distance = Math.hypot(this.points[i] - x, this.points[i + 1] - y);
          if (distance <= this.#near && isIt(distance, i)) return i;
        }
      }
    }
    return -1;
  }

  #cellOf(x: number, y: number): number {
    return Math.floor(x / this.#near) * 1e6 + Math.floor(y / this.#near);
  }
}
