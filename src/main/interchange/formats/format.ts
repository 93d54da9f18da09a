import type { InterchangeFormat } from '../../../shared/interchange/formats.ts';
import type { Answers } from '../../../shared/interchange/import-choices.ts';
import type { Note, TakeNote } from '../../../shared/interchange/notes.ts';
import type { LabelDocument } from '../../../shared/schemas/label.ts';
import type { LabelClass } from '../../../shared/schemas/project.ts';
import type { PictureFile, Sink } from '../export/sink.ts';
import type { Source } from '../import/source.ts';
import type { ForeignImage, Side } from './foreign.ts';

/** Reads and writes one way of keeping labels. */
export interface Format<Id extends InterchangeFormat = InterchangeFormat> {
  readonly id: Id;
  /** As its users call it, e.g. `CVAT "COCO 1.0"`. */
  readonly title: string;
  /** Why the source is of this format, in a few words (`labelmap.txt and SegmentationClass/`), or null. Reads little. */
  recognise(source: Source): Promise<string | null>;
  /** Throws a StudioError when the source as a whole makes no sense; single bad files and shapes are notes. */
  read(source: Source, options?: ReadOptions): Promise<Reading>;
  /** Absent where labels only come in. */
  write?(dataset: ExportDataset, sink: Sink, takeNote: TakeNote): Promise<void>;
}

/** What a user may say of labels that are read. What is left out: masks are not inverted, soft ones are left out. */
export interface ReadOptions {
  readonly soft?: Answers['soft'] | undefined;
  readonly invert?: Answers['invert'] | undefined;
  /** Whether the format was named, and not recognised. */
  readonly isNamed?: boolean;
  /** The pictures of another place, where the images are. */
  readonly elsewhere?: readonly string[];
}

/** A source, understood. */
export interface Reading {
  /** As the tool calls them, in its order, background left out. */
  readonly classes: readonly string[];
  /** How many images it will give; for a progress bar. */
  readonly count: number;
  /** Files of the source among which to look for the picture of an image that names none; absent: all pictures. */
  readonly pictures?: readonly string[];
  /** What was found that belongs to no image, and files that could not be read. */
  readonly notes?: readonly Note[];
  /** One after the other, so that memory holds one; may be asked for several times, with the same result. */
  images(): AsyncIterable<ForeignImage>;
}

/** The labels of a project on their way out. */
export interface ExportDataset {
  readonly classes: readonly LabelClass[];
  readonly count: number;
  /** By name; may be asked for several times. */
  images(): AsyncIterable<ExportImage>;
  /** Whether pictures go out, too. */
  readonly withImages: boolean;
}

export interface ExportImage {
  /** Of `images/`, with extension. */
  readonly name: string;
  /** Size, state and labels (in the order of painting). */
  readonly document: LabelDocument;
  readonly side: Side | null;
  /** The picture's file. */
  readonly path: PictureFile;
}
