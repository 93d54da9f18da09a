/** Numbers from 0 on that are united bit by bit (union-find). */
export class Groups {
  readonly #parents: Int32Array;

  constructor(count: number) {
    this.#parents = Int32Array.from({ length: count }, (_, i) => i);
  }

  /** The smallest number of the group. */
  root(of: number): number {
    const parents = this.#parents;
    let at = of;
    while (parents[at] !== at) at = parents[at] = parents[parents[at]];
    return at;
  }

  unite(a: number, b: number): void {
    const [one, other] = [this.root(a), this.root(b)];
    this.#parents[Math.max(one, other)] = Math.min(one, other);
  }

  /** In the order of their smallest numbers, each in rising order. */
  members(): number[][] {
    const found = new Map<number, number[]>();
    for (const each of this.#parents.keys()) {
      const own = found.get(this.root(each));
      if (own) own.push(each);
      else found.set(this.root(each), [each]);
    }
    return [...found.values()];
  }
}
