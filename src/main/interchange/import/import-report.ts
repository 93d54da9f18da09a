import { NoteCounts } from '../../../shared/interchange/notes.ts';
import { type InterchangeReport, LabelCounts, PixelCounts, some } from '../../../shared/interchange/report.ts';
import type { Destination } from './destinations.ts';
import type { ImportSource } from './import-source.ts';
import { isWhole, sidesOf } from './import-splits.ts';
import { whyNothing } from './nothing-imported.ts';
import type { ImportPlan } from './plan-import.ts';

/** Adds up what a plan says of its images. `id`: of the undoable step, once it is one. */
export function reportOf(
  { path, format, recognised, notes: ofSource }: Pick<ImportSource, 'path' | 'format' | 'recognised' | 'notes'>,
  plan: ImportPlan,
  id: string | null,
): InterchangeReport {
  const { images, unmentioned, emptied, newClasses, pictures, split } = plan;
  const notes = new NoteCounts();
  ofSource().forEach(notes.takeNote);
  const labels = new LabelCounts();
  const pixels = new PixelCounts();
  const states = { labelled: 0, empty: emptied.length, inProgress: 0, unlabelled: 0 };
  const sides = { train: 0, val: 0, test: 0 };
  for (const { name, side, taken, notes: own } of images) {
    own.forEach(notes.takeNote);
    if (side) sides[side]++;
    if (!taken) continue;
    for (const { count, ...label } of taken.counts) labels.add(label, count);
    const { before, after } = taken.pixels;
    if (before === null) pixels.addUncompared(after);
    else pixels.add(name, before, after);
    if (taken.state === 'in progress') states.inProgress++;
    else if (taken.state === 'unlabelled') states.unlabelled++;
    else states[taken.counts.length > 0 ? 'labelled' : 'empty']++;
  }
  if (split && !isWhole(split.after)) notes.takeNote({ code: 'split-one-sided', count: sidesOf(images).size });
  const of = (kind: Destination['kind']) => images.filter(({ destination }) => destination.kind === kind);
  return {
    version: 1,
    direction: 'import',
    id,
    path,
    format: format.id,
    title: format.title,
    recognised,
    images: {
      there: images.length,
      matched: of('matched').length,
      added: of('new').filter(({ taken }) => taken).length,
      unmatched: some(of('nowhere').map(({ name }) => name)),
      unmentioned: some(unmentioned),
      pictures: some(pictures),
      ...states,
      sides,
    },
    labels: labels.list(),
    newClasses: [...newClasses],
    pixels: pixels.list(),
    notes: notes.list(),
    problem: whyNothing(plan, path, ofSource()),
  };
}
