import { usageError } from '../errors.ts';
import { type Box, cropGray, type GrayImage, type RgbImage } from '../image/gray-image.ts';
import type { Point } from '../schemas/point.ts';
import { fillPoly } from './fill-poly.ts';
import { traceLine, type Vertex } from './line.ts';

/** The part of the frame that is looked at: a polygon, its mask (0 or 255) and the box that is cut out around it. */
export interface Roi {
  /** Three or more, in full-frame px. */
  readonly vertices: readonly Vertex[];
  /** The bounding box of the polygon, grown by a margin and clipped to the frame. */
  readonly box: Box;
  /** The polygon filled as cv2.fillPoly does, cut to `box`. */
  readonly mask: GrayImage;
}

/** Margin of the box around the ROI of a collected sample, px; the inspection program takes 20. */
export const COLLECT_MARGIN = 10;

/** Reads "x,y x,y …" (three or more vertices, whole pixels). Throws a usage error otherwise. */
export function parseRoi(text: string): Vertex[] {
  const words = text.trim().split(/[\s;]+/);
  const vertices = words.filter(word => word !== '').map(parseVertex);
  if (vertices.length >= 3) return vertices;
  throw usageError(`An ROI needs at least three vertices, not ${vertices.length}: write it as "x,y x,y x,y".`);
}

function parseVertex(word: string): Vertex {
  const match = /^(-?\d+),(-?\d+)$/.exec(word);
  if (match) return { x: Number(match[1]), y: Number(match[2]) };
  throw usageError(`An ROI is written "x,y x,y x,y" in whole pixels; "${word}" is not a vertex.`);
}

/** The vertices of an ROI as the contract carries it; null, the whole frame, has none. */
export function verticesOf(roi: readonly Point[] | null): Vertex[] | undefined {
  return roi?.map(([x, y]) => ({ x, y }));
}

/** The ROI in a picture of this size; without vertices the whole picture. A vertex outside is a usage error. */
export function placeRoi(
  vertices: readonly Vertex[] | undefined,
  width: number,
  height: number,
  margin = COLLECT_MARGIN,
): Roi {
  if (vertices) requireRoiInside(vertices, width, height);
  const polygon = vertices ?? wholeFrame(width, height);
  const xs = polygon.map(vertex => vertex.x);
  const ys = polygon.map(vertex => vertex.y);
  const box = {
    x1: Math.max(0, Math.min(...xs) - margin),
    y1: Math.max(0, Math.min(...ys) - margin),
    x2: Math.min(width, Math.max(...xs) + margin + 1),
    y2: Math.min(height, Math.max(...ys) + margin + 1),
  };
  return { vertices: polygon, box, mask: cropGray(fillPoly(polygon, width, height), box) };
}

/** Throws a usage error when the vertices are no ROI of a picture of this size: one outside, or nothing enclosed. */
export function requireRoiInside(vertices: readonly Vertex[], width: number, height: number): void {
  const outside = vertices.find(({ x, y }) => x < 0 || y < 0 || x >= width || y >= height);
  if (outside) {
    throw usageError(
      `The ROI's vertex ${outside.x},${outside.y} lies outside the picture: x goes from 0 to ${width - 1}, y from 0 to ${height - 1}.`,
    );
  }
  if (isStraight(vertices)) {
    throw usageError('The ROI encloses nothing: its vertices lie on one line.');
  }
}

/** Whether all vertices lie on one line, as the cross products with the first edge of any length tell. */
function isStraight([first, ...others]: readonly Vertex[]): boolean {
  const end = others.find(({ x, y }) => x !== first.x || y !== first.y);
  if (!end) return true;
  return others.every(({ x, y }) => (end.x - first.x) * (y - first.y) === (end.y - first.y) * (x - first.x));
}

function wholeFrame(width: number, height: number): Vertex[] {
  const [right, bottom] = [width - 1, height - 1];
  return [
    { x: 0, y: 0 },
    { x: right, y: 0 },
    { x: right, y: bottom },
    { x: 0, y: bottom },
  ];
}

/** A copy of the crop in which pixels outside the ROI are 0. */
export function blackOutside(crop: GrayImage, roi: Roi): GrayImage {
  return { ...crop, data: crop.data.map((value, i) => (roi.mask.data[i] ? value : 0)) };
}

/** The colour of the outline that previews have. */
export const OUTLINE = [255, 255, 0] as const;

/** A copy of the colour crop with the ROI's outline on it, yellow and 2 px wide. */
export function withOutline(crop: RgbImage, { vertices, box }: Roi): RgbImage {
  const data = crop.data.slice();
  const paint = (x: number, y: number) => {
    if (x >= 0 && y >= 0 && x < crop.width && y < crop.height) data.set(OUTLINE, (y * crop.width + x) * 3);
  };
  vertices.forEach((to, i) => {
    traceLine(vertices.at(i - 1)!, to, (fullX, fullY) => {
      const [x, y] = [fullX - box.x1, fullY - box.y1];
      for (const [dx, dy] of [
        [0, 0],
        [-1, 0],
        [0, -1],
        [-1, -1],
      ])
        paint(x + dx, y + dy);
    });
  });
  return { ...crop, data };
}
