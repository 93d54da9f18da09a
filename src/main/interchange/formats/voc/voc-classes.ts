import { countValues, type MaskImage } from '../masks/mask-image.ts';
import { VOC_CLASSES, vocIndexOf } from './voc-colours.ts';

/** What nobody wanted to decide on: the borders of VOC's objects. */
export const VOID = 255;

/** The index of each value of a mask, and how many pixels are void; or, where values have no index, how many pixels those are. */
export type VocIndices =
  | { readonly indexOf: ReadonlyMap<number, number>; readonly voids: number }
  | { readonly undeclared: number };

/** Palette and gray masks hold indices; truecolour ones have the colours of VOC's palette. */
export function vocIndices(mask: MaskImage): VocIndices {
  const counts = countValues(mask);
  const indices = [...counts.keys()].map(value => {
    return [value, mask.kind === 'colour' ? vocIndexOf(mask.colours[value]) : value] as const;
  });
  const known = indices.flatMap(([value, index]) => (index === undefined ? [] : [[value, index] as const]));
  const pixelsOf = (some: typeof known) => some.reduce((sum, [value]) => sum + counts.get(value)!, 0);
  if (known.length < indices.length) return { undeclared: mask.width * mask.height - pixelsOf(known) };
  return { indexOf: new Map(known), voids: pixelsOf(known.filter(([, index]) => index === VOID)) };
}

/** Soft edges, and not classes, are what has more different values. */
export const MOST_VALUES = 64;

/**
 * The classes of the indices that masks hold: by the list that came with them; as VOC calls them if the images are VOC's own
 * (`2007_000032`) and have no further ones; else by number.
 */
export function vocClassNames(
  used: ReadonlySet<number>,
  listed: readonly string[] | null,
  ids: readonly string[],
): { name: string; index: number }[] {
  const isVoc = ids.length > 0 && ids.every(id => /^\d{4}_\d{6}$/.test(id)) && [...used].every(fitsVoc);
  const names = listed ?? (isVoc ? VOC_CLASSES : []);
  const more = [...used].filter(index => index > names.length && index !== VOID).sort((a, b) => a - b);
  return [
    ...names.map((name, i) => ({ name, index: i + 1 })),
    ...more.map(index => ({ name: `class ${index}`, index })),
  ];
}

const fitsVoc = (index: number) => index <= VOC_CLASSES.length || index === VOID;
