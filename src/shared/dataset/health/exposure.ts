import type { GrayImage } from '../../image/gray-image.ts';

/** How the gray values of an image are spread. */
export interface Exposure {
  /** Share of pixels that are nearly black, and nearly white. */
  readonly dark: number;
  readonly bright: number;
  /** Gray levels between the 5th and the 95th percentile. */
  readonly spread: number;
}

/** Gray levels from either end within which nothing can be told apart; shares and spread beyond which a picture is bad. Ours. */
const DARK_BELOW = 16;
const BRIGHT_FROM = 240;
const MOST_DARK = 0.6;
const MOST_BRIGHT = 0.3;
const LEAST_SPREAD = 10;

export function exposureOf({ data }: GrayImage): Exposure {
  const counts = new Float64Array(256);
  for (const value of data) counts[value]++;
  const share = (from: number, to: number) => counts.subarray(from, to).reduce((sum, n) => sum + n, 0) / data.length;
  return {
    dark: share(0, DARK_BELOW),
    bright: share(BRIGHT_FROM, 256),
    spread: percentile(counts, data.length * 0.95) - percentile(counts, data.length * 0.05),
  };
}

/** The gray value below or at which `rank` pixels lie. */
function percentile(counts: Float64Array, rank: number): number {
  let seen = 0;
  return counts.findIndex(count => {
    seen += count;
    return seen >= rank;
  });
}

/** What can be wrong with an exposure. */
export const EXPOSURE_PROBLEMS = ['dark', 'bright', 'flat'] as const;

interface ExposureProblem {
  readonly kind: (typeof EXPOSURE_PROBLEMS)[number];
  readonly text: string;
  readonly degree: number;
}

/** What is wrong with an exposure, in words, and how much (0 to 1); null when nothing is. */
export function exposureProblem({ dark, bright, spread }: Exposure): ExposureProblem | null {
  const percent = (share: number) => `${Math.round(100 * share)} %`;
  if (dark > MOST_DARK) return { kind: 'dark', text: `${percent(dark)} of it is nearly black`, degree: dark };
  if (bright > MOST_BRIGHT)
    return { kind: 'bright', text: `${percent(bright)} of it is nearly white`, degree: 0.5 + bright / 2 };
  if (spread < LEAST_SPREAD)
    return { kind: 'flat', text: `its gray values spread over only ${spread} levels`, degree: 1 };
  return null;
}
