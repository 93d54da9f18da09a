import * as z from 'zod';
import { problemSchema } from '../errors.ts';
import { shapeKindSchema } from '../labels/shapes/shapes.ts';
import { INTERCHANGE_FORMATS } from './formats.ts';
import { noteCountSchema } from './notes.ts';

const count = z.int().nonnegative();

/** How many, and a few of them by name. */
const someSchema = z.object({ count, examples: z.array(z.string()) });
export type Some = z.infer<typeof someSchema>;

/** What an import or export did, or a preview says it would do. */
export const interchangeReportSchema = z.object({
  version: z.literal(1),
  direction: z.enum(['import', 'export']),
  /** Import: of the undoable step, its folder in `.studio/imports`; null in a preview and for exports. */
  id: z.string().nullable(),
  /** The folder or file at the other end. */
  path: z.string(),
  format: z.enum(INTERCHANGE_FORMATS),
  /** As its users call it. */
  title: z.string(),
  /** By what it was recognised; null when it was named. */
  recognised: z.string().nullable(),
  images: z.object({
    /** That the other end knows. */
    there: count,
    /** Of these, images that the project has, images added to it, and those that nothing was found for. */
    matched: count,
    added: count,
    unmatched: someSchema,
    /** Images of the project that the other end does not know. */
    unmentioned: someSchema,
    /** Pictures beside the labels that no label speaks of. */
    pictures: someSchema,
    /** Whose labels were written, by what became of them. */
    labelled: count,
    empty: count,
    inProgress: count,
    /** Nobody looked at them, and so they stay. */
    unlabelled: count,
    /** By side of the split, where it is known. */
    sides: z.object({ train: count, val: count, test: count }),
  }),
  /** That were written, by shape and class, the most frequent first. */
  labels: z.array(z.object({ shape: shapeKindSchema, class: z.string(), count })),
  /** Import: classes that the project had not. */
  newClasses: z.array(z.string()),
  /** Of crack, before and after, over the images of which both are known at the same size. */
  pixels: z.object({
    images: count,
    before: count,
    after: count,
    /** Import: of crack here in the other images. */
    uncompared: count,
    /** Images in which the two differ, the worst first. */
    differing: someSchema,
    /** Export, over all images: pixels that both have, of those that either has; null without any. */
    iou: z.number().nullable(),
  }),
  notes: z.array(noteCountSchema),
  /** Import: why nothing comes of it, if so. */
  problem: problemSchema.nullable(),
});
export type InterchangeReport = z.infer<typeof interchangeReportSchema>;

/** How many examples a list shows. */
const EXAMPLES = 10;

export function some(names: readonly string[]): Some {
  return { count: names.length, examples: names.slice(0, EXAMPLES) };
}

/** Counts labels by shape and class. */
export class LabelCounts {
  readonly #counts = new Map<string, InterchangeReport['labels'][number]>();

  add({ shape, class: name }: Pick<InterchangeReport['labels'][number], 'shape' | 'class'>, count = 1): void {
    const key = `${shape} ${name}`;
    const entry = this.#counts.get(key) ?? { shape, class: name, count: 0 };
    entry.count += count;
    this.#counts.set(key, entry);
  }

  list(): InterchangeReport['labels'] {
    return [...this.#counts.values()].sort((a, b) => b.count - a.count);
  }
}

/** Pixels of crack before and after, image by image. */
export class PixelCounts {
  #images = 0;
  #before = 0;
  #after = 0;
  #uncompared = 0;
  readonly #differing: { difference: number; text: string }[] = [];

  /** `difference`: how many pixels are not the same, where more is known than how many there are. */
  add(name: string, before: number, after: number, difference = Math.abs(after - before)): void {
    this.#images++;
    this.#before += before;
    this.#after += after;
    if (difference === 0) return;
    const text = `${name}: ${before.toLocaleString('en')} before, ${after.toLocaleString('en')} after`;
    this.#differing.push({ difference, text });
  }

  /** Of an image of which the other tool does not tell its own count. */
  addUncompared(after: number): void {
    this.#uncompared += after;
  }

  list(iou: number | null = null): InterchangeReport['pixels'] {
    const differing = some(this.#differing.sort((a, b) => b.difference - a.difference).map(({ text }) => text));
    const [before, after, uncompared] = [this.#before, this.#after, this.#uncompared];
    return { images: this.#images, before, after, uncompared, differing, iou };
  }
}
