/** The shortest lap that may have been a sleep, ms: what is shorter does no harm to an average. */
const NAP = 30_000;
/** How many times longer than every lap before it a sleep is. */
const OUT_OF_ORDER = 10;

/**
 * Times work that is done again and again, but not the time for which the machine slept with its lid closed: on Linux the
 * monotonic clock stands still then, on macOS and Windows it goes on, and the lap that held the sleep is far too long. It
 * counts as much as the longest before it.
 */
export class Stopwatch {
  readonly #now: () => number;
  #last: number;
  #longest: number | undefined;

  /** @param now a monotonic clock, ms */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#last = now();
  }

  /** Begins a lap; what was before it is not timed. */
  restart(): void {
    this.#last = this.#now();
  }

  /** Ends a lap and begins the next; gives the time that it took and how much of it was slept, s. */
  lap(): { seconds: number; slept: number } {
    const now = this.#now();
    const lap = now - this.#last;
    this.#last = now;
    const asleep = this.#longest !== undefined && lap > Math.max(NAP, OUT_OF_ORDER * this.#longest);
    const counted = asleep ? (this.#longest as number) : lap;
    this.#longest = Math.max(this.#longest ?? 0, counted);
    return { seconds: counted / 1000, slept: (lap - counted) / 1000 };
  }
}
