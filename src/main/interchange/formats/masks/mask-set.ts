import type { ReadOptions } from '../format.ts';
import { VOID } from '../voc/voc-classes.ts';
import { vocIndexOf } from '../voc/voc-colours.ts';
import { codeOf, type MaskFacts, MOST_INDEX } from './mask-facts.ts';
import { countValues, type MaskImage } from './mask-image.ts';

/**
 * Masks of which more is crack than this look inverted: a true one would have to be wider than the background, for an inverted
 * one it is enough that less than two fifths are crack.
 */
export const INVERTED_SHARE = 0.6;
/** Pixels of small numbers beside those of 255, from which on they are classes beside a void, and no soft edges of 255. */
const CLASSES_BESIDE_VOID = 0.05;

/** The class of each value of a mask, or how many pixels keep it from being told. */
export type MaskMeaning =
  | {
      readonly classOf: (value: number) => number;
      readonly voids: number;
      readonly isCut: boolean;
      readonly isInverted: boolean;
    }
  | { readonly refused: 'soft-mask' | 'inverted-mask'; readonly pixels: number };

export interface MaskSetOptions extends Pick<ReadOptions, 'soft' | 'invert'> {
  /** The names of the indices from 1 on, if a file tells them. */
  readonly listed: readonly string[] | null;
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
  /** Whether there is but one class beside the background and a void. */
  readonly #isOneIndex: boolean;
  readonly #isManyColoured: boolean;
  /** Whether nobody said what most of the masks are, which look inverted. */
  readonly #isAsked: boolean;

  constructor(files: readonly MaskFacts[], options: MaskSetOptions) {
    const { listed, soft, invert } = options;
    this.#options = options;
    this.#only = listed?.[0] ?? 'crack';
    const indices = indicesOf(files, listed);
    this.#isByIndex = (listed?.length ?? 0) > 1 || indices.size > 1 || hasVoid(files, listed) || soft === 'classes';
    this.#isOneIndex = indices.size === 1;
    const colours = files.filter(facts => isHard(facts) && isColoured(facts)).flatMap(foreground);
    this.#isManyColoured = new Set(colours).size > 1;
    const found = files.flatMap(facts => this.#namesIn(facts)).sort(([a], [b]) => a - b);
    this.classes = [...new Set([...(listed ?? []), ...found.map(([, name]) => name)])];
    const told = files.filter(facts => this.#isOfTwo(facts));
    this.#isAsked = invert === 'ask' && 2 * told.filter(looksInverted).length > told.length;
  }

  /** The class of each value of a flattened mask (from 1 on, 0 for background); or how many pixels nobody can tell. */
  meaningOf(mask: MaskImage, facts: MaskFacts): MaskMeaning {
    const isTold = this.#isTold(facts);
    const { soft, invert } = this.#options;
    if (!isTold && !facts.isTwoSided && soft !== 'half') return { refused: 'soft-mask', pixels: facts.soft };
    if (isTold && !this.#isOfTwo(facts)) return this.#meaningOfClasses(mask, facts);
    if (invert === 'ask' && (this.#isAsked || looksInverted(facts))) {
      return { refused: 'inverted-mask', pixels: foregroundPixels(facts) };
    }
    const isCrack = isTold ? (value: number) => !facts.background.has(codeOf(mask, value)) : atHalf(mask);
    const [crack, isInverted] = [this.classes.indexOf(this.#only) + 1, invert === 'yes'];
    return { classOf: value => (isCrack(value) === isInverted ? 0 : crack), voids: 0, isCut: !isTold, isInverted };
  }

  #meaningOfClasses(mask: MaskImage, facts: MaskFacts): MaskMeaning {
    const voids = foreground(facts).filter(code => this.#isVoid(facts, code));
    const classOf = (value: number) => {
      const code = codeOf(mask, value);
      const isNone = facts.background.has(code) || voids.includes(code);
      return isNone ? 0 : this.classes.indexOf(this.#nameOf(facts, code)) + 1;
    };
    const count = voids.reduce((sum, code) => sum + facts.counts!.get(code)!, 0);
    return { classOf, voids: count, isCut: false, isInverted: false };
  }

  #isTold(facts: MaskFacts): boolean {
    return isHard(facts) || (this.#isByIndex && isIndexMask(facts, this.#options));
  }

  /** Whether a mask knows but crack and background, so that it can be the wrong way round. */
  #isOfTwo(facts: MaskFacts): boolean {
    return !(isColoured(facts) ? this.#isManyColoured : this.#isByIndex);
  }

  #isVoid(facts: MaskFacts, code: number): boolean {
    return this.#isByIndex && !isColoured(facts) && indexOf(facts, code) === VOID;
  }

  #nameOf(facts: MaskFacts, code: number): string {
    if (isColoured(facts)) return this.#isManyColoured ? `#${code.toString(16).padStart(6, '0')}` : this.#only;
    if (!this.#isByIndex) return this.#only;
    const index = indexOf(facts, code);
    return this.#options.listed?.[index - 1] ?? (this.#isOneIndex ? this.#only : `class ${index}`);
  }

  /** The classes of one mask, each with the number or colour that it is sorted by. */
  #namesIn(facts: MaskFacts): (readonly [order: number, name: string])[] {
    const isCrack = facts.isTwoSided || this.#options.soft === 'half';
    if (!this.#isTold(facts)) return isCrack ? [[0, this.#only]] : [];
    if (this.#isOfTwo(facts) && this.#options.invert === 'yes') return [[0, this.#only]];
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

/** Whether a gray mask can be one of class numbers; whoever says that it is may have more of them. */
function isIndexMask({ kind, counts, isLossy }: MaskFacts, { soft }: Pick<ReadOptions, 'soft'> = {}): boolean {
  const most = soft === 'classes' ? VOID : MOST_INDEX;
  return (
    kind === 'gray' && !isLossy && counts !== null && [...counts.keys()].every(gray => gray <= most || gray === VOID)
  );
}

/** The class numbers of all masks, if those make sense as numbers: in some mask there are several, or different ones in different masks. */
function indicesOf(files: readonly MaskFacts[], listed: readonly string[] | null): Set<number> {
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
function hasVoid(files: readonly MaskFacts[], listed: readonly string[] | null): boolean {
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
  return grays.length > 0 && isKnown && others >= CLASSES_BESIDE_VOID * voids;
}

function foregroundPixels(facts: MaskFacts): number {
  return foreground(facts).reduce((sum, code) => sum + facts.counts!.get(code)!, 0);
}

/** Of a mask that is soft, the brighter half counts. */
function looksInverted(facts: MaskFacts): boolean {
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
function strengthOf(colour: number): number {
  return Math.max(colour >> 16, (colour >> 8) & 255, colour & 255);
}

/** Crack from half of the mask's largest value on. */
function atHalf({ values, colours }: MaskImage): (value: number) => boolean {
  const strength = (value: number) => strengthOf(colours[value] ?? 0);
  let top = 0;
  for (const value of countValues({ values }).keys()) top = Math.max(top, strength(value));
  return value => top > 0 && 2 * strength(value) >= top;
}
