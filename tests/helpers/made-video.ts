import { detectionsOf } from '../../src/shared/events/detections.ts';
import { gaussianBlur } from '../../src/shared/image/blur.ts';
import type { GrayImage } from '../../src/shared/image/gray-image.ts';
import { Random } from '../../src/shared/random.ts';
import { type Crack, drawCrack } from './crack-video.ts';
import { ground, shot, type View } from './moving-ground.ts';
import { tinyProbabilities } from './tiny-model.ts';

/** A video made with known truth. */
export interface MadeVideo {
  readonly name: string;
  readonly frames: readonly GrayImage[];
  /** Of each crack that is ever seen: the first and the last frame in which it alone would be a detection. */
  readonly truth: readonly (readonly [begin: number, end: number])[];
}

export const DARKNESS = 0.3;
export const LIMITS = { high: 0.5, low: 0.3, minAreaPx: 50, minLengthPx: 20 };

interface Scene {
  readonly cracks: readonly Crack[];
  readonly views: readonly View[];
  readonly radius?: number;
  /** Whether a crack is there at all in a frame. */
  readonly shows?: (frame: number, crack: number) => boolean;
  /** Brightness of a frame, 1 as it is. */
  readonly light?: (frame: number) => number;
}

type MakeScene = (random: Random) => Scene;

const SIZE = { width: 1200, height: 900 };

export const SCENES: Readonly<Record<string, MakeScene>> = {
  panned: random => ({
    cracks: [
      wander(random, 330, 360, 300, 160),
      wander(random, 640, 330, 300, 160),
      wander(random, 900, 400, 200, 150),
    ],
    views: panned(random, 330, 450, random.uniform(1, 6)),
  }),
  zoomed: random => {
    const views = along(200, i => ({
      x: 500,
      y: 450,
      turn: 0,
      zoom: 1 + 0.7 * Math.sin(i / random.uniform(30, 31)) ** 2,
    }));
    return { cracks: [wander(random, 480, 400, 60, 100), wander(random, 600, 470, 150, 100)], views };
  },
  turned: random => {
    const turning = random.uniform(0.004, 0.02);
    const views = along(200, i => ({ x: 480 + i, y: 450, turn: turning * i, zoom: 1 }));
    return { cracks: [wander(random, 450, 400, 60, 100), wander(random, 640, 470, 150, 100)], views };
  },
  shaken: random => {
    const views = along(150, () => ({
      x: 500 + 5 * random.normal(),
      y: 450 + 5 * random.normal(),
      turn: 0.02 * random.normal(),
      zoom: 1 + 0.01 * random.normal(),
    }));
    return { cracks: [wander(random, 470, 400, 60, 100), wander(random, 540, 400, 60, 110)], views };
  },
  'two crossing, panned': random => {
    const [dx, dy] = heading(random);
    const speed = random.uniform(2, 6);
    const views = along(Math.round(600 / speed), i => ({
      x: 600 + dx * (speed * i - 300),
      y: 450 + dy * (speed * i - 300),
      turn: 0,
      zoom: 1,
    }));
    return { cracks: crossing(random, 600, 450), views };
  },
  'two crossing, shaken': random => {
    const views = along(120, i => ({
      x: 600 + 4 * random.normal(),
      y: 450 + 4 * random.normal(),
      turn: 0.003 * i,
      zoom: 1,
    }));
    return { cracks: crossing(random, 600, 450), views };
  },
  'two crossing, one comes later': random => {
    const views = along(120, i => ({ x: 600 + i / 3, y: 450, turn: 0, zoom: 1 }));
    const from = 20 + random.below(40);
    return {
      cracks: crossing(random, 600, 450),
      views,
      shows: (frame, crack) => crack === 0 || (frame >= from && frame < from + 50),
    };
  },
  'two beside each other': random => {
    const one = wander(random, 560, 380, 60, 140);
    const beside = one.map(([x, y]): [number, number] => [x + 6.5, y - 1]);
    return { cracks: [one, beside], views: panned(random, 420, 450, random.uniform(1, 4)), radius: 1.3 };
  },
  'away for five seconds': random => {
    const speed = 8;
    const views = along(245, i => ({
      x: 420 + speed * Math.max(0, Math.min(i - 20, 60, 225 - i)),
      y: 450 + 2 * random.normal(),
      turn: 0,
      zoom: 1,
    }));
    return { cracks: [wander(random, 410, 390, 60, 120), wander(random, 880, 390, 60, 120)], views };
  },
  'gone for moments': random => {
    const gaps = Array.from({ length: 4 }, () => [random.below(140), 3 + random.below(35)]);
    const views = along(150, i => ({ x: 480 + i, y: 450, turn: 0, zoom: 1 }));
    return {
      cracks: [wander(random, 520, 380, 60, 140)],
      views,
      shows: frame => gaps.every(([at, long]) => frame < at || frame >= at + long),
    };
  },
  'under a changing light': random => ({
    cracks: [wander(random, 520, 380, 60, 140), wander(random, 760, 380, 60, 140)],
    views: panned(random, 420, 450, random.uniform(2, 4)),
    light: frame => 0.9 + 0.22 * Math.sin(frame / random.uniform(8, 8.1)),
  }),
  'passed at speed': random => ({
    cracks: [wander(random, 380, 380, 60, 140), wander(random, 620, 380, 60, 140), wander(random, 860, 380, 60, 140)],
    views: panned(random, 250, 450, random.uniform(10, 18)),
  }),
  'followed along its length': random => {
    const speed = random.uniform(3, 8);
    return {
      cracks: [wander(random, 180, 450, 900, 40, 14)],
      views: along(Math.round(620 / speed), i => ({ x: 300 + speed * i, y: 450, turn: 0, zoom: 1 })),
    };
  },
  branched: random => {
    const [trunk, other] = [wander(random, 560, 380, 40, 140), wander(random, 640, 360, 30, 60)];
    return { cracks: [[...trunk, trunk[2], ...other.slice(1)]], views: panned(random, 420, 450, random.uniform(2, 5)) };
  },
  'gone and come, one of two': random => {
    const [from, long] = [30 + random.below(30), 20 + random.below(60)];
    const views = along(150, i => ({
      x: 540 + i / 2 + 2 * random.normal(),
      y: 450 + 2 * random.normal(),
      turn: 0,
      zoom: 1,
    }));
    return {
      cracks: [wander(random, 520, 380, 60, 140), wander(random, 600, 380, 60, 140)],
      views,
      shows: (frame, crack) => crack === 0 || (frame >= from && frame < from + long),
    };
  },
};

/** The video of a scene and a seed. */
export function madeVideo(name: string, seed: number): MadeVideo {
  const random = new Random(seed);
  const { cracks, views, radius = 2.3, shows = () => true, light = () => 1 } = SCENES[name](random);
  const blank = brightened(ground(seed, SIZE));
  const walls = new Map<string, GrayImage>();
  const wallOf = (shown: readonly number[], base: GrayImage, key: string) => {
    const made = walls.get(key) ?? { ...base, data: Uint8Array.from(base.data) };
    if (!walls.has(key)) for (const crack of shown) drawCrack(made, cracks[crack], radius);
    walls.set(key, made);
    return made;
  };
  const plain = { ...SIZE, data: new Uint8Array(SIZE.width * SIZE.height).fill(200) };
  const truth = cracks.map((): [number, number] => [-1, -1]);
  const frames = views.map((view, frame) => {
    const shown = cracks.map((_, crack) => crack).filter(crack => shows(frame, crack));
    for (const crack of shown) {
      if (!isDetection(shot(wallOf([crack], plain, `alone ${crack}`), view))) continue;
      if (truth[crack][0] < 0) truth[crack][0] = frame;
      truth[crack][1] = frame;
    }
    const seen = shot(wallOf(shown, blank, shown.join()), view);
    return { ...seen, data: seen.data.map(value => Math.min(255, Math.round(value * light(frame)))) };
  });
  return { name, frames, truth: truth.filter(([begin]) => begin >= 0) };
}

/** As the model is shown it: blurred. */
function isDetection(picture: GrayImage): boolean {
  const { width, height, data } = gaussianBlur(picture, 5);
  const probability = { width, height, data: tinyProbabilities(data, DARKNESS) };
  return detectionsOf(probability, LIMITS).length > 0;
}

function brightened({ width, height, data }: GrayImage): GrayImage {
  return { width, height, data: data.map(value => 130 + value / 3) };
}

function along(count: number, view: (i: number) => View): View[] {
  return Array.from({ length: count }, (_, i) => view(i));
}

function panned(random: Random, x: number, y: number, speed: number): View[] {
  const bob = random.uniform(0, 8);
  return along(Math.min(300, Math.round(560 / speed)), i => ({
    x: x + speed * i,
    y: y + bob * Math.sin(i / 7),
    turn: 0.02 * Math.sin(i / 20),
    zoom: 1,
  }));
}

function heading(random: Random): [number, number] {
  const angle = random.uniform(0, 2 * Math.PI);
  return [Math.cos(angle), Math.sin(angle)];
}

/** A crack that goes on from a place by about so much, with kinks. */
function wander(random: Random, x: number, y: number, dx: number, dy: number, steps = 5): [number, number][] {
  const rough = Math.min(60, Math.hypot(dx, dy)) / 6;
  return Array.from({ length: steps }, (_, i): [number, number] => {
    const t = i / (steps - 1);
    return [x + dx * t + rough * random.normal(), y + dy * t + rough * random.normal()];
  });
}

/** Two that cross at a place, at 40 to 140 degrees. */
function crossing(random: Random, x: number, y: number): Crack[] {
  const first = random.uniform(0, Math.PI);
  return [first, first + random.uniform(0.7, 2.44)].map(angle => {
    const [a, b] = [random.uniform(60, 110), random.uniform(60, 110)];
    const at = (t: number, off: number): [number, number] => [
      x + t * Math.cos(angle) - off * Math.sin(angle),
      y + t * Math.sin(angle) + off * Math.cos(angle),
    ];
    return [
      at(-a, 6 * random.normal()),
      at(-a / 2, 3 * random.normal()),
      at(0, 0),
      at(b / 2, 3 * random.normal()),
      at(b, 6 * random.normal()),
    ];
  });
}
