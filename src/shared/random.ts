/** What every seed may be, the 32 bits that `Random` begins with; and what it is when nobody says (the reference pipeline's). */
export const SEEDS = { min: 0, max: 2 ** 32 - 1, default: 42 } as const;

/**
 * A seeded generator of random numbers, the same on every machine: sfc32 (Chris Doty-Humphrey, PractRand),
 * seeded by splitmix32 so that neighbouring seeds give unrelated streams. Its state is four words, so that a
 * checkpoint can carry it.
 */
export class Random {
  #state: Uint32Array;

  constructor(seed: number | readonly number[]) {
    if (typeof seed !== 'number') {
      this.#state = Uint32Array.from(seed);
      return;
    }
    let word = seed >>> 0;
    this.#state = Uint32Array.from({ length: 4 }, () => {
      word = (word + 0x9e3779b9) >>> 0;
      let z = word;
      z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
      z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
      return z ^ (z >>> 15);
    });
    for (let i = 0; i < 12; i++) this.#next();
  }

  /** The four words from which `new Random(state)` goes on where this one stands. */
  get state(): number[] {
    return [...this.#state];
  }

  #next(): number {
    const s = this.#state;
    const sum = (s[0] + s[1] + s[3]) >>> 0;
    s[3] = s[3] + 1;
    s[0] = s[1] ^ (s[1] >>> 9);
    s[1] = s[2] + (s[2] << 3);
    s[2] = ((s[2] << 21) | (s[2] >>> 11)) + sum;
    return sum;
  }

  /** Uniform in [low, high), 32 bits of resolution. */
  uniform(low = 0, high = 1): number {
    return low + (high - low) * (this.#next() / 2 ** 32);
  }

  /** From the normal distribution of mean 0 and deviation 1 (Box & Muller 1958). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** True with the probability given. */
  chance(probability: number): boolean {
    return this.uniform() < probability;
  }

  /** A whole number in [0, bound). */
  below(bound: number): number {
    return Math.floor(this.uniform(0, bound));
  }

  /** A new array in random order (Fisher-Yates). */
  shuffled<T>(items: readonly T[]): T[] {
    const result = [...items];
    for (let i = result.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [result[i], result[j]] = [result[j], result[i]];
    }
    return result;
  }
}
