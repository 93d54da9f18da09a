import * as z from 'zod';
import type { Affine } from '../../geometry/affine.ts';
import { unionOf } from '../../geometry/box.ts';
import type { Box } from '../../image/gray-image.ts';
import { brush } from './brush.ts';
import { ellipse } from './ellipse.ts';
import { polygon } from './polygon.ts';
import { polyline } from './polyline.ts';
import { rectangle } from './rectangle.ts';
import type { Shape } from './shape.ts';

/** Every kind of shape. A label's `shape` names the one that it is of. */
const SHAPES = { polygon, polyline, rectangle, ellipse, brush };
export type ShapeKind = keyof typeof SHAPES;

type Labels = { [K in ShapeKind]: z.infer<(typeof SHAPES)[K]['schema']> };
/** A label of one of these kinds, which are all when none is named. */
export type LabelOf<K extends ShapeKind = ShapeKind> = { [P in K]: { shape: P } & Labels[P] }[K];

/** A kind that lacks a part does not fit in here. */
const BY_KIND: { readonly [K in ShapeKind]: Shape<LabelOf<K>> } = SHAPES;

const [firstSchema, ...otherSchemas] = Object.values(SHAPES).map(({ schema }) => schema);
/** One shape with a class. */
export const labelSchema = z.discriminatedUnion('shape', [firstSchema, ...otherSchemas]);
export type Label = z.infer<typeof labelSchema>;

export const shapeKindSchema = z.union(Object.values(SHAPES).map(({ schema }) => schema.shape.shape));

/** What there is to know of a label's shape. */
export function shapeOf<K extends ShapeKind>(label: LabelOf<K>): Shape<LabelOf<K>> {
  return BY_KIND[label.shape];
}

/** What a table that some kinds are in says of a label; undefined for the others. */
export function inKind<K extends ShapeKind, R>(
  table: { readonly [P in ShapeKind]?: (label: LabelOf<P>) => R },
  label: LabelOf<K>,
): R | undefined {
  return table[label.shape]?.(label);
}

/** Where a map of the plane takes a label; null when only its pixels can follow. */
export function mapped<T extends Label>(label: T, map: Affine): T | null {
  return shapeOf(label).mapped(label, map);
}

/** A label with fewer vertices, nowhere farther than `tolerance` px from those that went; itself where none can go or it has none. */
export function simplified<T extends Label>(label: T, tolerance: number): T {
  return shapeOf(label).vertices?.simplified(label, tolerance) ?? label;
}

/** What a label has besides its shape. */
export function marksOf({ class: name, source, foreign }: Label) {
  return { class: name, source, ...(foreign && { foreign }) };
}

/** The polygon that covers the very same pixels, where there is one. */
export function asPolygon(label: Label): LabelOf<'polygon'> | null {
  const ring = shapeOf(label).ring(label);
  return ring && { shape: 'polygon', ...marksOf(label), ...ring };
}

/** The box of whole pixels outside which a label paints nothing, px; it may reach over the image's edge. */
export function labelBox(label: Label): Box {
  return shapeOf(label).box(label);
}

/** The box in which two versions of a label paint differently, px. */
export function differenceOf(before: Label, after: Label): Box {
  if (before.shape === after.shape && before.class === after.class) return shapeOf(before).difference(before, after);
  return unionOf(labelBox(before), labelBox(after));
}
