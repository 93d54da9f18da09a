import type { Note } from '../../../shared/interchange/notes.ts';
import type { Foreign } from '../../../shared/schemas/foreign.ts';
import type { Label } from '../../../shared/schemas/label.ts';

/** Which side of the split an image is on, where the format says so. */
export type Side = 'train' | 'val' | 'test';

/** What another tool knows of one image. */
export interface ForeignImage {
  /** As the tool names it: `/` between folders, with or without extension. Unchecked: it comes from outside. */
  readonly name: string;
  /** Size of the image that the labels were made for, px; null where the format does not say. */
  readonly size: { readonly width: number; readonly height: number } | null;
  /**
   * `labelled`; `empty`: looked at and without a crack; `in progress`: not done with; `unknown`: nobody looked, or all
   * that was there cannot be told. An image that is listed without a mask is `empty`, one that is not listed is not here.
   */
  readonly state: 'labelled' | 'empty' | 'in progress' | 'unknown';
  /**
   * In px of `size`, pixel (0, 0) covering [0, 1) x [0, 1); later ones paint over earlier ones. Classes as the tool calls
   * them; a label of class `BACKGROUND` erases what lies below it.
   */
  readonly labels: readonly Label[];
  /**
   * True where the size is not known and coordinates are shares of the image's sides, 0 to 1: `size` is null then, all labels
   * are polygons or upright rectangles, and the importer multiplies x by the width and y by the height of the image that it finds.
   */
  readonly normalised?: true;
  /** Pixels that are not background as the tool itself draws its shapes; null where its rule is not known. */
  readonly pixels: number | null;
  readonly side: Side | null;
  /** What the tool says of the image beside its labels, to be kept for it. */
  readonly foreign?: Foreign;
  /** What could not be read as it was. */
  readonly notes: readonly Note[];
  /** Path of the picture within the source; or its bytes, where the labels' file holds them. */
  readonly picture: { readonly path: string } | { readonly bytes: Uint8Array } | null;
}

/** The class of shapes that erase. No class of a project has this name: names are trimmed. */
export const BACKGROUND = ' background';

/** The class of what a tool marks without saying as what. */
export const UNNAMED_CLASS = 'crack';
