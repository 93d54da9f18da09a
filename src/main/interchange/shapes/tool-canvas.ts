import type { Size } from '../../../shared/labels/label-box.ts';
import { stretchesOf } from '../../../shared/labels/rle.ts';
import type { Point } from '../../../shared/schemas/label.ts';
import { cocoStretches } from '../formats/coco/coco-polygon.ts';

/** The pixels of an image as CVAT and pycocotools draw them, to be counted: what a tool made of its own shapes. */
export class ToolCanvas {
  readonly #size: Size;
  /** 1 where something is drawn, column by column. */
  readonly #data: Uint8Array;
  #count = 0;

  constructor(size: Size) {
    this.#size = size;
    this.#data = new Uint8Array(size.width * size.height);
  }

  /** How many pixels are set. */
  get count(): number {
    return this.#count;
  }

  /** Sets the pixels of a ring, or clears them where it is background. */
  ring(points: readonly Point[], isBackground: boolean): void {
    this.#paint(cocoStretches(points, this.#size), isBackground);
  }

  /** Sets or clears the pixels of COCO's counts for the whole image. */
  counts(counts: readonly number[], isBackground: boolean): void {
    this.#paint(stretchesOf(counts), isBackground);
  }

  /** Sets or clears the pixels of runs that go row by row over a box, which may reach over the image's edge. */
  runs(box: { x: number; y: number; width: number }, runs: readonly number[], isBackground: boolean): void {
    const { width, height } = this.#size;
    const stretches = stretchesOf(runs);
    for (let k = 0; k < stretches.length; k += 2) {
      for (let at = stretches[k]; at < stretches[k + 1]; at++) {
        const [x, y] = [box.x + (at % box.width), box.y + Math.floor(at / box.width)];
        if (x >= 0 && y >= 0 && x < width && y < height) this.#set(x * height + y, isBackground ? 0 : 1);
      }
    }
  }

  #paint(stretches: readonly number[], isBackground: boolean): void {
    for (let k = 0; k < stretches.length; k += 2) {
      for (let at = stretches[k]; at < stretches[k + 1]; at++) this.#set(at, isBackground ? 0 : 1);
    }
  }

  #set(at: number, value: 0 | 1): void {
    this.#count += value - this.#data[at];
    this.#data[at] = value;
  }
}
