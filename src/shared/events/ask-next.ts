import type { z } from 'zod';
import type { askedFrameSchema } from '../contract-inspections.ts';
import type { LookRecord } from '../schemas/inspection.ts';
import { halved, type Plane } from './plane.ts';

/** Two frames nearer to each other teach the same, ms. */
export const APART_MS = 2000;
/** Of the frames that are asked for at least so many show what the model takes for a crack, and at least so many nothing. */
const CRACKED_SHARE = 1 / 3;
const EMPTY_SHARE = 1 / 5;
/** Among so many times as many of the most doubtful the most different are chosen. */
const POOL = 5;

/** A frame to ask a person about, and why: the model takes something in it for a crack, or nothing. */
export type AskedFrame = z.infer<typeof askedFrameSchema>;

/**
 * The frames of an inspection that teach a model most, the best first: those in which it is least sure (`doubt` of a look), as different from each
 * other as can be (k-center greedy, Sener and Savarese 2018), never two within two seconds, some with and some without a crack.
 * `known`: times of frames that are in the dataset already, ms. Fewer than `count` where the video has no more.
 */
export function framesToAsk(looks: readonly LookRecord[], count: number, known: readonly number[] = []): AskedFrame[] {
  const all = looks.flatMap(candidateOf).sort((a, b) => b.doubt - a.doubt || a.frame - b.frame);
  const chosen: Candidate[] = [];
  const isFree = ({ ms }: Candidate) =>
    [...known, ...chosen.map(each => each.ms)].every(other => Math.abs(other - ms) >= APART_MS);
  const take = (from: readonly Candidate[], upTo: number) => {
    while (chosen.length < upTo) {
      const pool = spread(from.filter(isFree), POOL * count);
      const best = furthest(pool, chosen);
      if (!best) return;
      chosen.push(best);
    }
  };
  const those = (kind: AskedFrame['kind']) => all.filter(each => each.kind === kind);
  take(those('crack'), Math.ceil(count * CRACKED_SHARE));
  take(those('empty'), Math.min(count, chosen.length + Math.ceil(count * EMPTY_SHARE)));
  take(all, count);
  return chosen.map(({ print: _, ...asked }) => asked);
}

interface Candidate extends AskedFrame {
  readonly print: readonly number[];
}

/** A frame that could not be seen well teaches nothing, nor does one that looks like the one before. */
function candidateOf({ frame, ms, score, cracks, same, exposure, doubt, print }: LookRecord): Candidate[] {
  if (same || exposure || doubt === undefined || print === undefined) return [];
  return [{ frame, ms, score, doubt, kind: cracks > 0 ? 'crack' : 'empty', print: evened(print) }];
}

/** The most doubtful, the first of each stretch of two seconds alone. */
function spread(sorted: readonly Candidate[], most: number): Candidate[] {
  const stretches = new Set<number>();
  const kept: Candidate[] = [];
  for (const one of sorted) {
    const stretch = Math.floor(one.ms / APART_MS);
    if (stretches.has(stretch)) continue;
    stretches.add(stretch);
    if (kept.push(one) === most) break;
  }
  return kept;
}

function furthest(pool: readonly Candidate[], chosen: readonly Candidate[]): Candidate | undefined {
  let [best, most] = [undefined as Candidate | undefined, -1];
  for (const one of pool) {
    const nearest = Math.min(...chosen.map(other => distance(one.print, other.print)));
    if (nearest > most) [best, most] = [one, nearest];
  }
  return best;
}

function distance(a: readonly number[], b: readonly number[]): number {
  return Math.hypot(...a.map((value, i) => value - (b[i] ?? 0)));
}

/** A look at a glance, for `print`: about 8 by 6 gray levels from a plane of 64 px. */
export function printOf(plane: Plane): string {
  const { data } = halved(halved(halved(plane)));
  return [...data].map(value => Math.min(35, Math.floor(value / 7.2)).toString(36)).join('');
}

/** Without the light's brightness and contrast. */
function evened(print: string): number[] {
  const values = [...print].map(digit => Number.parseInt(digit, 36));
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const spreadOf = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0)) || 1;
  return values.map(value => (value - mean) / spreadOf);
}

/** Mean entropy, bits, of the hundredth of all pixels in which a model is least sure: cracks are few pixels, so that all say little. `pixels`: how many count. */
export function doubtOf(probability: Float32Array, pixels: number): number {
  const bins = new Float64Array(1001);
  for (const p of probability) bins[Math.round(1000 * Math.min(p, 1 - p))]++;
  const wanted = Math.max(1, Math.round(pixels / 100));
  let [left, sum] = [wanted, 0];
  for (let bin = 500; bin > 0 && left > 0; bin--) {
    const taken = Math.min(left, bins[bin]);
    sum += taken * entropyOf(bin / 1000);
    left -= taken;
  }
  return sum / wanted;
}

function entropyOf(p: number): number {
  return p <= 0 || p >= 1 ? 0 : -(p * Math.log2(p) + (1 - p) * Math.log2(1 - p));
}
