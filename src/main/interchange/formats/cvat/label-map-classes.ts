import { countValues, type MaskImage } from '../masks/mask-image.ts';
import { isBackgroundName } from '../names.ts';
import type { LabelMap } from './label-map.ts';

/** A line beyond those of the label map is believed up to here; grays beyond are soft edges rather than classes. */
const MOST_INDEX = 31;

/** The line of each value of a mask; or, where some have none, how many pixels that are, and a few of their colours. */
export type LinesOfMask =
  | { readonly lineOf: ReadonlyMap<number, number>; readonly isByIndex: boolean }
  | { readonly undeclared: number; readonly examples: readonly string[] };

/**
 * By colour where the map declares every colour of the mask; else gray values and indices of a palette are lines, from 0
 * on, and may name lines that are missing.
 */
export function linesOfMask(mask: MaskImage, { lines, byColour }: LabelMap): LinesOfMask {
  const counts = countValues(mask);
  const values = [...counts.keys()];
  const foreign = values.filter(value => !byColour.has(mask.colours[value] ?? -1));
  const areLines = values.every(value => value <= Math.max(MOST_INDEX, lines.length - 1));
  if (mask.kind !== 'colour' && areLines && (mask.kind === 'gray' || foreign.length > 0)) {
    return { lineOf: new Map(values.map(value => [value, value])), isByIndex: true };
  }
  if (foreign.length === 0) {
    return { lineOf: new Map(values.map(value => [value, byColour.get(mask.colours[value])!])), isByIndex: false };
  }
  const undeclared = foreign.reduce((sum, value) => sum + counts.get(value)!, 0);
  return { undeclared, examples: foreign.slice(0, 3).map(value => hex(mask.colours[value] ?? 0)) };
}

const hex = (key: number) => `#${key.toString(16).padStart(6, '0')}`;

/** The classes of a label map, the background left out, and after them the lines that it lacks but masks have. */
export class MapClasses {
  readonly names: readonly string[];
  readonly #map: LabelMap;
  /** The number of each line's class, from 1 on. */
  readonly #numbers: ReadonlyMap<number, number>;
  readonly #hasNamed: boolean;

  constructor(map: LabelMap, missing: readonly number[] = []) {
    const lines = map.lines.flatMap(({ name }, line) => (isBackgroundName(name) ? [] : [{ name, line }]));
    const all = [...lines, ...missing.map(line => ({ name: `class ${line}`, line }))];
    this.names = all.map(({ name }) => name);
    this.#map = map;
    this.#numbers = new Map(all.map(({ line }, i) => [line, i + 1]));
    this.#hasNamed = map.lines.some(({ name }) => isBackgroundName(name));
  }

  /**
   * The number of a line's class, 0 for background. A class with the colour of the background is told from it by its line,
   * if the mask holds lines, or by its being an instance.
   */
  numberOf(line: number, isByIndex: boolean, isInstance: boolean): number {
    const { background, hidden } = this.#map;
    if (line !== background || (isByIndex && this.#hasNamed)) return this.#numbers.get(line) ?? 0;
    return isInstance && hidden !== null ? (this.#numbers.get(hidden) ?? 0) : 0;
  }

  /** Whether a line is called background, but is not what nobody labelled: somebody drew it. */
  isDrawnBackground(line: number): boolean {
    return line !== this.#map.background && isBackgroundName(this.#map.lines[line]?.name ?? '');
  }
}
