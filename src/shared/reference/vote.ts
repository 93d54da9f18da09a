import type { GrayImage } from '../image/gray-image.ts';

/** The pixels that were crack in any of the last `history` masks: what the reference looks for boxes in. */
export class Vote {
  readonly #history: number;
  readonly #masks: GrayImage[] = [];

  constructor(history: number) {
    this.#history = history;
  }

  /** Adds the mask of the next frame, 0 or 255, and gives the vote. */
  add(mask: GrayImage): GrayImage {
    this.#masks.push(mask);
    if (this.#masks.length > this.#history) this.#masks.shift();
    const data = mask.data.slice();
    for (const earlier of this.#masks) for (let i = 0; i < data.length; i++) data[i] |= earlier.data[i];
    return { ...mask, data };
  }
}
