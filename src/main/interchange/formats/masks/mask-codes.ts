import type { ReadOptions } from '../format.ts';
import { VOID } from '../voc/voc-classes.ts';
import { vocIndexOf } from '../voc/voc-colours.ts';
import { type MaskFacts, MOST_INDEX } from './mask-facts.ts';

/**
 * Masks of which more is crack than this look inverted: a true one would have to be wider than the background, for an inverted
 * one it is enough that less than two fifths are crack.
 */
export const INVERTED_SHARE = 0.6;
/** Pixels of small numbers beside those of 255, from which on they are classes beside a void, and no soft edges or stray pixels. */
const CLASSES_BESIDE_VOID = { share: 0.05, many: 16, shareOfMany: 0.002 };

/** A mask of colours that are not VOC's: what they mean is known to its maker alone. */
export function isColoured({ kind, isVoc }: MaskFacts): boolean {
  return kind === 'colour' && !isVoc;
}

export function indexOf({ kind }: MaskFacts, code: number): number {
  return kind === 'colour' ? (vocIndexOf(code) ?? 0) : code;
}

export function foreground({ counts, background }: MaskFacts): number[] {
  return [...(counts?.keys() ?? [])].filter(code => !background.has(code));
}

/** Whether each pixel is background or of one class, by this mask alone. */
export function isHard({ counts, soft }: MaskFacts): boolean {
  return counts !== null && soft === 0;
}

/** Whether a gray mask can be one of class numbers; whoever says that it is may have more of them. */
export function isIndexMask({ kind, counts, isLossy }: MaskFacts, { soft }: Pick<ReadOptions, 'soft'> = {}): boolean {
  const most = soft === 'classes' ? VOID : MOST_INDEX;
  return (
    kind === 'gray' && !isLossy && counts !== null && [...counts.keys()].every(gray => gray <= most || gray === VOID)
  );
}

/** Whether a gray mask may as well be one of classes beside a void as one of 255 with soft edges. */
export function mayHaveVoid(facts: MaskFacts): boolean {
  return isIndexMask(facts) && facts.counts!.has(VOID);
}

/** The class numbers of all masks, if those make sense as numbers: in some mask there are several, or different ones in different masks. */
export function indicesOf(files: readonly MaskFacts[], listed: readonly string[] | null): Set<number> {
  // Small grays beside 255 may be the soft edges of black and white.
  const isNumbers = (facts: MaskFacts) => isIndexMask(facts) && (!facts.counts!.has(VOID) || hasVoid([facts], listed));
  const usable = files.filter(facts =>
    facts.kind === 'gray' ? isNumbers(facts) : isHard(facts) && !isColoured(facts),
  );
  const indices = usable.flatMap(facts => foreground(facts).map(code => indexOf(facts, code)));
  return new Set(indices.filter(index => index !== VOID));
}

/**
 * Whether masks have classes beside 255, which is void then: a palette says so itself; grays are numbers if they go up from 1
 * one by one, or are listed, and are too many for the edges of 255.
 */
export function hasVoid(files: readonly MaskFacts[], listed: readonly string[] | null): boolean {
  const beside = files.filter(facts => {
    const indices = foreground(facts).map(code => indexOf(facts, code));
    return indices.includes(VOID) && indices.length > 1 && !isColoured(facts);
  });
  if (beside.some(facts => facts.kind !== 'gray' && isHard(facts))) return true;
  const grays = beside.filter(facts => isIndexMask(facts));
  const numbers = new Set(grays.flatMap(foreground).filter(gray => gray !== VOID));
  const highest = Math.max(0, ...numbers);
  const isKnown = highest <= (listed?.length ?? 0) || numbers.size === highest;
  const voids = grays.reduce((sum, { counts }) => sum + counts!.get(VOID)!, 0);
  const others = grays.reduce((sum, facts) => sum + foregroundPixels(facts), 0) - voids;
  const { share, many, shareOfMany } = CLASSES_BESIDE_VOID;
  const areMany = others >= share * voids || (others >= many && others >= shareOfMany * voids);
  return grays.length > 0 && isKnown && areMany;
}

export function foregroundPixels(facts: MaskFacts): number {
  return foreground(facts).reduce((sum, code) => sum + facts.counts!.get(code)!, 0);
}

/** Of a mask that is soft, the brighter half counts. */
export function looksInverted(facts: MaskFacts): boolean {
  const { kind, counts, background } = facts;
  if (counts === null) return false;
  const isHalf = !isHard(facts) && kind !== 'palette';
  const strength = (code: number) => (kind === 'colour' ? strengthOf(code) : code);
  const top = Math.max(...Array.from(counts.keys(), strength));
  let [crack, area] = [0, 0];
  for (const [code, count] of counts) {
    area += count;
    if (isHalf ? 2 * strength(code) >= top : !background.has(code)) crack += count;
  }
  return crack > INVERTED_SHARE * area;
}

/** A colour counts by its strongest channel. */
export function strengthOf(colour: number): number {
  return Math.max(colour >> 16, (colour >> 8) & 255, colour & 255);
}
