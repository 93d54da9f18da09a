import { findBlurred, findNearDuplicates, type NamedFrame } from '../frame-likeness.ts';
import { parseFrameTime } from '../sample-name.ts';
import { NEIGHBOUR_MS } from '../split-by-video.ts';
import { type Exposure, exposureProblem } from './exposure.ts';
import { type Finding, finding } from './findings.ts';
import { hammingDistance, type PerceptualHash } from './perceptual-hash.ts';

/** What is remembered of an image and its mask to judge it beside others. */
export interface ImageFacts extends NamedFrame {
  readonly exposure: Exposure;
  readonly hash: PerceptualHash;
  /** Of the gray pixels, and of the mask's. */
  readonly pixels: string;
  readonly mask: string;
}

/**
 * Two images show the same when their hashes differ in at most so many of 64 bits, and the gray of their cells goes together so
 * closely; ours. Of 30 ball screws photographed alike, different ones reach 0.9989; one that was made smaller and darker, 0.9998.
 */
const SAME_BITS = 2;
const SAME_CORRELATION = 0.9995;

/** The side of the split that an image is on; undefined for neither. */
export type SideOf = (name: string) => 'train' | 'val' | undefined;

type DuplicateFinding = 'leaked-duplicate' | 'labelled-differently' | 'duplicate' | 'near-duplicate';
type ImageFinding = 'blurred' | 'exposure' | DuplicateFinding | 'leaked-neighbour';

/** What can be found without looking at single labels: blur, exposure, duplicates, leakage. */
export function imageFindings(images: readonly ImageFacts[], sideOf: SideOf): Finding<ImageFinding>[] {
  return [
    ...findBlurred(images).map(name =>
      finding('blurred', name, `${name} is much less sharp than the other frames of its video.`),
    ),
    ...images.flatMap(({ name, exposure }) => {
      const problem = exposureProblem(exposure);
      return problem ? [finding('exposure', name, `${name} shows little: ${problem.text}.`, problem)] : [];
    }),
    ...duplicateFindings(images, sideOf),
    ...neighbourFindings(images, sideOf),
  ];
}

function duplicateFindings(images: readonly ImageFacts[], sideOf: SideOf): Finding<DuplicateFinding>[] {
  const exact = pairUp(images, ({ pixels }) => pixels);
  const known = new Set(exact.map(([{ name }]) => name));
  const rest = images.filter(({ name }) => !known.has(name));
  const near = [...likePairs(rest), ...hashPairs(rest)];
  const seen = new Set<string>();
  return [
    ...exact.map(([image, other]) => {
      const { name } = image;
      const leaks = isLeak(sideOf, name, other.name);
      if (image.mask !== other.mask) {
        const text = `${name} is the same picture as ${other.name}, but its labels are not.`;
        return finding('labelled-differently', name, text, { other: other.name });
      }
      const text = `${name} is the same picture as ${other.name}${leaks ? ', on the other side of the split' : ''}.`;
      return finding(leaks ? 'leaked-duplicate' : 'duplicate', name, text, { other: other.name });
    }),
    ...near.flatMap(([name, other]) => {
      if (seen.has(name)) return [];
      seen.add(name);
      const leaks = isLeak(sideOf, name, other);
      const text = `${name} shows nearly the same as ${other}${leaks ? ', on the other side of the split' : ''}.`;
      return [finding(leaks ? 'leaked-duplicate' : 'near-duplicate', name, text, { degree: leaks ? 0.9 : 1, other })];
    }),
  ];
}

function isLeak(sideOf: SideOf, a: string, b: string): boolean {
  const sides = [sideOf(a), sideOf(b)];
  return sides.includes('train') && sides.includes('val');
}

/** Each item whose key came before, with the first that had it. */
function pairUp<T>(items: readonly T[], keyOf: (item: T) => string): [T, T][] {
  const first = new Map<string, T>();
  return items.flatMap(item => {
    const other = first.get(keyOf(item));
    if (other === undefined) first.set(keyOf(item), item);
    return other === undefined ? [] : [[item, other] satisfies [T, T]];
  });
}

function likePairs(images: readonly ImageFacts[]): [string, string][] {
  return findNearDuplicates(images).map(({ name, of }) => [name, of]);
}

/**
 * Pictures of unknown origin that are the same but for size, exposure and compression. Frames of a video are left to the finer measure: from one place the
 * whole video has one hash, and the crack that grows in it is what is to be learned.
 */
function hashPairs(images: readonly ImageFacts[]): [string, string][] {
  const untimed = images.filter(({ name, exposure }) => !parseFrameTime(name) && !exposureProblem(exposure));
  const pairs: [string, string][] = [];
  for (let i = 0; i < untimed.length; i++) {
    const { name, hash, cells } = untimed[i];
    let before = 0;
    while (
      before < i &&
      !(hammingDistance(untimed[before].hash, hash) <= SAME_BITS && goTogether(untimed[before], cells))
    ) {
      before++;
    }
    if (before < i) pairs.push([name, untimed[before].name]);
  }
  return pairs;
}

/** Whether the gray of cells rises and falls alike, however bright and rich in contrast: Pearson's correlation. */
function goTogether({ cells: a }: NamedFrame, b: Float32Array): boolean {
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] - meanA, b[i] - meanB];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return ab >= SAME_CORRELATION * Math.sqrt(aa * bb);
}

function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Frames of train that lie within `NEIGHBOUR_MS` of one of val in the same video. */
function neighbourFindings(images: readonly ImageFacts[], sideOf: SideOf): Finding<'leaked-neighbour'>[] {
  const timed = images.flatMap(({ name }) => {
    const time = parseFrameTime(name);
    return time ? [{ name, ...time }] : [];
  });
  const val = timed.filter(({ name }) => sideOf(name) === 'val');
  return timed.flatMap(({ name, video, ms }) => {
    if (sideOf(name) !== 'train') return [];
    const near = val.find(frame => frame.video === video && Math.abs(frame.ms - ms) <= NEIGHBOUR_MS);
    if (!near) return [];
    const apart = (Math.abs(near.ms - ms) / 1000).toFixed(1);
    return [
      finding('leaked-neighbour', name, `${name} trains, and lies ${apart} s from ${near.name}, which validates.`, {
        other: near.name,
      }),
    ];
  });
}
