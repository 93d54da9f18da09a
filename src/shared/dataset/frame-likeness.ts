import type { GrayImage } from '../image/gray-image.ts';
import { parseFrameTime } from './sample-name.ts';

/** What is remembered of a frame to judge it beside others. */
export interface FrameFacts {
  /** Variance of the Laplacian (Pech-Pacheco et al., "Diatom autofocusing in brightfield microscopy", 2000). */
  readonly sharpness: number;
  /** Mean gray, 0 to 255, of each cell of a grid of 16 by 16. */
  readonly cells: Float32Array;
}

export interface NamedFrame extends FrameFacts {
  /** File name of the image. */
  readonly name: string;
}

/** A frame that shows the same as another, earlier by name. */
export interface NearDuplicate {
  readonly name: string;
  readonly of: string;
}

const GRID = 16;
/** A frame is blurred below this share of its video's median sharpness: what is sharp depends on the surface. */
const BLURRED_BELOW = 0.4;
/** With fewer frames of a video its median says little. */
const ENOUGH_FRAMES = 5;
/**
 * Largest difference of any cell between near-duplicates, gray levels. A spot that is new changes its own cell by more; on
 * the sample, frames between which nothing wore differ by 2 to 3, images of different places by 30 and more.
 */
const SAME_WITHIN = 3;

export function frameFacts(image: GrayImage): FrameFacts {
  return { sharpness: sharpnessOf(image), cells: cellsOf(image) };
}

/** Variance of the Laplacian. */
export function sharpnessOf({ width, height, data }: GrayImage): number {
  let sum = 0;
  let squares = 0;
  for (let y = 1; y < height - 1; y++) {
    for (let i = y * width + 1; i < (y + 1) * width - 1; i++) {
      const laplacian = data[i - 1] + data[i + 1] + data[i - width] + data[i + width] - 4 * data[i];
      sum += laplacian;
      squares += laplacian * laplacian;
    }
  }
  const count = Math.max(1, (width - 2) * (height - 2));
  return squares / count - (sum / count) ** 2;
}

function cellsOf({ width, height, data }: GrayImage): Float32Array {
  const cells = new Float32Array(GRID * GRID);
  const counts = new Float32Array(GRID * GRID);
  for (let y = 0; y < height; y++) {
    const row = Math.floor((y * GRID) / height) * GRID;
    for (let x = 0; x < width; x++) {
      const cell = row + Math.floor((x * GRID) / width);
      cells[cell] += data[y * width + x];
      counts[cell]++;
    }
  }
  return cells.map((sum, i) => (counts[i] > 0 ? sum / counts[i] : 0));
}

/** The sharpness below which a frame of a video is blurred, from that of all its frames; 0 of too few to tell. */
export function blurredBelow(sharpnesses: readonly number[]): number {
  if (sharpnesses.length < ENOUGH_FRAMES) return 0;
  const sorted = [...sharpnesses].sort((a, b) => a - b);
  return BLURRED_BELOW * sorted[Math.floor(sorted.length / 2)];
}

/** Names of frames that are much less sharp than the others of their video; names that tell no video are passed over. */
export function findBlurred(frames: readonly NamedFrame[]): string[] {
  const videos = new Map<string, NamedFrame[]>();
  for (const frame of frames) {
    const video = parseFrameTime(frame.name)?.video;
    if (video !== undefined) videos.set(video, [...(videos.get(video) ?? []), frame]);
  }
  return [...videos.values()].flatMap(all => {
    const limit = blurredBelow(all.map(({ sharpness }) => sharpness));
    return all.filter(({ sharpness }) => sharpness < limit).map(({ name }) => name);
  });
}

/** Frames that show the same as one before them by name, which is none itself. */
export function findNearDuplicates(frames: readonly NamedFrame[]): NearDuplicate[] {
  const byName = [...frames].sort((a, b) => (a.name < b.name ? -1 : 1));
  // If all cells are alike the means are: only frames of nearly the same mean need be compared.
  const originals = new Map<number, NamedFrame[]>();
  const found: NearDuplicate[] = [];
  for (const frame of byName) {
    const bucket = Math.floor(meanOf(frame) / SAME_WITHIN);
    const near = [bucket - 1, bucket, bucket + 1].flatMap(key => originals.get(key) ?? []);
    const original = near.find(other => isSame(frame, other));
    if (original) found.push({ name: frame.name, of: original.name });
    else originals.set(bucket, [...(originals.get(bucket) ?? []), frame]);
  }
  return found;
}

function meanOf({ cells }: FrameFacts): number {
  return cells.reduce((sum, cell) => sum + cell, 0) / cells.length;
}

function isSame(a: FrameFacts, b: FrameFacts): boolean {
  return a.cells.every((cell, i) => Math.abs(cell - b.cells[i]) <= SAME_WITHIN);
}
