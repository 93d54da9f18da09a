import type { GrayImage } from '../image/gray-image.ts';
import { fittedBar } from './blur-fit.ts';
import { type Station, smoothed } from './centre-line.ts';
import { type GrayProfile, grayProfile } from './gray-profile.ts';
import type { Reach } from './mask-width.ts';
import { meanOf, medianOf, quantileOf } from './statistics.ts';

/** From so many deviations of the blur on the middle of a crack is as dark in the picture as it is, and each edge lies half way up. */
const SATURATED = 5;
/** How far the width of a mask is usually off, px. */
const MASK_ERROR = 0.4;
/** Cracks that are wider according to the mask, px, are so whatever the blur. */
const WIDE = 9;
/** Parts of a crack nearly as wide as its widest, whose missing light is at least this share of the most, tell how dark it is. */
const ALIKE = 0.8;
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
 * with the mask: thin places by the equivalent width, the light that is missing across them by that of the crack's widest parts, whose width is fitted;
 * wide ones from edge to edge at half depth (of all thresholds the one with the least error, Cho 2018). `gray` null: the mask alone.
 * `maskError`: how far the reaches' widths may be off, px; infinite when they come from the picture itself.
 */
export function stationWidths(
  gray: GrayImage | null,
  stations: readonly Station[],
  reaches: readonly Reach[],
  maskError = MASK_ERROR,
): StationWidth[] {
  const maskWidths = reaches.map(({ along, against }) => along + against);
  const profiles = gray ? stations.map((station, i) => grayProfile(gray, station, reaches[i])) : [];
  const { depth, saturated } = gray
    ? darknessOf(gray, stations, profiles, { widths: maskWidths, error: maskError })
    : UNSEEN;
  const grayWidths = maskWidths.map((maskWidth, i) => {
    const deficit = depth === 0 ? null : pooledDeficit(profiles, i, POOLED);
    if (deficit === null) return null;
    const thin = Math.min(deficit / depth, maskWidth) < saturated;
    return thin ? Math.max(0, deficit / depth) : (profiles[i]?.halfWidth ?? null);
  });
  const told = grayWidths.flatMap((grayWidth, i) => (grayWidth === null ? [] : [grayWidth - maskWidths[i]]));
  const agreed = told.length * 2 > maskWidths.length && Math.abs(medianOf(told)) <= AGREED;
  return maskWidths.map((maskWidth, i) => {
    const grayWidth = grayWidths[i];
    if (grayWidth === null || !agreed || (maskWidth >= saturated && Math.abs(grayWidth - maskWidth) > 2 * AGREED))
      return { width: maskWidth, source: 'mask', grayWidth };
    return { width: grayWidth, source: 'gray', grayWidth };
  });
}

/** Whether mask and gray image disagree on the whole: the mask is drawn too wide or too narrow, or beside the crack. */
export function inDoubt(widths: readonly StationWidth[], maskWidths: readonly number[]): boolean {
  const differences = widths.flatMap(({ grayWidth }, i) => (grayWidth === null ? [] : [grayWidth - maskWidths[i]]));
  return differences.length > 0 && Math.abs(meanOf(differences)) > DOUBT;
}

interface Darkness {
  /** The light missing across a crack by its width, gray levels; negative for a bright one, 0 where the picture does not show it. */
  readonly depth: number;
  /** From this width on, px, a crack is seen as dark as it is. */
  readonly saturated: number;
}

const UNSEEN: Darkness = { depth: 0, saturated: Infinity };

function darknessOf(
  gray: GrayImage,
  stations: readonly Station[],
  profiles: readonly (GrayProfile | null)[],
  mask: { readonly widths: readonly number[]; readonly error: number },
): Darkness {
  const deficits = profiles.map((_, i) => pooledDeficit(profiles, i, STEADY) ?? 0);
  const most = quantileOf(deficits.map(Math.abs), 0.9);
  const sign = Math.sign(medianOf(deficits));
  const widest = profiles.flatMap((profile, i) =>
    profile && sign * deficits[i] >= ALIKE * most ? [{ profile, maskWidth: mask.widths[i], i }] : [],
  );
  if (widest.length === 0) return UNSEEN;
  const maskWidth = meanOf(widest.map(each => each.maskWidth));
  const depth = medianOf(widest.map(({ profile }) => profile.depth));
  if (Math.abs(depth) < SHALLOWEST) return UNSEEN;
  if (maskWidth >= WIDE) return { depth, saturated: SATURATED };
  const shifts = smoothed(
    widest.map(({ profile: { centre }, i }) => ({ x: i, y: Number.isFinite(centre) ? centre : 0 })),
    STEADY,
  );
  const centred = widest.map(({ i }, k) => moved(stations[i], Math.min(1, Math.max(-1, shifts[k].y))));
  const known = { width: maskWidth, error: mask.error };
  const { width, blur } = fittedBar(gray, centred, i => widest[i].profile.background, known);
  return { depth: meanOf(widest.map(({ i }) => profiles[i]!.deficit)) / width, saturated: SATURATED * blur };
}

/** The mean light missing over so many stations to either side; null where the picture shows none of them. */
function pooledDeficit(profiles: readonly (GrayProfile | null)[], at: number, reach: number): number | null {
  const near = profiles.slice(Math.max(0, at - reach), at + reach + 1).filter(profile => profile !== null);
  return near.length === 0 ? null : meanOf(near.map(({ deficit }) => deficit));
}

function moved(station: Station, across: number): Station {
  return { ...station, x: station.x + across * station.nx, y: station.y + across * station.ny };
}
