import type { ReadOptions } from '../format.ts';
import { VOID } from '../voc/voc-classes.ts';
import {
  foreground,
  foregroundPixels,
  hasVoid,
  indexOf,
  indicesOf,
  isColoured,
  isHard,
  isIndexMask,
  looksInverted,
  mayHaveVoid,
  strengthOf,
} from './mask-codes.ts';
import { codeOf, type MaskFacts } from './mask-facts.ts';
import { countValues, type MaskImage } from './mask-image.ts';

/** The class of each value of a mask, or how many pixels keep it from being told. */
export type MaskMeaning =
  | {
      readonly classOf: (value: number) => number;
      readonly voids: number;
      readonly isCut: boolean;
      readonly isInverted: boolean;
    }
  | { readonly refused: 'soft-mask' | 'void-unclear' | 'inverted-mask'; readonly pixels: number };

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
    if (!isTold && !facts.isTwoSided && soft !== 'half') {
      return { refused: mayHaveVoid(facts) ? 'void-unclear' : 'soft-mask', pixels: facts.soft };
    }
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

/** Crack from half of the mask's largest value on. */
function atHalf({ values, colours }: MaskImage): (value: number) => boolean {
  const strength = (value: number) => strengthOf(colours[value] ?? 0);
  let top = 0;
  for (const value of countValues({ values }).keys()) top = Math.max(top, strength(value));
  return value => top > 0 && 2 * strength(value) >= top;
}
