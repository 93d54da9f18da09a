import type { Label } from '../../../../shared/schemas/label.ts';
import { brushesByKey } from '../../shapes/brushes-by-key.ts';
import { vocIndexOf } from '../voc/voc-colours.ts';
import type { MaskImage } from './mask-image.ts';

/** Which class a value of a mask stands for, where an instance is and where none: its place in `classes` from 1 on, 0 for background. */
export type ClassOfValue = (value: number, isInstance: boolean) => number;

/**
 * One brush label for each class and instance, in the order of the instances; what has a class but instance 0 is one label
 * of that class. `instances` is [height, width], null where there are none.
 */
export function labelsOfMask(
  mask: MaskImage,
  classOf: ClassOfValue,
  classes: readonly string[],
  instances: Uint8Array | null = null,
): { labels: Label[]; pixels: number } {
  const { width, height, values } = mask;
  const span = classes.length + 1;
  const alone = tableOf(values, value => classOf(value, false));
  const within = instances && tableOf(values, value => classOf(value, true));
  const keys = new Uint32Array(values.length);
  for (let i = 0; i < keys.length; i++) {
    const instance = instances?.[i] ?? 0;
    const number = (instance > 0 && within ? within : alone)[values[i]];
    if (number > 0) keys[i] = instance * span + number;
  }
  const regions = brushesByKey(keys, width, height);
  return {
    labels: regions.map(({ key, brush }) => ({ ...brush, class: classes[(key % span) - 1], source: 'imported' })),
    pixels: regions.reduce((sum, region) => sum + region.pixels, 0),
  };
}

/** Asks for each value that occurs once. */
function tableOf(values: MaskImage['values'], of: (value: number) => number): number[] {
  const table: number[] = [];
  for (let i = 0; i < values.length; i++) table[values[i]] ??= of(values[i]);
  return table;
}

/**
 * The instance of each pixel, by VOC's palette or, where the file's colours are others, by value; what is of no colour of
 * the palette is of no instance.
 */
export function instancesOf({ kind, values, colours }: MaskImage): Uint8Array {
  const table = tableOf(values, value => {
    if (kind === 'gray') return value;
    return vocIndexOf(colours[value] ?? -1) ?? (kind === 'palette' ? value : 0);
  });
  const instances = new Uint8Array(values.length);
  // `Uint8Array.from` with a function is ten times slower.
  for (let i = 0; i < values.length; i++) instances[i] = table[values[i]];
  return instances;
}
