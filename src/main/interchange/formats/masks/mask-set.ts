import { VOID } from '../voc/voc-classes.ts';
import { vocIndexOf } from '../voc/voc-colours.ts';
import { codeOf, type MaskFacts, MOST_INDEX } from './mask-facts.ts';
import type { MaskImage } from './mask-image.ts';

export type MaskMeaning =
  | { readonly classOf: (value: number) => number; readonly voids: number; readonly isCut: boolean }
  | { readonly soft: number };

export interface MaskSetOptions {
  /** The names of the indices from 1 on, if a file tells them. */
  readonly listed: readonly string[] | null;
  /** Takes masks with soft edges, too, as crack from half of their largest value on. */
  readonly threshold: boolean;
}

/**
 * What masks without a label map mean, found by looking at all of them: 1 is the only class here, and the first of several
 * there.
 */
export class MaskSet {
  /** In the order of the list, then of their numbers or colours. */
  readonly classes: readonly string[];
  readonly #options: MaskSetOptions;
  /** The name of the class if there is but one. */
  readonly #only: string;
  readonly #isByIndex: boolean;
  readonly #isManyColoured: boolean;

  constructor(files: readonly MaskFacts[], options: MaskSetOptions) {
    const { listed } = options;
    this.#options = options;
    this.#only = listed?.[0] ?? 'crack';
    this.#isByIndex = (listed?.length ?? 0) > 1 || indicesOf(files).size > 1;
    const colours = files.filter(facts => isHard(facts) && isColoured(facts)).flatMap(foreground);
    this.#isManyColoured = new Set(colours).size > 1;
    const found = files.flatMap(facts => this.#namesIn(facts)).sort(([a], [b]) => a - b);
    this.classes = [...new Set([...(listed ?? []), ...found.map(([, name]) => name)])];
  }

  /** The class of each value of a flattened mask (from 1 on, 0 for background); or how many pixels nobody can tell. */
  meaningOf(mask: MaskImage, facts: MaskFacts): MaskMeaning {
    if (!this.#isTold(facts)) {
      const isCut = facts.isTwoSided || this.#options.threshold;
      return isCut ? cutAtHalf(mask, this.classes.indexOf(this.#only) + 1) : { soft: facts.soft };
    }
    const voids = foreground(facts).filter(code => this.#isVoid(facts, code));
    const classOf = (value: number) => {
      const code = codeOf(mask, value);
      const isNone = facts.background.has(code) || voids.includes(code);
      return isNone ? 0 : this.classes.indexOf(this.#nameOf(facts, code)) + 1;
    };
    return { classOf, voids: voids.reduce((sum, code) => sum + facts.counts!.get(code)!, 0), isCut: false };
  }

  #isTold(facts: MaskFacts): boolean {
    return isHard(facts) || (this.#isByIndex && isIndexMask(facts));
  }

  #isVoid(facts: MaskFacts, code: number): boolean {
    return this.#isByIndex && !isColoured(facts) && indexOf(facts, code) === VOID;
  }

  #nameOf(facts: MaskFacts, code: number): string {
    if (isColoured(facts)) return this.#isManyColoured ? `#${code.toString(16).padStart(6, '0')}` : this.#only;
    if (!this.#isByIndex) return this.#only;
    const index = indexOf(facts, code);
    return this.#options.listed?.[index - 1] ?? `class ${index}`;
  }

  /** The classes of one mask, each with the number or colour that it is sorted by. */
  #namesIn(facts: MaskFacts): (readonly [order: number, name: string])[] {
    if (!this.#isTold(facts)) return facts.isTwoSided || this.#options.threshold ? [[0, this.#only]] : [];
    const codes = foreground(facts).filter(code => !this.#isVoid(facts, code));
    return codes.map(code => [isColoured(facts) ? code : indexOf(facts, code), this.#nameOf(facts, code)]);
  }
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
