import type { Output } from '../../../shared/contract.ts';
import type { BulkDone, BulkUndone } from '../../../shared/contract-bulk.ts';
import type { Publish } from '../../../shared/emitter.ts';
import { usageError } from '../../../shared/errors.ts';
import { type BulkEdit, bulkEdits, stillUndone } from '../../../shared/labels/bulk-edits.ts';
import {
  type ClassChange,
  changedClasses,
  classEdits,
  nameAfter,
  requireDecided,
  restoredClasses,
} from '../../../shared/labels/class-changes.ts';
import { repredicted } from '../../../shared/labels/prediction-edits.ts';
import { isPredicted } from '../../../shared/labels/predictions.ts';
import { withClass } from '../../../shared/schemas/project.ts';
import { exists } from '../../files/listing.ts';
import type { JobContext } from '../../jobs/jobs.ts';
import type { Bulk, BulkMade } from '../../labels/bulk.ts';
import { removeImages, restoreImages } from '../../labels/removed-images.ts';
import type { OpenProject } from '../../project/open-project.ts';
import type { ProjectHolder } from '../../project/project-holder.ts';
import { type CarryChoices, carriedLabels } from '../carry-labels.ts';
import { type BulkRecord, BulkRecords } from './bulk-records.ts';

/** What is done to many images, or to the classes, of the open project at once. Each is one step, kept on the disk to be undone. */
export class ProjectBulk {
  readonly #project: ProjectHolder;
  readonly #publish: Publish;

  constructor(project: ProjectHolder, publish: Publish) {
    this.#project = project;
    this.#publish = publish;
  }

  /** Changes a class, and its labels in every image. Throws a StudioError when nobody said what becomes of them. */
  async changeClass(change: ClassChange, context: JobContext): Promise<BulkDone> {
    const open = this.#project.writable();
    return this.#make(open, () => wordsOf(change), {
      images: () => imagesWithClass(open, change),
      edits: document => classEdits(document, change),
      classes: now => changedClasses(now, change),
      check: ({ images }) => requireDecided(change, images.flatMap(({ edits }) => edits).length, images.length),
      context,
    });
  }

  /** Edits images alike. Throws a StudioError. */
  async edit(names: readonly string[], edit: BulkEdit, context: JobContext): Promise<BulkDone> {
    const open = this.#project.writable();
    const at = new Date().toISOString();
    const verb = edit.kind === 'verify' ? 'verified' : `given the class ${edit.class}`;
    return this.#make(open, made => `${imagesOf(made.images.length)} ${verb}`, {
      images: async () => [...new Set(names)],
      edits: document => bulkEdits(document, edit, at, open.user),
      context,
    });
  }

  /**
   * Carries labels of an image on through the frames of its video, as predicted ones: in the place of other predictions, never into an image in which a
   * person has labelled. Throws a StudioError.
   */
  async carry(choices: CarryChoices, context: JobContext): Promise<BulkDone> {
    const open = this.#project.writable();
    await open.labels.flush();
    const { images, stopped } = await carriedLabels(open, choices, context);
    const end = stopped === null ? '' : `; no further, for ${stopped}`;
    return this.#make(open, made => `Labels carried on into ${imagesOf(made.images.length)}${end}`, {
      images: async () => [...images.keys()],
      edits: ({ image, state, labels }) =>
        state === 'unlabelled' && labels.every(isPredicted) ? repredicted(labels, images.get(image) ?? []) : [],
      context,
    });
  }

  /** Moves images into the trash, with all that is known of them. Throws a StudioError. */
  async remove(names: readonly string[]): Promise<BulkDone> {
    const { labels, layout, user } = this.#project.writable();
    const removed = [...new Set(names)];
    for (const name of removed) {
      if (!(await exists(layout.image(name)))) throw usageError(`There is no image ${name} in this project.`);
    }
    const what = `${imagesOf(removed.length)} removed`;
    const records = new BulkRecords(layout);
    const about = { at: new Date().toISOString(), by: user, classes: null, images: [] };
    const id = await records.keep({ version: 1, ...about, what, removed });
    try {
      await labels.exclusively(() => removeImages(layout, id, removed));
    } catch (error) {
      await records.remove(id).catch(() => {});
      throw error;
    }
    this.#publish('bulk.changed', {});
    return { id, what, images: removed.length, left: [] };
  }

  async last(): Promise<Output<'bulk.last'>['last']> {
    const last = await new BulkRecords(this.#project.get().layout).find();
    return last && { id: last.id, what: last.record.what, at: last.record.at };
  }

  /** Takes back the newest, or that of an id; images that somebody has worked on since stay as they are. Throws a StudioError. */
  async undo(id: string | undefined, context: JobContext): Promise<BulkUndone> {
    const open = this.#project.writable();
    const records = new BulkRecords(open.layout);
    const found = await records.find(id);
    if (!found) throw usageError('There is nothing done to many images at once that could be undone.');
    const isRemoval = found.record.removed.length > 0;
    const undone = isRemoval ? await undoRemoval(open, found) : await undoEdits(open, found.record, context);
    await records.remove(found.id);
    this.#publish('bulk.changed', {});
    return undone;
  }

  async #make(
    open: OpenProject,
    words: (made: BulkMade) => string,
    { check, ...bulk }: Omit<Bulk, 'keep'> & { check?(made: BulkMade): void },
  ): Promise<BulkDone> {
    const records = new BulkRecords(open.layout);
    let id: string | null = null;
    const keep = async (made: BulkMade) => {
      check?.(made);
      id = await records.keep(recordOf(made, words(made)));
    };
    try {
      const made = await open.labels.bulk({ ...bulk, keep });
      this.#publish('bulk.changed', {});
      return { id, what: words(made), images: made.images.length, left: [...made.damaged] };
    } catch (error) {
      if (id !== null) await records.remove(id).catch(() => {});
      throw error;
    }
  }
}

/** A mask of another tool counts as the first class: where that comes to mean another, it gets a document of its own. */
async function imagesWithClass(open: OpenProject, change: ClassChange): Promise<string[]> {
  const documented = await open.labels.documented();
  const { classes } = open.project;
  const [first] = changedClasses(classes, change);
  if (nameAfter(classes[0].name, change) === first.name) return documented;
  return [...new Set([...documented, ...(await open.labels.list()).map(({ name }) => name)])];
}

/** The classes of labels that come back come back with them. */
async function undoRemoval(open: OpenProject, { id, record }: { id: string; record: BulkRecord }): Promise<BulkUndone> {
  const restored = await open.labels.exclusively(() => restoreImages(open.layout, id));
  const used = new Set<string>();
  for (const name of restored) {
    // A damaged document is told of when the image is opened.
    const read = await open.labels.read(name).catch(() => null);
    for (const label of read?.document.labels ?? []) used.add(label.class);
  }
  const gone = [...used].filter(name => open.project.classes.every(each => each.name !== name));
  if (gone.length > 0) await open.update({ classes: gone.reduce(withClass, [...open.project.classes]) });
  return { what: record.what, images: restored.length, left: [] };
}

async function undoEdits(open: OpenProject, record: BulkRecord, context: JobContext): Promise<BulkUndone> {
  const done = new Map(record.images.map(image => [image.name, image]));
  const left = new Set(done.keys());
  const { classes } = record;
  const made = await open.labels.bulk({
    images: async () => (await open.labels.documented()).filter(name => done.has(name)),
    edits(document) {
      const { edits, undo } = done.get(document.image) ?? { edits: [], undo: [] };
      return stillUndone(document, edits, undo) ?? [];
    },
    ...(classes && { classes: now => restoredClasses(now, classes.before, classes.after) }),
    keep: async () => {},
    context,
  });
  for (const { name } of made.images) left.delete(name);
  return { what: record.what, images: made.images.length, left: [...left] };
}

function recordOf({ at, by, classes, images }: BulkMade, what: string): BulkRecord {
  const both = classes && { before: [...classes.before], after: [...classes.after] };
  return { version: 1, at, by, what, classes: both, removed: [], images: [...images] };
}

function wordsOf(change: ClassChange): string {
  switch (change.kind) {
    case 'rename':
      return `Class ${change.name} renamed to ${change.to}`;
    case 'recolour':
      return `Colour of the class ${change.name} changed`;
    case 'merge':
      return `Class ${change.name} merged into ${change.into}`;
    default:
      return `Class ${change.name} deleted`;
  }
}

const imagesOf = (count: number) => `${count} image${count === 1 ? '' : 's'}`;
