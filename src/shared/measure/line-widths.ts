import type { GrayImage } from '../image/gray-image.ts';
import { resampled, type Station, stationsOf } from './centre-line.ts';
import { grayAlong, PROFILE_STEP } from './gray-profile.ts';
import type { Place } from './grid.ts';
import type { Reach } from './mask-width.ts';
import { medianOf } from './statistics.ts';
import { stationWidths } from './widths.ts';

/** The crack is looked for so far to either side of a line drawn by hand, px, or as far as the line is wide. */
const FARTHEST = 12;
/** A line drawn by hand may lie beside the darkest place by so many px, and half of its width. */
const ASIDE = 2;
/** Gray levels that a crack must stand out by. */
const SHALLOWEST = 6;
/** The width of a vertex is the median over so many px to either side. */
const NEAR = 5;

/**
 * The width of the crack at each vertex of a line along it, px, from the picture: square to the line, as measured cracks are. `width`: about how
 * wide it is drawn. Null where the picture shows no crack along most of the line.
 */
export function lineWidths(gray: GrayImage, line: readonly Place[], width: number): number[] | null {
  const stations = stationsOf(resampled(line, 1));
  const reach = Math.max(FARTHEST, width);
  const seen = stations.flatMap(station => {
    const found = edgesAcross(gray, station, reach, ASIDE + width / 2);
    return found ? [{ station: found.station, reach: found.reach }] : [];
  });
  if (seen.length * 2 < stations.length) return null;
  const widths = stationWidths(
    gray,
    seen.map(({ station }) => station),
    seen.map(each => each.reach),
    Infinity,
  );
  return line.map(({ x, y }) => {
    const near = seen
      .map(({ station }, i) => ({ away: Math.hypot(station.x - x, station.y - y), width: widths[i].width }))
      .sort((a, b) => a.away - b.away);
    const closest = near.filter(({ away }) => away <= NEAR);
    return Math.max(0.1, medianOf((closest.length > 0 ? closest : near.slice(0, 3)).map(each => each.width)));
  });
}

/** The crack across a station: its middle, and its edges half way up from the background; null where nothing stands out. */
function edgesAcross(
  gray: GrayImage,
  station: Station,
  reach: number,
  aside: number,
): { station: Station; reach: Reach } | null {
  const count = Math.round(reach / PROFILE_STEP);
  const values = grayAlong(gray, station, -count * PROFILE_STEP, count * PROFILE_STEP);
  if (!values) return null;
  const background = medianOf(values);
  const near = Math.round(aside / PROFILE_STEP);
  const depths = values.map(value => background - value);
  let peak = count;
  for (let i = count - near; i <= count + near; i++) if (Math.abs(depths[i]) > Math.abs(depths[peak])) peak = i;
  const level = depths[peak] / 2;
  if (Math.abs(depths[peak]) < SHALLOWEST) return null;
  const isOut = (depth: number) => Math.sign(level) * depth < Math.abs(level);
  const up = depths.slice(peak).findIndex(isOut);
  const down = depths
    .slice(0, peak + 1)
    .reverse()
    .findIndex(isOut);
  if (up < 0 || down < 0) return null;
  const middle = (peak - count + (up - down) / 2) * PROFILE_STEP;
  const half = ((up + down - 1) * PROFILE_STEP) / 2;
  return {
    station: { ...station, x: station.x + middle * station.nx, y: station.y + middle * station.ny },
    reach: { along: half, against: half },
  };
}
