import aruco from 'js-aruco2';
import 'js-aruco2/src/dictionaries/aruco_4x4_1000.js';
import 'js-aruco2/src/dictionaries/aruco_6x6_1000.js';
import 'js-aruco2/src/dictionaries/apriltag_36h11.js';
import { StudioError } from '../../shared/errors.ts';
import type { GrayImage } from '../../shared/image/gray-image.ts';
import { resizeBilinear } from '../../shared/image/resize.ts';
import type { FoundMarker } from '../../shared/measure/found-marker.ts';
import { refinedCorners } from '../../shared/measure/marker-corners.ts';
import type { ScaleSource } from '../../shared/measure/scale.ts';

/**
 * The markers that are looked for, by the names under which they are printed. A code must be right to the bit; of the short ones only the first
 * fifty are taken, for a dark window whose panes happen to be one of a thousand is no marker.
 */
const FAMILIES = [
  { dictionary: 'ARUCO_4X4_1000', name: 'ArUco 4x4', codes: 50 },
  { dictionary: 'ARUCO_6X6_1000', name: 'ArUco 6x6', codes: 1000 },
  { dictionary: 'APRILTAG_36h11', name: 'AprilTag 36h11', codes: 587 },
] as const;
const NAMES = FAMILIES.map(({ name }) => name).join(', ');

/** Quadrangles are looked for in a picture no larger than this, px; their corners are then made finer in the picture itself. */
const LONGEST_SIDE = 1600;
/** How far the detector's corners may be off, px of the picture that it saw: it looks for edges in squares of 5 px. */
const SLACK = 4;
/** The side of the square, px, that the detector lays a quadrangle on to read its code: 7 a bit of the 4x4 codes and their rim. */
const READ_AT = 49;

/** ArUco and AprilTag markers in a picture, the largest first. */
export function findMarkers(gray: GrayImage): FoundMarker[] {
  const shrunk = Math.min(1, LONGEST_SIDE / Math.max(gray.width, gray.height));
  const width = Math.round(gray.width * shrunk);
  const height = Math.round(gray.height * shrunk);
  const small = shrunk < 1 ? resizeBilinear(gray, width, height) : gray;
  const detector = new aruco.AR.Detector({ dictionaryName: FAMILIES[0].dictionary });
  detector.detect({ width, height, data: rgbaOf(small) });
  const found = FAMILIES.flatMap(({ dictionary, name, codes }) => {
    detector.dictionary = new aruco.AR.Dictionary(dictionary);
    detector.dictionary.tau = 1;
    return detector
      .findMarkers(detector.grey, detector.candidates, READ_AT)
      .filter(({ id }) => id < codes)
      .map(({ id, corners }) => ({
        name: `${name}, number ${id}`,
        corners: corners.map(({ x, y }) => ({
          x: ((x + 0.5) * gray.width) / width - 0.5,
          y: ((y + 0.5) * gray.height) / height - 0.5,
        })),
      }));
  });
  const refined = found.map(({ name, corners }) => ({ name, corners: refinedCorners(gray, corners, SLACK / shrunk) }));
  return refined.sort((a, b) => aroundOf(b.corners) - aroundOf(a.corners)).map(toPoints);
}

/**
 * The scale of a picture by the largest marker in it, whose printed black square has sides of so many mm. Throws a StudioError when it shows none.
 */
export function scaleByMarker(gray: GrayImage, sideMm: number, name: string): ScaleSource {
  const [marker] = findMarkers(gray);
  if (marker) return { kind: 'rectangle', corners: marker.corners, widthMm: sideMm, heightMm: sideMm };
  throw new StudioError(
    `${name} shows no ${NAMES} marker: it must be flat, whole, on a white rim, and 20 px a side at least; or give the scale by a line.`,
  );
}

function toPoints({ name, corners }: { name: string; corners: { x: number; y: number }[] }): FoundMarker {
  return { name, corners: corners.map(({ x, y }) => [x, y]) };
}

function aroundOf(corners: readonly { x: number; y: number }[]): number {
  return corners.reduce((sum, { x, y }, i) => sum + Math.hypot(x - corners.at(i - 1)!.x, y - corners.at(i - 1)!.y), 0);
}

function rgbaOf({ data }: GrayImage): Uint8Array {
  const rgba = new Uint8Array(4 * data.length);
  for (const [i, level] of data.entries()) rgba.fill(level, 4 * i, 4 * i + 4);
  return rgba;
}
