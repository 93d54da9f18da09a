import type { FrameIndex } from '../../shared/schemas/video.ts';

/** What seeking has brought in a video: where it never does, nobody tries again. */
export class Seeks {
  readonly #failures = new Map<number, number>();

  note(lead: number, succeeded: boolean): void {
    this.#failures.set(lead, succeeded ? 0 : (this.#failures.get(lead) ?? 0) + 1);
  }

  isVain(lead: number): boolean {
    return (this.#failures.get(lead) ?? 0) > 1;
  }
}

const seeksByVideo = new WeakMap<readonly number[], Seeks>();

/** Of a video, by its index. */
export function seeksOf({ timesMs }: FrameIndex): Seeks {
  const seeks = seeksByVideo.get(timesMs) ?? new Seeks();
  seeksByVideo.set(timesMs, seeks);
  return seeks;
}
