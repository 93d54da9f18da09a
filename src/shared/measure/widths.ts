import type { GrayImage } from '../image/gray-image.ts';
import { fittedDepth } from './blur-fit.ts';
import { type Station, smoothed } from './centre-line.ts';
import { type GrayProfile, grayProfile } from './gray-profile.ts';
import type { Reach } from './mask-width.ts';
import { meanOf, medianOf, quantileOf } from './statistics.ts';

/** From this width on the middle of a crack is as dark in the picture as it is, and each edge lies half way up, px. */
const SATURATED = 5;
/** The gray image moves the mask's edges by so much together, px; where it says otherwise it sees something else. */
const AGREED = 1.25;
/** The gray width of a station is the mean over this many stations to either side. */
const POOLED = 2;
/** Widths of mask and gray image that differ by more are in doubt, px. */
const DOUBT = 1.5;
/** A line is moved to the middle of the gray profiles over this many stations to either side. */
const STEADY = 5;
/** A gray profile must be this deep, gray levels, to tell a width. */
const SHALLOWEST = 4;

export interface StationWidth {
  /** px */
  readonly width: number;
  readonly source: 'mask' | 'gray';
  /** What the gray image alone says, px; null where it says nothing. */
  readonly grayWidth: number | null;
}

/**
 * The width at every station of a line, px, from the orthogonal profiles of the mask, made finer by those of the gray image where it agrees
 * with the mask: cracks below 5 px by the equivalent width, the profile's deficit divided by how dark the crack is, wider ones from edge to edge at half
 * depth (of all thresholds the one with the least error, Cho 2018). `gray` null: the mask alone.
 */
export function stationWidths(
  gray: GrayImage | null,
  stations: readonly Station[],
  reaches: readonly Reach[],
): StationWidth[] {
  const maskWidths = reaches.map(({ along, against }) => along + against);
  const profiles = gray ? stations.map((station, i) => grayProfile(gray, station, reaches[i])) : [];
  const depth = gray ? trueDepth(gray, stations, maskWidths, profiles) : 0;
  const thin = medianOf(maskWidths) < SATURATED;
  const grayWidths = maskWidths.map((_, i) => {
    const near = profiles.slice(Math.max(0, i - POOLED), i + POOLED + 1).filter(profile => profile !== null);
    if (Math.abs(depth) < SHALLOWEST || near.length === 0) return null;
    if (thin) return Math.max(0, meanOf(near.map(({ deficit }) => deficit)) / depth);
    return profiles[i]?.halfWidth ?? null;
  });
  const told = grayWidths.flatMap((grayWidth, i) => (grayWidth === null ? [] : [grayWidth - maskWidths[i]]));
  const agreed = told.length * 2 > maskWidths.length && Math.abs(medianOf(told)) <= AGREED;
  return maskWidths.map((maskWidth, i) => {
    const grayWidth = grayWidths[i];
    if (grayWidth === null || !agreed || (!thin && Math.abs(grayWidth - maskWidth) > 2 * AGREED))
      return { width: maskWidth, source: 'mask', grayWidth };
    return { width: grayWidth, source: 'gray', grayWidth };
  });
}

/** Whether mask and gray image disagree on the whole: the mask is drawn too wide or too narrow, or beside the crack. */
export function inDoubt(widths: readonly StationWidth[], maskWidths: readonly number[]): boolean {
  const differences = widths.flatMap(({ grayWidth }, i) => (grayWidth === null ? [] : [grayWidth - maskWidths[i]]));
  return differences.length > 0 && Math.abs(meanOf(differences)) > DOUBT;
}

/** How much darker than its surroundings the crack is where no blur lifts it, gray levels; negative for a bright one. */
function trueDepth(
  gray: GrayImage,
  stations: readonly Station[],
  maskWidths: readonly number[],
  profiles: readonly (GrayProfile | null)[],
): number {
  const known = profiles.flatMap((profile, i) => (profile ? [{ profile, maskWidth: maskWidths[i], i }] : []));
  if (known.length === 0) return 0;
  const wide = known.filter(({ maskWidth }) => maskWidth >= SATURATED).map(({ profile }) => profile.depth);
  if (wide.length > 0) {
    const bright = meanOf(wide) < 0;
    return quantileOf(wide, bright ? 0.05 : 0.95);
  }
  const shifts = smoothed(
    known.map(({ profile: { centre }, i }) => ({ x: i, y: Number.isFinite(centre) ? centre : 0 })),
    STEADY,
  );
  const centred = known.map(({ i }, k) => moved(stations[i], Math.min(1, Math.max(-1, shifts[k].y))));
  return fittedDepth(gray, centred, i => known[i].profile.background);
}

function moved(station: Station, across: number): Station {
  return { ...station, x: station.x + across * station.nx, y: station.y + across * station.ny };
}
