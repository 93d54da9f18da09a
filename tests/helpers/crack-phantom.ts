import type { GrayImage } from '../../src/shared/image/gray-image.ts';
import { Random } from '../../src/shared/random.ts';

interface Phantom {
  /** px */
  readonly width: number;
  readonly length?: number;
  /** Anticlockwise from level. */
  readonly degrees: number;
  /** Of the middle from the centre of a pixel, px. */
  readonly offset?: number;
  readonly seed?: number;
  /** Gray levels of ground and crack. */
  readonly ground?: number;
  readonly floor?: number;
  readonly noise?: number;
}

/** A lens that spreads a point by this deviation, px. */
const BLUR = 0.7;
/** Samples a pixel and side, so that the blur comes before the pixels as it does in a camera. */
const FINE = 4;

/** A straight crack with square ends as a camera sees it, and the pixels it covers at least by half. */
export function crackPhantom(phantom: Phantom): { gray: GrayImage; mask: GrayImage } {
  const { width, length = 100, degrees, offset = 0, seed = 1, ground = 160, floor = 40, noise = 3 } = phantom;
  const size = Math.ceil(length + 36);
  const angle = (degrees * Math.PI) / 180;
  const [dx, dy] = [Math.cos(angle), -Math.sin(angle)];
  const random = new Random(seed);
  const gray = new Uint8Array(size * size);
  const mask = new Uint8Array(size * size);
  const middle = Math.floor(size / 2) + offset;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      let [covered, light] = [0, 0];
      const [far, beyond] = turned(x - middle, y - middle, dx, dy).map(Math.abs);
      const [dark, clear] = [
        far < width / 2 - 4 && beyond < length / 2 - 4,
        far > width / 2 + 4 || beyond > length / 2 + 4,
      ];
      if (dark) [covered, light] = [FINE ** 2, FINE ** 2];
      for (let v = 0; v < FINE && !dark && !clear; v++) {
        for (let u = 0; u < FINE; u++) {
          const [across, along] = turned(
            x + (u + 0.5) / FINE - 0.5 - middle,
            y + (v + 0.5) / FINE - 0.5 - middle,
            dx,
            dy,
          );
          covered += inside(across, width) * inside(along, length);
          light += blurred(across, width) * blurred(along, length);
        }
      }
      gray[y * size + x] = Math.round(ground - ((ground - floor) * light) / FINE ** 2 + noise * random.normal());
      mask[y * size + x] = covered * 2 >= FINE ** 2 ? 255 : 0;
    }
  }
  return { gray: { width: size, height: size, data: gray }, mask: { width: size, height: size, data: mask } };
}

function turned(x: number, y: number, dx: number, dy: number): [across: number, along: number] {
  return [x * dy - y * dx, x * dx + y * dy];
}

/** How much of a sample lies in a bar: the edge counts where it is, not where the next sample is. */
function inside(distance: number, width: number): number {
  return Math.min(1, Math.max(0, (width / 2 - Math.abs(distance)) * FINE + 0.5));
}

/** A bar of height 1 after a Gaussian blur; the error function by its integral's midpoint sums. */
function blurred(distance: number, width: number): number {
  return cumulative((distance + width / 2) / BLUR) - cumulative((distance - width / 2) / BLUR);
}

/** The normal distribution, by the logistic approximation of Bowling et al. 2009 (1.4e-4). */
function cumulative(z: number): number {
  return 1 / (1 + Math.exp(-(1.5976 * z + 0.07056 * z ** 3)));
}
