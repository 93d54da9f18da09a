import type { Size } from '../../../../shared/labels/label-box.ts';
import type { Point } from '../../../../shared/schemas/label.ts';
import type { ImageShapes, Marks } from '../../shapes/image-shapes.ts';
import { ringOf, sensibleSize } from '../../shapes/shape-points.ts';
import { takeCorners, takeEllipse, takeLine } from '../take-shapes.ts';
import type { Result } from './label-studio-task.ts';

type Value = Result['value'];

/** A shape and its class: Label Studio may tell them, and choices for the shape, in results of one id. */
export interface Region {
  readonly class: string;
  readonly value: Value;
}

const GEOMETRY = ['points', 'vertices', 'rle', 'imageDataURL', 'x'];
const hasGeometry = (value: Value) => GEOMETRY.some(key => key in value);

/** What is said of the whole image is no region. */
export function regionsOf(results: readonly Result[]): Region[] {
  const groups = new Map<string, Value[]>();
  for (const [i, { id, value }] of results.entries()) {
    const key = id ?? `${i}`;
    groups.set(key, [...(groups.get(key) ?? []), value]);
  }
  return [...groups.values()].flatMap(values => {
    const value = values.find(hasGeometry);
    return value ? [{ class: values.map(labelIn).find(name => name !== '') ?? '', value }] : [];
  });
}

/** The first of `polygonlabels`, `brushlabels`, `labels`, …; empty where there is none. */
function labelIn(value: Value): string {
  const [, labels] = Object.entries(value).find(([key, list]) => /labels$/.test(key) && Array.isArray(list)) ?? [];
  const first: unknown = Array.isArray(labels) ? labels[0] : '';
  return typeof first === 'string' || typeof first === 'number' ? String(first).trim() : '';
}

/** Of the image that the results are for, px; null where none says it. */
export function sizeOfResults(results: readonly Result[]): Size | null {
  const sizes = results.map(({ original_width, original_height }) => sensibleSize(original_width, original_height));
  return sizes.find(size => size !== null) ?? null;
}

/**
 * Takes a region over that is no brush. Coordinates are percents of the image's sides; where those are not known, they become
 * shares, and what is not a polygon then is left out: nobody knows what a right angle is, or how wide a line.
 */
export function takeRegion({ value, class: name }: Region, size: Size | null, shapes: ImageShapes, what: string): void {
  const marks: Marks = { class: name, source: 'imported' };
  const [across, down] = size ? [size.width / 100, size.height / 100] : [0.01, 0.01];
  const at = (x: unknown, y: unknown) => [Number(x) * across, Number(y) * down];
  const points = pointsIn(value)?.flatMap(([x, y]) => at(x, y));
  const kind = kindOf(value);
  const rotation = Number(value.rotation ?? 0);
  const [x, y] = at(value.x, value.y);
  if (kind === 'point') shapes.note('points-skipped', what);
  else if (!size && kind !== 'polygon' && !(kind === 'box' && rotation === 0)) shapes.note('bad-shape', what);
  else if (kind === 'polygon') shapes.ring(marks, ringOf(points ?? []), what);
  else if (kind === 'line') takeLine(shapes, marks, points ?? [], what);
  else if (kind === 'ellipse') {
    const [rx, ry] = at(value.radiusX, value.radiusY);
    takeEllipse(shapes, marks, { cx: x, cy: y, rx, ry, rotation }, what);
  } else {
    const [width, height] = at(value.width, value.height);
    takeCorners(shapes, marks, turnedBox(x, y, width, height, rotation), what);
  }
}

function kindOf(value: Value): 'polygon' | 'line' | 'ellipse' | 'box' | 'point' {
  if (pointsIn(value)) return value.closed === false ? 'line' : 'polygon';
  if ('radiusX' in value) return 'ellipse';
  return 'width' in value && 'height' in value ? 'box' : 'point';
}

/** Of a polygon, or of vertices that are joined. Null for another shape. */
function pointsIn({ points, vertices }: Value): unknown[][] | null {
  const list: unknown = points ?? vertices;
  return Array.isArray(list) ? list.map(pointOf) : null;
}

function pointOf(point: unknown): unknown[] {
  if (Array.isArray(point) && point.length === 2) return point;
  const isVertex = typeof point === 'object' && point !== null && 'x' in point && 'y' in point;
  return isVertex ? [point.x, point.y] : [Number.NaN, Number.NaN];
}

/** Turned by degrees clockwise about its upper left corner, not about its centre. */
function turnedBox(x: number, y: number, width: number, height: number, rotation: number): Point[] {
  const [cos, sin] = [Math.cos((rotation * Math.PI) / 180), Math.sin((rotation * Math.PI) / 180)];
  const corners: Point[] = [
    [0, 0],
    [width, 0],
    [width, height],
    [0, height],
  ];
  return corners.map(([dx, dy]) => [x + dx * cos - dy * sin, y + dx * sin + dy * cos]);
}
