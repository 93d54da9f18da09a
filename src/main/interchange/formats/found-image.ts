import type { Size } from '../../../shared/labels/label-box.ts';
import type { ImageShapes } from '../shapes/image-shapes.ts';
import type { ForeignImage, Side } from './foreign.ts';

/** What a file of another tool says of one image. */
export interface FoundImage {
  /** As the tool names it, the likeliest first: a picture in the source decides between them. */
  readonly names: readonly string[];
  /** Size that the labels were made for, px; null where the file does not say. */
  readonly size: Size | null;
  /** Its labels are polygons and upright rectangles, in shares of its sides; `size` is null then. */
  readonly normalised?: true;
  readonly side: Side | null;
  /** The classes of its labels, as the tool calls them. */
  readonly classes: readonly string[];
  /** What the image is without any shape: looked at and empty, or not looked at. */
  readonly bare: 'empty' | 'unknown';
  /** Whether somebody is done with it; a model's labels that nobody has looked at are not. */
  readonly isDone: boolean;
  /** Whether the tool fills polygons as pycocotools does, so that it is known how many pixels it counts. */
  readonly fillsAsCoco: boolean;
  /** Takes its shapes over. */
  draw(shapes: ImageShapes): void | Promise<void>;
}

/** The state of an image whose shapes are taken over. */
export function stateOfFound({ bare, isDone }: FoundImage, shapes: ImageShapes): ForeignImage['state'] {
  if (shapes.labels.length > 0) return isDone ? 'labelled' : 'in progress';
  if (shapes.hasSkipped) return 'unknown';
  return isDone || bare === 'unknown' ? bare : 'in progress';
}
