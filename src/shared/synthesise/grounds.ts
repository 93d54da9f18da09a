import type { FloatImage, Size } from '../image/gray-image.ts';
import type { Random } from '../random.ts';
import { laid, type Pattern } from './joints.ts';
import { addGrain, addNoise, addStreaks, filled, fractal, logUniform } from './noise.ts';
import { pave, strew } from './stones.ts';

type Ground = (size: Size, random: Random) => FloatImage;

/** A rough surface, lit from one side: the slope of noise of many scales. */
function addRelief(image: FloatImage, random: Random, coarse: number, strength: number): void {
  const relief = fractal(image, random, coarse, 1.5, random.uniform(0.45, 0.7));
  const { width, data } = relief;
  const step = 1 + (random.chance(0.5) ? width : 0);
  const scale = strength * Math.sqrt(coarse);
  for (let i = 0; i < data.length - step; i++) image.data[i] += scale * (data[i + step] - data[i]);
}

function addMottle(image: FloatImage, random: Random, strength: number): void {
  addNoise(image, random, strength, random.uniform(60, 160));
  addNoise(image, random, strength * 0.7, random.uniform(20, 50));
  addNoise(image, random, strength * 0.4, random.uniform(7, 16));
}

function concrete(size: Size, random: Random): FloatImage {
  const image = filled(size, random.uniform(90, 215));
  addMottle(image, random, random.uniform(2, 14));
  addRelief(image, random, random.uniform(4, 20), random.uniform(1, 10));
  addGrain(image, random, random.uniform(2, 18));
  if (random.chance(0.7)) {
    const dark = random.uniform(15, 80);
    const pores = {
      share: random.uniform(0.02, 0.25),
      radius: random.uniform(0.1, 0.35),
      tone: () => -dark * random.uniform(0.3, 1),
    };
    strew(image, random, logUniform(random, 5, 30), pores);
  }
  if (random.chance(0.4)) {
    const tone = () => random.uniform(-30, 35);
    strew(image, random, logUniform(random, 5, 22), {
      share: random.uniform(0.2, 0.8),
      radius: random.uniform(0.3, 0.6),
      tone,
    });
  }
  if (random.chance(0.25)) {
    const board = { angle: random.uniform(0, Math.PI), along: 400, across: random.uniform(2, 9) };
    addStreaks(image, random, random.uniform(3, 14), board);
  }
  return image;
}

function asphalt(size: Size, random: Random): FloatImage {
  const image = filled(size, random.uniform(65, 175));
  addMottle(image, random, random.uniform(2, 9));
  const cell = logUniform(random, 2.5, 9);
  pave(image, random, cell, random.uniform(10, 40), random.uniform(5, 45));
  if (random.chance(0.6))
    pave(image, random, cell * random.uniform(0.4, 0.7), random.uniform(8, 30), random.uniform(0, 25));
  if (random.chance(0.6)) {
    const tone = () => (random.chance(0.75) ? random.uniform(15, 85) : random.uniform(-60, -20));
    strew(image, random, logUniform(random, 6, 18), {
      share: random.uniform(0.05, 0.5),
      radius: random.uniform(0.3, 0.55),
      tone,
    });
  }
  if (random.chance(0.6)) addRelief(image, random, random.uniform(3, 12), random.uniform(4, 18));
  addGrain(image, random, random.uniform(5, 30));
  return image;
}

/** A smooth binder with single stones in it. */
function mastic(size: Size, random: Random): FloatImage {
  const image = filled(size, random.uniform(80, 160));
  addMottle(image, random, random.uniform(2, 7));
  addRelief(image, random, random.uniform(3, 8), random.uniform(2, 10));
  addGrain(image, random, random.uniform(4, 16));
  for (let i = random.below(3); i >= 0; i--) {
    const tone = () => random.uniform(-35, 75);
    strew(image, random, logUniform(random, 4, 22), {
      share: random.uniform(0.1, 0.6),
      radius: random.uniform(0.2, 0.5),
      tone,
    });
  }
  return image;
}

/** Brushed, turned or rolled. */
function metal(size: Size, random: Random): FloatImage {
  const image = filled(size, random.uniform(80, 200));
  const angle = random.uniform(0, Math.PI);
  for (const across of [1.2, 3, 9, 40]) {
    addStreaks(image, random, random.uniform(1, 14), { angle, along: across * random.uniform(20, 60), across });
  }
  const [period, swing, lean] = [random.uniform(20, 120), random.uniform(0, 70), random.uniform(0, Math.PI)];
  const power = random.uniform(1, 4);
  for (let y = 0, at = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++, at++) {
      const phase = Math.sin((x * Math.cos(lean) + y * Math.sin(lean)) / (period / 6.28));
      image.data[at] += swing * Math.sign(phase) * Math.abs(phase) ** power;
    }
  }
  addGrain(image, random, random.uniform(2, 10));
  return image;
}

/** Patches of another gray and texture over a ground: rust, peeling paint, damp, moss. */
export function addPatches(image: FloatImage, random: Random): void {
  const patches = fractal(image, random, random.uniform(30, 120), 3, random.uniform(0.45, 0.65));
  const [from, tone, rough] = [random.uniform(-0.1, 0.5), random.uniform(-60, 45), random.uniform(0, 20)];
  const [sharp, rim] = [logUniform(random, 3, 60), random.chance(0.4) ? random.uniform(-30, 20) : 0];
  const texture = filled(image, tone);
  addNoise(texture, random, rough, 2.5);
  addNoise(texture, random, rough, 8);
  for (let i = 0; i < patches.data.length; i++) {
    const share = Math.min(1, Math.max(0, 0.5 + (patches.data[i] - from) * sharp));
    image.data[i] += share * texture.data[i] + 4 * rim * share * (1 - share);
  }
}

function rust(size: Size, random: Random): FloatImage {
  const image = random.chance(0.5) ? metal(size, random) : concrete(size, random);
  addPatches(image, random);
  addPatches(image, random);
  addRelief(image, random, random.uniform(4, 14), random.uniform(3, 15));
  return image;
}

function wood(size: Size, random: Random): FloatImage {
  const image = filled(size, random.uniform(80, 190));
  const angle = random.chance(0.7) ? (random.chance(0.5) ? 0 : Math.PI / 2) : random.uniform(0, Math.PI);
  for (const across of [1.5, 4, 12, 30]) {
    addStreaks(image, random, random.uniform(3, 16), { angle, along: across * random.uniform(12, 40), across });
  }
  addMottle(image, random, random.uniform(1, 8));
  addGrain(image, random, random.uniform(2, 12));
  return image;
}

/** Paint, glaze, plaster: little texture. */
function plain(size: Size, random: Random): FloatImage {
  const image = filled(size, random.uniform(60, 235));
  addMottle(image, random, random.uniform(0, 8));
  if (random.chance(0.5)) addRelief(image, random, random.uniform(3, 30), random.uniform(0.5, 6));
  addGrain(image, random, random.uniform(0, 10));
  return image;
}

/** Stone with veins, which are soft and as often light as dark. */
function marble(size: Size, random: Random): FloatImage {
  const image = filled(size, random.uniform(120, 225));
  addMottle(image, random, random.uniform(2, 12));
  for (let i = random.below(3); i >= 0; i--) {
    const veins = fractal(size, random, random.uniform(50, 150), 6, 0.5);
    const [tone, sharp] = [random.uniform(-35, 30), random.uniform(6, 22)];
    for (let k = 0; k < veins.data.length; k++)
      image.data[k] += tone * Math.max(0, 1 - sharp * Math.abs(veins.data[k]));
  }
  addGrain(image, random, random.uniform(1, 12));
  return image;
}

function jointed(pattern: Pattern, within: readonly Ground[]): Ground {
  return (size, random) => laid(within[random.below(within.length)](size, random), random, pattern);
}

const GROUNDS: readonly { readonly ground: Ground; readonly weight: number }[] = [
  { ground: concrete, weight: 5 },
  { ground: asphalt, weight: 6 },
  { ground: mastic, weight: 3 },
  { ground: metal, weight: 2 },
  { ground: rust, weight: 2 },
  { ground: wood, weight: 1 },
  { ground: plain, weight: 3 },
  { ground: marble, weight: 1.5 },
  { ground: jointed('grid', [plain, concrete, marble, mastic]), weight: 4.5 },
  { ground: jointed('bond', [concrete, plain, rust]), weight: 2 },
  { ground: jointed('boards', [wood, concrete, metal]), weight: 1.5 },
];
const TOTAL = GROUNDS.reduce((sum, { weight }) => sum + weight, 0);

/** A surface without damage, gray about 0..255. */
export function drawGround(size: Size, random: Random): FloatImage {
  let left = random.uniform(0, TOTAL);
  for (const { ground, weight } of GROUNDS) {
    left -= weight;
    if (left < 0) return ground(size, random);
  }
  return plain(size, random);
}
