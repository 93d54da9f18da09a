import type { Component } from '../image/components.ts';

/** One crack cut out of a picture: 1 where it is, 0 elsewhere, with an empty rim of one pixel all round. */
export interface Grid {
  /** [height, width] */
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** Where the grid's pixel (0, 0) lies in the picture, px. */
  readonly left: number;
  readonly top: number;
}

/** A place in the picture, px; whole numbers are the centres of pixels. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Between the pixel at an index and those right of it and below, so far to the right and down, 0 to 1; rows of `width`. */
export function bilinear(data: Uint8Array, width: number, at: number, dx: number, dy: number): number {
  return (
    (1 - dy) * ((1 - dx) * data[at] + dx * data[at + 1]) +
    dy * ((1 - dx) * data[at + width] + dx * data[at + width + 1])
  );
}

/** Holes of fewer pixels are the mask's noise and are filled. */
const SMALL_HOLE = 10;

/** The component of a picture `pictureWidth` px wide as a grid, its small holes filled. */
export function gridOf({ box, pixels }: Component, pictureWidth: number): Grid {
  const [width, height] = [box.x2 - box.x1 + 2, box.y2 - box.y1 + 2];
  const [left, top] = [box.x1 - 1, box.y1 - 1];
  const data = new Uint8Array(width * height);
  for (const pixel of pixels) {
    const x = pixel % pictureWidth;
    data[((pixel - x) / pictureWidth - top) * width + x - left] = 1;
  }
  fillSmallHoles(data, width);
  return { data, width, height, left, top };
}

/** Fills 4-connected holes of fewer than `SMALL_HOLE` pixels, in place. */
function fillSmallHoles(data: Uint8Array, width: number): void {
  const seen = new Uint8Array(data.length);
  for (let before = data.indexOf(1); before >= 0; before = data.indexOf(1, before + 1)) {
    // A hole's first pixel in reading order lies under a pixel of the crack and right of one.
    const start = before + 1;
    if (data[start] !== 0 || data[start - width] === 0 || seen[start]) continue;
    const hole = [start];
    seen[start] = 1;
    for (let next = 0; next < hole.length && hole.length < SMALL_HOLE; next++) {
      for (const at of [hole[next] - 1, hole[next] + 1, hole[next] - width, hole[next] + width]) {
        if (data[at] !== 0 || seen[at] || at < 0 || at >= data.length) continue;
        seen[at] = 1;
        hole.push(at);
      }
    }
    if (hole.length < SMALL_HOLE) for (const at of hole) data[at] = 1;
    for (const at of hole) seen[at] = 0;
  }
}
