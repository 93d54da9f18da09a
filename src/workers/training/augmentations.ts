import { gaussianBlur } from '../../shared/image/blur.ts';
import { resizeBilinear } from '../../shared/image/resize.ts';
import { Random } from '../../shared/random.ts';
import { keysOf } from '../../shared/table.ts';
import type { AUGMENTATION } from '../../shared/training/settings/augmentation.ts';
import { drawElastic, type Pair, type Warp } from './warp.ts';

/** A setting that changes pictures at random. */
export type AugmentationName = keyof typeof AUGMENTATION;

/** What is done to one picture. */
export interface Effect {
  /** Where its pixels come from; first of all, so that they are read once. */
  readonly warp?: Partial<Warp>;
  /** What becomes of a gray value, 0..255; rounded and clipped once, after all effects. */
  shade?(value: number): number;
  /** What becomes of the picture then, and of its mask, uint8 [size, size]. */
  change?(pair: Pair, size: number): Pair;
}

/** One way of changing pictures at random. What is drawn, D, is copied to other threads and has its effect there. */
interface AugmentationRule<D> {
  /** Drawn even where its setting is 0: the first trainings did so, and must be repeated with the same random numbers. */
  readonly isAlwaysDrawn?: true;
  /** @param amount its setting */
  draw(random: Random, amount: number): D;
  effect(drawn: D): Effect;
}

/** All of them, in the order in which they are drawn and applied: new ones come last. */
const AUGMENTATIONS = {
  flip: rule({
    isAlwaysDrawn: true,
    draw: (random, probability) => ({ horizontal: random.chance(probability), vertical: random.chance(probability) }),
    effect: flip => ({
      change: ({ image, mask }, size) => ({ image: flipped(image, size, flip), mask: flipped(mask, size, flip) }),
    }),
  }),
  contrast: rule({
    isAlwaysDrawn: true,
    draw: (random, share) => 1 + random.uniform(-share, share),
    effect: factor => ({ shade: value => value * factor }),
  }),
  brightness: rule({
    isAlwaysDrawn: true,
    draw: (random, share) => random.uniform(-share, share) * 128,
    effect: more => ({ shade: value => value + more }),
  }),
  blur: rule({
    isAlwaysDrawn: true,
    draw: (random, probability) => random.chance(probability),
    effect: isBlurred => (isBlurred ? { change: blurred } : {}),
  }),
  rotation: rule({
    draw: (random, degrees) => random.uniform(-degrees, degrees),
    effect: rotation => ({ warp: { rotation } }),
  }),
  elastic: rule({
    draw: (random, percent) => drawElastic(random, percent / 100),
    effect: elastic => ({ warp: { elastic } }),
  }),
  scale: rule({
    draw: (random, share) => factorUpTo(random, 1 + share),
    effect: scale => ({ warp: { scale } }),
  }),
  quarterTurn: rule({
    draw: (random, probability) => random.chance(probability),
    effect: isTurned => (isTurned ? { change: turned } : {}),
  }),
  gamma: rule({
    draw: (random, share) => factorUpTo(random, 1 + share),
    effect: power => ({ shade: value => 255 * (Math.min(Math.max(value, 0), 255) / 255) ** power }),
  }),
  noise: rule({
    draw: (random, share) => ({ deviation: 255 * random.uniform(0, share), seed: random.below(2 ** 32) }),
    effect: noise => ({ change: pair => noisy(pair, noise) }),
  }),
  lowResolution: rule({
    draw: (random, probability) => (random.chance(probability) ? random.uniform(0.5, 1) : 1),
    effect: share => (share < 1 ? { change: (pair, size) => coarse(pair, size, share) } : {}),
  }),
} satisfies Record<AugmentationName, AugmentationRule<unknown>>;

type Drawn = { [K in AugmentationName]: ReturnType<(typeof AUGMENTATIONS)[K]['draw']> };

/** What one of them drew for a picture. */
export type Change<K extends AugmentationName = AugmentationName> = {
  [P in K]: { readonly name: P; readonly drawn: Drawn[P] };
}[K];

const RULES: { readonly [K in AugmentationName]: AugmentationRule<Drawn[K]> } = AUGMENTATIONS;

/**
 * What happens to one image on its way into a batch. Drawn ahead, so that results do not depend on the thread; nothing is what
 * validation sees.
 */
export type Augmentation = readonly Change[];

/** Draws what the settings allow; what they turn off does not happen. */
export function drawAugmentation(random: Random, settings: Readonly<Record<AugmentationName, number>>): Augmentation {
  return keysOf(RULES).flatMap(name => {
    const isOn = settings[name] > 0;
    const changes = isOn || RULES[name].isAlwaysDrawn ? [drawn(name, random, settings[name])] : [];
    return isOn ? changes : [];
  });
}

function drawn<K extends AugmentationName>(name: K, random: Random, amount: number): Change<K> {
  return { name, drawn: RULES[name].draw(random, amount) };
}

export function effectOf<K extends AugmentationName>({ name, drawn }: Change<K>): Effect {
  return RULES[name].effect(drawn);
}

function rule<D>(rule: AugmentationRule<D>): AugmentationRule<D> {
  return rule;
}

/** Between 1 / most and most, larger and smaller alike. */
function factorUpTo(random: Random, most: number): number {
  return most ** random.uniform(-1, 1);
}

function turned({ image, mask }: Pair, size: number): Pair {
  const turn = (pixels: Uint8Array) =>
    pixels.map((_, i) => pixels[(i % size) * size + (size - 1 - Math.floor(i / size))]);
  return { image: turn(image), mask: turn(mask) };
}

function noisy({ image, mask }: Pair, { deviation, seed }: { deviation: number; seed: number }): Pair {
  const random = new Random(seed);
  const data = Uint8ClampedArray.from(image, value => value + deviation * random.normal());
  return { image: new Uint8Array(data.buffer), mask };
}

/** As a camera of fewer pixels would have it. */
function coarse({ image, mask }: Pair, size: number, share: number): Pair {
  const fewer = Math.max(1, Math.round(size * share));
  const small = resizeBilinear({ width: size, height: size, data: image }, fewer, fewer);
  return { image: resizeBilinear(small, size, size).data, mask };
}

function flipped(pixels: Uint8Array, size: number, flip: { horizontal: boolean; vertical: boolean }): Uint8Array {
  if (!flip.horizontal && !flip.vertical) return pixels;
  const result = new Uint8Array(pixels.length);
  for (let row = 0, i = 0; row < size; row++) {
    const from = (flip.vertical ? size - 1 - row : row) * size;
    for (let column = 0; column < size; column++, i++) {
      result[i] = pixels[from + (flip.horizontal ? size - 1 - column : column)];
    }
  }
  return result;
}

function blurred({ image, mask }: Pair, size: number): Pair {
  return { image: gaussianBlur({ width: size, height: size, data: image }, 3).data, mask };
}
