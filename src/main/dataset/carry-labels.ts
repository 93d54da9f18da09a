import { usageError } from '../../shared/errors.ts';
import { motionBetween } from '../../shared/events/motion.ts';
import { videoOf } from '../../shared/labels/image-choice.ts';
import { isPredicted } from '../../shared/labels/predictions.ts';
import type { ImageLabel } from '../../shared/schemas/label.ts';
import { type Carried, carriedFrom, carriedOn, confidenceOf } from '../../shared/wire/carry-label.ts';
import { readGray } from '../images/png.ts';
import type { JobContext } from '../jobs/jobs.ts';
import type { OpenProject } from '../project/open-project.ts';

/** Below this the labels are carried no further. */
export const LEAST_CONFIDENCE = 0.6;

export interface CarryChoices {
  readonly from: string;
  /** Of the labels; all that a person made without. */
  readonly labels?: readonly string[] | undefined;
  /** Over so many images of the same video, those before where it is negative. */
  readonly steps: number;
}

export interface CarriedLabels {
  readonly images: ReadonlyMap<string, readonly ImageLabel[]>;
  /** Why it went no further; null where it went all the way. */
  readonly stopped: string | null;
}

/**
 * The labels of an image carried on through the frames of its video, in the order of time: as predicted ones, as sure as what they mark stands out beside
 * the first frame. Ends at a cut, where they leave the picture, and where they are no longer sure. Throws a StudioError.
 */
export async function carriedLabels(
  { labels, layout }: Pick<OpenProject, 'labels' | 'layout'>,
  { from, labels: ids, steps }: CarryChoices,
  { signal, progress }: Pick<JobContext, 'signal' | 'progress'>,
): Promise<CarriedLabels> {
  const { document } = await labels.read(from);
  const chosen = document.labels.filter(label => (ids ? ids.includes(label.id) : !isPredicted(label)));
  if (chosen.length === 0) throw usageError(`${from} has no labels that could be carried on.`);
  const names = await following(labels, from, steps);
  if (names.length === 0)
    throw usageError(`No frame of the same video comes ${steps < 0 ? 'before' : 'after'} ${from}.`);
  let gray = await readGray(layout.image(from));
  const first = chosen.map(label => carriedFrom(gray, label));
  let carried: readonly Carried[] = first;
  const images = new Map<string, ImageLabel[]>();
  for (const [i, name] of names.entries()) {
    signal.throwIfAborted();
    const next = await readGray(layout.image(name));
    const motion = motionBetween(gray, next);
    if (!motion) return { images, stopped: `${name} shows something else` };
    carried = carriedOn(gray, next, motion, carried);
    if (carried.length === 0) return { images, stopped: `in ${name} they have left the picture` };
    const confidence = Math.round(100 * confidenceOf(first, carried)) / 100;
    if (confidence < LEAST_CONFIDENCE) return { images, stopped: `in ${name} they no longer stand out` };
    const marks = () => ({ id: crypto.randomUUID(), source: 'predicted' as const, confidence });
    images.set(
      name,
      carried.map(({ label }) => ({ ...label, ...marks() })),
    );
    progress(i + 1, names.length, name);
    gray = next;
  }
  return { images, stopped: null };
}

/** The images of the same video after one, or before it, the nearest first. */
async function following(labels: OpenProject['labels'], from: string, steps: number): Promise<string[]> {
  const video = videoOf({ name: from });
  const names = (await labels.list()).map(({ name }) => name).filter(name => videoOf({ name }) === video);
  const at = names.indexOf(from);
  return steps < 0 ? names.slice(Math.max(0, at + steps), at).reverse() : names.slice(at + 1, at + 1 + steps);
}
