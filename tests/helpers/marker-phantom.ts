import type { GrayImage } from '../../src/shared/image/gray-image.ts';
import { homographyOf } from '../../src/shared/measure/homography.ts';
import type { Point } from '../../src/shared/schemas/point.ts';
import { photographed } from './crack-phantom.ts';

/** Number 7 of each, as OpenCV 4.6 prints it (`cv2.aruco.drawMarker`); `#` is black. */
export const PRINTED = {
  'ArUco 4x4, number 7': ['######', '#..###', '##.###', '#....#', '###.##', '######'],
  'ArUco 6x6, number 7': [
    '########',
    '#.###.##',
    '###.#.##',
    '##.#.###',
    '###....#',
    '###.#.##',
    '##..#.##',
    '########',
  ],
  'AprilTag 36h11, number 7': [
    '########',
    '###.#.##',
    '#...####',
    '##...#.#',
    '###.#.##',
    '##..####',
    '###.####',
    '########',
  ],
};

/** The corners of a printed marker's black square, from its upper left one. */
export const SQUARE = [
  { x: 0, y: 0 },
  { x: 1, y: 0 },
  { x: 1, y: 1 },
  { x: 0, y: 1 },
];

export const place = ([x, y]: Point) => ({ x, y });

/** A marker printed on a light wall, with its corners there, in a picture of `size` px a side. */
export function markerPhantom(rows: readonly string[], corners: readonly Point[], size: number) {
  const onMarker = homographyOf(corners.map(place), SQUARE);
  const middle = Math.floor(size / 2);
  const inside = (x: number, y: number) => {
    const at = onMarker({ x: x + middle, y: y + middle });
    const black = rows[Math.floor(at.y * rows.length)]?.[Math.floor(at.x * rows.length)] === '#';
    return black ? 1 : -1;
  };
  return photographed(inside, size, { ground: 220, floor: 30, noise: 3 }).gray;
}

/** A square picture with ArUco 4x4's number 7 printed on it, upright, its upper left corner at (x, y) and its sides `side` px long. */
export function withMarker(picture: GrayImage, [x, y]: Point, side: number): GrayImage {
  const corners = SQUARE.map((corner): Point => [x + side * corner.x, y + side * corner.y]);
  const marker = markerPhantom(PRINTED['ArUco 4x4, number 7'], corners, picture.width);
  return { ...picture, data: picture.data.map((level, i) => Math.min(level, marker.data[i])) };
}
