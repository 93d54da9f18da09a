import { codeOf, type MaskFacts, MOST_INDEX } from './mask-facts.ts';
import type { MaskImage } from './mask-image.ts';
import { VOID } from './voc-classes.ts';
import { vocIndexOf } from './voc-colours.ts';

/** What masks without a label map mean, found by looking at all of them: 1 is the one class here, and the first of many there. */
export interface MaskSet {
  readonly classes: readonly string[];
  /** The class of each value of a flattened mask (from 1 on, 0 for background); or how many pixels nobody can tell. */
  meaningOf(mask: MaskImage, facts: MaskFacts): MaskMeaning;
}

export type MaskMeaning =
  | { readonly classOf: (value: number) => number; readonly voids: number; readonly isCut: boolean }
  | { readonly soft: number };

/** The name of a class if there is but one. */
const CRACK = 'crack';

/**
 * `listed` are the names of the indices from 1 on, if a file tells them; `threshold` takes masks with soft edges, too, as crack
 * from half of their largest value on.
 */
export function maskSetOf(files: readonly MaskFacts[], listed: readonly string[] | null, threshold: boolean): MaskSet {
  const isByIndex = (listed?.length ?? 0) > 1 || indicesOf(files).size > 1;
  const colours = new Set(files.filter(isHard).flatMap(facts => (isColoured(facts) ? foreground(facts) : [])));
  const name = (facts: MaskFacts, code: number): string => {
    if (isColoured(facts)) return colours.size > 1 ? `#${code.toString(16).padStart(6, '0')}` : (listed?.[0] ?? CRACK);
    if (!isByIndex) return listed?.[0] ?? CRACK;
    const index = indexOf(facts, code);
    return listed?.[index - 1] ?? `class ${index}`;
  };
  const isTold = (facts: MaskFacts) => isHard(facts) || (isByIndex && isIndexMask(facts));
  const isVoid = (facts: MaskFacts, code: number) => isByIndex && !isColoured(facts) && indexOf(facts, code) === VOID;
  const found = files.flatMap(facts => {
    if (!isTold(facts)) return facts.isTwoSided || threshold ? [[0, listed?.[0] ?? CRACK] as const] : [];
    const codes = foreground(facts).filter(code => !isVoid(facts, code));
    return codes.map(code => [isColoured(facts) ? code : indexOf(facts, code), name(facts, code)] as const);
  });
  const names = found.sort(([a], [b]) => a - b).map(([, each]) => each);
  const classes = [...new Set([...(listed ?? []), ...names])];
  const meaningOf = (mask: MaskImage, facts: MaskFacts): MaskMeaning => {
    if (!isTold(facts)) {
      if (!facts.isTwoSided && !threshold) return { soft: facts.soft };
      return cutAtHalf(mask, classes.indexOf(listed?.[0] ?? CRACK) + 1);
    }
    const voids = foreground(facts).reduce(
      (sum, code) => sum + (isVoid(facts, code) ? facts.counts!.get(code)! : 0),
      0,
    );
    const classOf = (value: number) => {
      const code = codeOf(mask, value);
      return facts.background.has(code) || isVoid(facts, code) ? 0 : classes.indexOf(name(facts, code)) + 1;
    };
    return { classOf, voids, isCut: false };
  };
  return { classes, meaningOf };
}

/** A mask of colours that are not VOC's: what they mean is known to its maker alone. */
function isColoured({ kind, isVoc }: MaskFacts): boolean {
  return kind === 'colour' && !isVoc;
}

function indexOf({ kind }: MaskFacts, code: number): number {
  return kind === 'colour' ? (vocIndexOf(code) ?? 0) : code;
}

function foreground({ counts, background }: MaskFacts): number[] {
  return [...(counts?.keys() ?? [])].filter(code => !background.has(code));
}

/** Whether each pixel is background or of one class, by this mask alone. */
function isHard({ counts, soft }: MaskFacts): boolean {
  return counts !== null && soft === 0;
}

/** Whether a gray mask can be one of class numbers. */
function isIndexMask({ kind, counts, isLossy }: MaskFacts): boolean {
  return (
    kind === 'gray' &&
    !isLossy &&
    counts !== null &&
    [...counts.keys()].every(gray => gray <= MOST_INDEX || gray === VOID)
  );
}

/** The class numbers of all masks, if those make sense as numbers: in some mask there are several, or different ones in different masks. */
function indicesOf(files: readonly MaskFacts[]): Set<number> {
  // Small grays beside 255 may be the soft edges of black and white.
  const isNumbers = (facts: MaskFacts) => isIndexMask(facts) && !facts.counts!.has(VOID);
  const usable = files.filter(facts =>
    facts.kind === 'gray' ? isNumbers(facts) : isHard(facts) && !isColoured(facts),
  );
  const indices = usable.flatMap(facts => foreground(facts).map(code => indexOf(facts, code)));
  return new Set(indices.filter(index => index !== VOID));
}

/** Crack from half of the mask's largest value on; a colour counts by its strongest channel. */
function cutAtHalf({ values, colours }: MaskImage, number: number): MaskMeaning {
  const strength = (value: number) => Math.max(...[16, 8, 0].map(shift => ((colours[value] ?? 0) >> shift) & 255));
  let top = 0;
  const seen = new Map<number, number>();
  for (const value of values) {
    if (seen.has(value)) continue;
    seen.set(value, strength(value));
    top = Math.max(top, seen.get(value)!);
  }
  return { classOf: value => (top > 0 && seen.get(value)! * 2 >= top ? number : 0), voids: 0, isCut: true };
}
