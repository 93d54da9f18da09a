import * as z from 'zod';
import type { Affine } from '../../geometry/affine.ts';
import type { Box, Size } from '../../image/gray-image.ts';
import type { NoteCode } from '../../interchange/notes.ts';
import { foreignSchema } from '../../schemas/foreign.ts';
import type { Point } from '../../schemas/point.ts';
import type { Canvas } from './canvas.ts';

/** What a label has besides its shape. */
export const marks = {
  /** The class's name, e.g. `crack`. */
  class: z.string().min(1),
  /** Who made it: a person here, another tool's file, or a model that nobody has checked yet. */
  source: z.enum(['drawn', 'imported', 'predicted']).default('drawn'),
  /** How sure the model was of a predicted one, 0 to 1: the mean probability of its pixels. */
  confidence: z.number().min(0).max(1).optional(),
  /** What it had in another tool's file beside its shape and class. */
  foreign: foreignSchema.optional(),
};

/** Why what another tool calls a shape is none of ours. */
export type ShapeFault = Extract<NoteCode, 'degenerate' | 'bad-number' | 'bad-shape'>;

/** A kind of shape from file to pixels; `L` are its labels. What gives a label back keeps all else that it has. */
export interface Shape<L> {
  readonly schema: z.ZodType<L>;
  /** Gives a value to the pixels that it covers. */
  paint(canvas: Canvas, label: L, value: number): void;
  /** The box of whole px outside which it paints nothing; it may reach over the image's edge. */
  box(label: L): Box;
  /** The box in which one paints otherwise than the other. */
  difference(before: L, after: L): Box;
  /** Whether a point is on it, or within `reach` px of its line. */
  hit(label: L, point: Point, reach: number): boolean;
  /** Where a map of the plane takes it; null when only its pixels can follow. */
  mapped<T extends L>(label: T, map: Affine): T | null;
  /** Its vertices, where it has some that are moved, inserted and removed one by one. */
  readonly vertices: Vertices<L> | null;
  /** Its width, where that can be changed. */
  readonly stroke: Stroke<L> | null;
  /** The polygon that covers the very same pixels, where there is one. */
  ring(label: L): Ring | null;
  /** The share of it that lies outside an image, 0 to 1: of its vertices, or of the box of a mask. */
  outside(label: L, size: Size): number;
  /** By how much its box may reach over the edge of the image, px, before that is worth a look. */
  margin(label: L): number;
  /** What keeps a label of another tool, which its schema has not seen, from being one of ours; null when nothing does. */
  fault(label: L): ShapeFault | null;
  /** What painting it costs at most, in pixels that are looked at. */
  cost(label: L): number;
  /** How many points' worth of memory it takes. */
  weight(label: L): number;
  readonly notes: ShapeNotes;
}

/** What makes a polygon. */
export interface Ring {
  readonly points: Point[];
  readonly border?: true | 'opencv' | undefined;
}

export interface Vertices<L> {
  /** Whether the last one is joined to the first. */
  readonly isRing: boolean;
  /** How many a label has at least, and a hand leaves. */
  readonly least: number;
  readonly leastDrawn: number;
  of(label: L): readonly Point[];
  /** Whether a vertex is a place and nothing else: then putting it back is enough to undo that it was removed. */
  isPlaceAlone(label: L): boolean;
  moved<T extends L>(label: T, vertex: number, to: Point): T;
  /** The new vertex is number `vertex`. */
  inserted<T extends L>(label: T, vertex: number, at: Point): T;
  removed<T extends L>(label: T, vertex: number): T;
  /**
   * With fewer vertices: each of those that went was no farther than `tolerance` px from the line that is left, nor its half width from that
   * of the line there. Itself where none can go.
   */
  simplified<T extends L>(label: T, tolerance: number): T;
}

export interface Stroke<L> {
  /** Px. */
  width(label: L): number;
  widened<T extends L>(label: T, width: number): T;
}

/** What is said when other tools get the shape as something else; null where it loses nothing. */
export interface ShapeNotes {
  /** As a polygon of the same pixels. */
  readonly polygon: NoteCode | null;
  /** As a mask of its own. */
  readonly mask: NoteCode;
  /** As the outlines of its pixels. */
  readonly outlines: NoteCode | null;
  /** As pixels of a picture in which all labels are. */
  readonly pixels: NoteCode | null;
}

/** Farther from the image's corner than any picture is wide, px: a mistake of whoever wrote it. */
const FARTHEST = 1e6;

export function isSensible(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= FARTHEST;
}

/** The longest side of an image, px, and its most pixels: whoever paints it walks over every one. */
export const MAX_SIDE = 65_536;
export const MAX_PIXELS = 2 ** 28;
