import type { Box } from '../../shared/image/gray-image.ts';
import { labelBox } from '../../shared/labels/label-box.ts';
import type { ImageLabel, Point } from '../../shared/schemas/label.ts';
import { isInside, nearestOnLine } from './geometry.ts';

/** Labels never change in place, and their boxes are asked for at every move of the pointer. */
const boxes = new WeakMap<ImageLabel, Box>();

/** The whole-pixel box that holds every pixel a label can paint. */
export function boxOf(label: ImageLabel): Box {
  const box = boxes.get(label) ?? labelBox(label);
  boxes.set(label, box);
  return box;
}

export function unionOf(a: Box | null, b: Box): Box {
  if (!a) return b;
  return {
    x1: Math.min(a.x1, b.x1),
    y1: Math.min(a.y1, b.y1),
    x2: Math.max(a.x2, b.x2),
    y2: Math.max(a.y2, b.y2),
  };
}

export function intersects(a: Box, b: Box): boolean {
  return a.x1 < b.x2 && b.x1 < a.x2 && a.y1 < b.y2 && b.y1 < a.y2;
}

/** Whether a point is on a label, or within `reach` px of its line. */
export function touches(label: ImageLabel, point: Point, reach: number): boolean {
  const [x, y] = point;
  const box = boxOf(label);
  if (x < box.x1 - reach || y < box.y1 - reach || x > box.x2 + reach || y > box.y2 + reach) return false;
  switch (label.shape) {
    case 'polygon':
      return isInside(point, label.points) || nearestOnLine(point, label.points, true).distance <= reach;
    case 'polyline':
      return nearestOnLine(point, label.points, false).distance <= Math.max(reach, label.width / 2);
    case 'brush':
      return isPainted(label, Math.floor(x), Math.floor(y), reach);
  }
}

/** The label on top at a point, if any. */
export function labelAt(labels: readonly ImageLabel[], point: Point, reach: number): ImageLabel | undefined {
  return labels.findLast(label => touches(label, point, reach));
}

type Brush = Extract<ImageLabel, { shape: 'brush' }>;

/** Whether a pixel within `reach` of (px, py) is painted. */
function isPainted(brush: Brush, px: number, py: number, reach: number): boolean {
  const around = Math.ceil(reach);
  let position = 0;
  for (const [k, run] of brush.runs.entries()) {
    if (k % 2 === 1 && run > 0 && isRunNear(brush, position, position + run - 1, [px, py], around)) return true;
    position += run;
  }
  return false;
}

/** Runs go row by row: of a run that goes over several rows each row's part is asked. */
function isRunNear({ x, y, width }: Brush, first: number, last: number, [px, py]: Point, around: number): boolean {
  const [from, to] = [Math.floor(first / width), Math.floor(last / width)];
  for (let row = Math.max(from, py - y - around); row <= Math.min(to, py - y + around); row++) {
    const left = x + (row === from ? first % width : 0);
    const right = x + (row === to ? last % width : width - 1);
    if (px >= left - around && px <= right + around) return true;
  }
  return false;
}

/** The label, moved; a brush mask moves by whole pixels. */
export function movedBy(label: ImageLabel, dx: number, dy: number): ImageLabel {
  if (label.shape === 'brush') return { ...label, x: label.x + Math.round(dx), y: label.y + Math.round(dy) };
  return { ...label, points: label.points.map(([x, y]): Point => [x + dx, y + dy]) };
}
