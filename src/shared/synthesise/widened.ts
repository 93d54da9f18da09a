import type { Label } from '../schemas/label.ts';

/** A line as people mark it: `wider` px than it is, and nowhere thinner than `least`. Other shapes are as they were. */
export function widened(label: Label, { wider, least }: { wider: number; least: number }): Label {
  if (!('width' in label && 'points' in label)) return label;
  const widen = (width: number) => Math.max(least, width + wider);
  return { ...label, width: widen(label.width), ...(label.widths && { widths: label.widths.map(widen) }) };
}
