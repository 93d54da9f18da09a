import type { PredictionMode } from '../../shared/contract-inspect.ts';
import { oneLine } from '../../shared/errors.ts';
import { doubtOf, printOf } from '../../shared/events/ask-next.ts';
import { planeOf } from '../../shared/events/plane.ts';
import { type LearnedOf, teachingOrder } from '../../shared/events/teaching-order.ts';
import { classOfPixels } from '../../shared/labels/class-of-pixels.ts';
import { predictedLabels } from '../../shared/labels/predicted-labels.ts';
import { repredicted } from '../../shared/labels/prediction-edits.ts';
import { readGray } from '../images/png.ts';
import type { Predictor } from '../jobs/predictor.ts';
import { keepOrder } from '../labels/kept-order.ts';
import type { OpenProject } from '../project/open-project.ts';
import { askModel, inBytes } from './ask-model.ts';

/** Longer side of an image at a glance, px. */
const THUMBNAIL = 64;

export interface PreLabelOptions {
  readonly project: Pick<OpenProject, 'labels' | 'layout'>;
  readonly predictor: Predictor;
  readonly images: readonly string[];
  readonly threshold: number;
  readonly mode: PredictionMode;
  /** Of the project; what the model calls otherwise becomes the first. */
  readonly classes: readonly string[];
  readonly signal: AbortSignal;
  /** After each image: its labels, or why it has none, in a sentence. */
  onImage(image: string, result: { revision: number; labels: number } | { problem: string }): void;
}

/**
 * Labels images with what a model finds, in the place of what one found before; what people drew stays, and no image counts as verified for
 * it. In which order they teach the model most is kept for the list. An image that cannot be read or labelled is told of and passed over.
 */
export async function preLabel(options: PreLabelOptions): Promise<void> {
  const learned: LearnedOf[] = [];
  for (const image of options.images) {
    options.signal.throwIfAborted();
    try {
      const { learnedOf, ...result } = await preLabelOne(image, options);
      learned.push(learnedOf);
      options.onImage(image, result);
    } catch (error) {
      options.signal.throwIfAborted();
      options.onImage(image, { problem: oneLine(error) });
    }
  }
  // Of one alone there is nothing to say.
  if (learned.length > 1) await keepOrder(options.project.layout, teachingOrder(learned));
}

async function preLabelOne(image: string, options: PreLabelOptions) {
  const { predictor, threshold, mode, signal, project } = options;
  const gray = await readGray(project.layout.image(image));
  const said = await askModel(predictor, gray, mode, { signal });
  const found = predictedLabels(
    { width: gray.width, height: gray.height, data: inBytes(said.probability).data },
    {
      threshold,
      classOf: classOfPixels(said.classes, predictor.classes, options.classes),
      newId: () => crypto.randomUUID(),
    },
  );
  const doubt = doubtOf(said.probability, said.probability.length);
  const learnedOf = { name: image, doubt, cracks: found.length, print: printOf(planeOf(gray, THUMBNAIL)) };
  const { document } = await project.labels.read(image);
  const edits = repredicted(document.labels, found);
  if (edits.length === 0) return { revision: document.revision, labels: 0, learnedOf };
  const { revision } = await project.labels.edit(image, document.revision, edits);
  return { revision, labels: found.length, learnedOf };
}

/** The images that have no labels but predicted ones, and of which nobody has said that they show none. Throws a StudioError. */
export async function unlabelledImages(labels: OpenProject['labels']): Promise<string[]> {
  const images = await labels.list();
  return images.filter(({ state }) => state === 'unlabelled').map(({ name }) => name);
}
