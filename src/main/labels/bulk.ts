import { usageError } from '../../shared/errors.ts';
import { invertEdits, type LabelEdit } from '../../shared/labels/label-edits.ts';
import type { LabelDocument } from '../../shared/schemas/label.ts';
import type { LabelClass } from '../../shared/schemas/project.ts';
import { FOR_THE_DISK, mapConcurrently } from '../files/concurrency.ts';
import type { JobContext } from '../jobs/jobs.ts';
import type { JournalEntry } from './journal-lines.ts';
import type { LoadedLabels } from './label-file.ts';
import { editDocument } from './replay.ts';

/** Edits of many images, made as one with a change of the classes. What it asks is asked when its turn has come. */
export interface Bulk {
  /** The images that it may be about. */
  images(): Promise<readonly string[]>;
  /** What it does to one; nothing to most. */
  edits(document: LabelDocument): readonly LabelEdit[];
  /** The classes afterwards; they stay without. */
  classes?(now: readonly LabelClass[]): LabelClass[];
  /** Keeps what takes it back, or throws: nothing is made yet. */
  keep(made: BulkMade): Promise<void>;
  readonly context: Pick<JobContext, 'signal' | 'progress'>;
}

/** What a bulk makes. */
export interface BulkMade {
  readonly at: string;
  readonly by: string;
  readonly images: readonly BulkImage[];
  readonly classes: { readonly before: readonly LabelClass[]; readonly after: readonly LabelClass[] } | null;
  /** Images whose labels are damaged: they are left alone. */
  readonly damaged: readonly string[];
}

export interface BulkImage {
  readonly name: string;
  readonly edits: LabelEdit[];
  readonly undo: LabelEdit[];
}

export interface PlannedBulk {
  readonly made: BulkMade;
  readonly entries: readonly JournalEntry[];
  /** As they are afterwards. */
  readonly documents: readonly LabelDocument[];
}

/** Works out what a bulk makes. Throws a StudioError when it does not fit. */
export async function planBulk(
  bulk: Bulk,
  by: string,
  now: readonly LabelClass[],
  load: (image: string) => Promise<LoadedLabels>,
): Promise<PlannedBulk> {
  const { signal, progress } = bulk.context;
  const at = new Date().toISOString();
  const classes = bulk.classes ? { before: now, after: bulk.classes(now) } : null;
  const names = await bulk.images();
  let done = 0;
  const damaged: string[] = [];
  const read = async (image: string) => {
    signal.throwIfAborted();
    const { document, notice, restored } = await load(image);
    if (++done % FOR_THE_DISK === 0) progress(done, names.length, 'Reading labels');
    if (notice && !restored) damaged.push(image);
    const edits = notice && !restored ? [] : bulk.edits(document);
    requireClasses(edits, classes?.after ?? now);
    return edits.length > 0 ? [plannedImage(document, [...edits], at, by)] : [];
  };
  const planned = (await mapConcurrently(names, read, FOR_THE_DISK)).flat();
  return {
    made: { at, by, images: planned.map(({ image }) => image), classes, damaged },
    entries: planned.map(({ entry }) => entry),
    documents: planned.map(({ edited }) => edited),
  };
}

function plannedImage(document: LabelDocument, edits: LabelEdit[], at: string, by: string) {
  const { image, revision } = document;
  const entry = { image, revision, edits, at, by };
  return {
    entry,
    edited: editDocument(document, entry),
    image: { name: image, edits, undo: invertEdits(document, edits) },
  };
}

/** Throws a StudioError when edits name a class that the project does not have. */
export function requireClasses(edits: readonly LabelEdit[], classes: readonly LabelClass[]): void {
  for (const edit of edits) {
    const name = edit.kind === 'set-class' ? edit.class : 'label' in edit ? edit.label.class : undefined;
    if (name !== undefined && !classes.some(each => each.name === name)) {
      const names = classes.map(each => each.name).join(', ');
      throw usageError(`The project has no class "${name}": it has ${names}.`);
    }
  }
}
