import type { Box } from '../image/gray-image.ts';

/** The smallest box that holds both. */
export function unionOf(a: Box | null, b: Box): Box {
  if (!a) return b;
  return {
    x1: Math.min(a.x1, b.x1),
    y1: Math.min(a.y1, b.y1),
    x2: Math.max(a.x2, b.x2),
    y2: Math.max(a.y2, b.y2),
  };
}

/** Whether any pixel lies in both. */
export function overlap(a: Box, b: Box): boolean {
  return a.x1 < b.x2 && b.x1 < a.x2 && a.y1 < b.y2 && b.y1 < a.y2;
}

/** The box of the pixels that lie in both; null for none. */
export function commonOf(a: Box, b: Box): Box | null {
  const [x1, y1] = [Math.max(a.x1, b.x1), Math.max(a.y1, b.y1)];
  const [x2, y2] = [Math.min(a.x2, b.x2), Math.min(a.y2, b.y2)];
  return x1 < x2 && y1 < y2 ? { x1, y1, x2, y2 } : null;
}
