import { distanceBetween, rounded, simplified } from '../geometry/paths.ts';
import { type Component, componentsOf } from '../image/components.ts';
import type { GrayImage } from '../image/gray-image.ts';
import type { Place } from '../measure/grid.ts';
import { SMALLEST_CRACK } from '../measure/measure-mask.ts';
import { lengthOf } from '../measure/skeleton-graph.ts';
import { type TracedBranch, traceCrack } from '../measure/trace-crack.ts';
import type { ImageLabel, Point } from '../schemas/label.ts';
import { brushOf } from './brush-mask.ts';
import { withWidths } from './shapes/polyline.ts';

export interface PredictedLabelsChoices {
  /** A pixel is crack where its probability is strictly above. */
  readonly threshold: number;
  /** The class of a label, by its pixels. */
  readonly classOf: (pixels: Int32Array) => string;
  readonly newId: () => string;
}

/** So many times longer than wide, what a model found is drawn as a line; else as a mask. */
const SLENDER = 4;
/** A side branch shorter than so many widths is but an edge of the crack. */
const LEAST_BRANCH = 2;
/** How far the vertices of a line may leave it, px. */
const TOLERANCE = 0.5;

/**
 * What a model found, as labels that a hand can change: slender components of `probability` (round(255 p), [height, width]) as lines with their
 * widths, others as brush masks; all of source `predicted`, with the mean probability of their pixels.
 */
export function predictedLabels(probability: GrayImage, choices: PredictedLabelsChoices): ImageLabel[] {
  const { width, height, data } = probability;
  const least = 255 * choices.threshold;
  const mask = data.map(value => (value > least ? 1 : 0));
  return componentsOf(mask, width, height)
    .filter(({ pixels }) => pixels.length >= SMALLEST_CRACK)
    .flatMap((component): ImageLabel[] => {
      const marks = () => ({
        id: choices.newId(),
        class: choices.classOf(component.pixels),
        source: 'predicted' as const,
        confidence: meanOf(data, component.pixels),
      });
      const lines = linesOf(component, probability);
      if (lines) return lines.map(({ points, widths }) => withWidths({ ...marks(), ...line(points) }, widths));
      const brush = brushOfPixels(component, width);
      return brush ? [{ ...brush, ...marks() }] : [];
    });
}

function line(points: Point[]) {
  return { shape: 'polyline' as const, points, width: 1 };
}

function meanOf(data: Uint8Array, pixels: Int32Array): number {
  const sum = pixels.reduce((total, at) => total + data[at], 0);
  return Math.round((100 * sum) / (255 * pixels.length)) / 100;
}

interface Line {
  readonly points: Point[];
  /** At each of them, px. */
  readonly widths: number[];
}

/** The branches of a slender component, the longest way first; null when it is none. */
function linesOf(component: Component, { width, height }: GrayImage): Line[] | null {
  const inside = ({ x, y }: Place) => x >= 0 && y >= 0 && x < width && y < height;
  const { branches } = traceCrack(component, width, inside);
  const lengths = branches.map(({ line }) => lengthOf(line));
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const mean = component.pixels.length / Math.max(1, total);
  if (total < SLENDER * mean) return null;
  return branches.filter((_, i) => i === 0 || lengths[i] >= LEAST_BRANCH * mean).map(branch => lineOf(branch, mean));
}

/** Places are centres of pixels, vertices their corners. */
function lineOf({ line, stations, reaches }: TracedBranch, mean: number): Line {
  const points = simplified(
    line.map(({ x, y }): Point => [x + 0.5, y + 0.5]),
    TOLERANCE,
  );
  const widthAt = ([x, y]: Point) => {
    let [nearest, distance] = [-1, Infinity];
    stations.forEach((station, i) => {
      const here = distanceBetween([x, y], [station.x + 0.5, station.y + 0.5]);
      if (here < distance) [nearest, distance] = [i, here];
    });
    return nearest < 0 ? mean : Math.max(1, reaches[nearest].along + reaches[nearest].against);
  };
  return {
    points: points.map(([x, y]) => [rounded(x), rounded(y)]),
    widths: points.map(point => rounded(widthAt(point))),
  };
}

function brushOfPixels({ box, pixels }: Component, width: number) {
  const size = { width: box.x2 - box.x1, height: box.y2 - box.y1 };
  const data = new Uint8Array(size.width * size.height);
  for (const at of pixels) data[(Math.floor(at / width) - box.y1) * size.width + (at % width) - box.x1] = 1;
  return brushOf({ ...size, data }, box.x1, box.y1);
}
