/**
 * How soon a decode is needed, the most urgent first: all that a command was asked for, a frame that is to be saved, the
 * picture that the user waits for, those around it, and what takes minutes and goes on behind everything.
 */
export const URGENCIES = ['command', 'save', 'picture', 'neighbour', 'background'] as const;
export type Urgency = (typeof URGENCIES)[number];

/**
 * ffmpeg takes every core it gets. What runs for the window leaves them to the page, which may be playing; a command has no page. Pictures
 * are no exception: at a higher priority they would be done before the saves that go before them.
 */
export const LEAVES_THE_CORES: Readonly<Record<Urgency, boolean>> = {
  command: false,
  save: true,
  picture: true,
  neighbour: true,
  background: true,
};

/** What a decode is needed for. It may change while the decode waits or runs. */
export interface Need {
  urgency: Urgency;
}

/** Thrown into a decode that had to make room for a more urgent one: it may begin anew. */
export class Preempted extends Error {
  override readonly name = 'Preempted';
}

/** The right to run one decoder, until `release`. */
export interface Slot {
  /** Aborted, with `Preempted` as the reason, when a more urgent decode needs the place. */
  readonly signal: AbortSignal;
  release(): void;
}

interface Waiting {
  readonly need: Need;
  grant(slot: Slot): void;
}

interface Running {
  readonly need: Need;
  readonly controller: AbortController;
}

/**
 * Lets few decoders run at once, the most urgent first; of pictures, the one asked for last. One place is always free of
 * what runs in the background. Pictures and neighbours give way to what is more urgent.
 */
export class Decoders {
  readonly #most: number;
  readonly #running = new Set<Running>();
  #waiting: Waiting[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  get running(): number {
    return this.#running.size;
  }

  /** Waits for a place. Throws the signal's reason when that aborts first. */
  slot(need: Need, signal?: AbortSignal): Promise<Slot> {
    signal?.throwIfAborted();
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        need,
        grant: slot => {
          signal?.removeEventListener('abort', leave);
          resolve(slot);
        },
      };
      const leave = () => {
        this.#waiting = this.#waiting.filter(other => other !== waiting);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.#waiting.push(waiting);
      this.#next();
    });
  }

  #next(): void {
    for (let next = this.#mostUrgent(); next && this.#running.size < this.#most; next = this.#mostUrgent()) {
      this.#start(next);
    }
    const next = this.#mostUrgent();
    if (next) this.#makeRoom(rank(next.need));
  }

  #start(waiting: Waiting): void {
    this.#waiting = this.#waiting.filter(other => other !== waiting);
    const running: Running = { need: waiting.need, controller: new AbortController() };
    this.#running.add(running);
    waiting.grant({
      signal: running.controller.signal,
      release: () => {
        this.#running.delete(running);
        this.#next();
      },
    });
  }

  /** Of those that may run now. */
  #mostUrgent(): Waiting | undefined {
    const behind = [...this.#running].filter(({ need }) => need.urgency === 'background').length;
    const mayRun = this.#waiting.filter(({ need }) => need.urgency !== 'background' || behind < this.#most - 1);
    return mayRun.reduce<Waiting | undefined>((best, each) => {
      const order = best === undefined ? 1 : rank(best.need) - rank(each.need);
      return order > 0 || (order === 0 && each.need.urgency === 'picture') ? each : best;
    }, undefined);
  }

  #makeRoom(urgency: number): void {
    const running = [...this.#running];
    // One that is on its way out makes room already.
    if (running.some(({ controller }) => controller.signal.aborted)) return;
    const victims = running.filter(({ need }) => need.urgency === 'picture' || need.urgency === 'neighbour');
    const victim = victims.sort((a, b) => rank(b.need) - rank(a.need)).find(({ need }) => rank(need) > urgency);
    victim?.controller.abort(new Preempted('A more urgent frame is decoded first.'));
  }
}

function rank({ urgency }: Need): number {
  return URGENCIES.indexOf(urgency);
}

/** All decoders of this process: an ffmpeg takes every core, and with more of them all are late. */
export const decoders = new Decoders(2);
