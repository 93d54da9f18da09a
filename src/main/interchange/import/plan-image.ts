import { oneLine } from '../../../shared/errors.ts';
import type { Note } from '../../../shared/interchange/notes.ts';
import type { Foreign } from '../../../shared/schemas/foreign.ts';
import type { ImageLabel, Label, LabelDocument } from '../../../shared/schemas/label.ts';
import { headerOf } from '../../images/png.ts';
import type { ForeignImage } from '../formats/foreign.ts';
import type { Target } from '../shapes/fit-labels.ts';
import type { Orientation } from '../shapes/turn.ts';
import type { Turn } from '../shapes/turn-of.ts';
import type { Destination } from './destinations.ts';
import type { Picture } from './import-pictures.ts';
import type { ImportOptions } from './import-source.ts';
import { cropOf, hasLabels, type PlannedProject } from './planned-project.ts';
import { sizesOf, type TakenOver, takeOver } from './take-over.ts';

/** What would become of the labels of an image. */
export interface Outcome {
  readonly notes: readonly Note[];
  /** Null when they are not taken over. */
  readonly taken: Taken | null;
}

export interface Taken {
  readonly target: Target;
  /** Of the image afterwards. */
  readonly state: LabelDocument['state'];
  readonly turn: Turn | null;
  readonly labels: readonly Label[];
  /** What is to be kept of the image for the tool that it comes from. */
  readonly foreign: Foreign | undefined;
  /** Pixels of crack; before where the source knows how many it had at the same size. */
  readonly pixels: { readonly before: number | null; readonly after: number };
}

/** Decides on the labels of one image, the same every time; writes nothing. */
export async function planImage(
  foreign: ForeignImage,
  destination: Destination,
  picture: Picture | null,
  project: PlannedProject,
  options: Pick<ImportOptions, 'classes' | 'missing' | 'existing' | 'turned' | 'lineWidth'>,
): Promise<Outcome> {
  if (destination.kind === 'nowhere') return skipped(foreign, { code: destination.reason, detail: foreign.name });
  const notes: Note[] = [];
  let target: Target;
  try {
    if (destination.kind === 'matched') {
      const { document } = await project.labels.read(destination.image);
      if (hasLabels(document)) {
        const saysNothing = foreign.state === 'unknown' && foreign.labels.length === 0;
        const keeps = options.existing === 'keep' || saysNothing;
        if (keeps) return skipped(foreign, { code: 'kept-as-is', detail: destination.image });
        notes.push({ code: options.existing === 'add' ? 'added-to' : 'already-labelled', detail: destination.image });
      }
      target = await targetOf(document, foreign, picture, project.folder, options.turned);
    } else {
      target = await newTarget(picture);
      if (/[/\\]/.test(foreign.name)) {
        notes.push({ code: 'name-flattened', detail: `${foreign.name} is ${destination.image}` });
      }
    }
  } catch (error) {
    return skipped(foreign, { code: 'bad-file', detail: oneLine(error) });
  }
  const { classes, lineWidth, turned = 'auto' } = options;
  const taken = takeOver(foreign, target, classes, { lineWidth, ...(turned !== 'auto' && { drawn: turned }) });
  if (!taken) return skipped(foreign, { code: 'size-differs', detail: `${foreign.name}: ${sizesOf(foreign, target)}` });
  const before = taken.fit === 'same' || taken.fit === 'turned' ? foreign.pixels : null;
  return {
    notes: [...notes, ...taken.notes],
    taken: {
      target,
      state: stateOf(foreign, taken, options.missing),
      turn: taken.turn,
      labels: taken.labels,
      foreign: foreign.foreign,
      pixels: { before, after: taken.pixels },
    },
  };
}

function skipped({ notes }: ForeignImage, note: Note): Outcome {
  return { notes: note.code === 'kept-as-is' ? [note] : [...notes, note], taken: null };
}

/** Its turn counts only where sizes differ: to look it up takes reading the picture. */
async function targetOf(
  { image, width, height }: LabelDocument,
  { size }: ForeignImage,
  picture: Picture | null,
  folder: string,
  turned: ImportOptions['turned'],
): Promise<Target> {
  const isSame = !size || (size.width === width && size.height === height);
  if (isSame && turned !== 'stored') return { width, height, orientation: 1, crop: null };
  const mayBeTurned = isSame || (size.width === height && size.height === width);
  const orientation = mayBeTurned && picture ? (await newTarget(picture)).orientation : 1;
  return { width, height, orientation, crop: await cropOf(folder, image) };
}

async function newTarget(picture: Picture | null): Promise<Target> {
  if (!picture) throw new Error('there is no picture');
  const { width, height, orientation } = await headerOf(await picture.read(), picture.name);
  return { width, height, orientation: orientation as Orientation, crop: null };
}

/** An image whose labels made no sense is not free of cracks: somebody must look at it. */
function stateOf(
  { state }: ForeignImage,
  { labels, faulty }: TakenOver,
  missing: ImportOptions['missing'],
): LabelDocument['state'] {
  if (labels.length === 0 && faulty > 0) return 'in progress';
  switch (state) {
    case 'labelled':
    case 'empty':
      return 'verified';
    case 'in progress':
      return 'in progress';
    case 'unknown':
      if (labels.length > 0) return 'in progress';
      return missing === 'empty' ? 'verified' : 'unlabelled';
  }
}

/** The document with what was taken over; labels that are there stay below when the new ones are added to them. */
export function withTaken(
  document: LabelDocument,
  { state, labels, foreign }: Pick<Taken, 'state' | 'labels' | 'foreign'>,
  existing: ImportOptions['existing'],
  stamp: { readonly id: string; readonly at: string; readonly by: string },
): LabelDocument {
  const named = labels.map((label, i): ImageLabel => ({ ...label, id: `${stamp.id}-${i + 1}` }));
  return {
    ...document,
    state,
    labels: existing === 'add' ? [...document.labels, ...named] : named,
    ...(foreign && { foreign }),
    revision: document.revision + 1,
    changed: { at: stamp.at, by: stamp.by },
  };
}
