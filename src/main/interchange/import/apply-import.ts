import { makeFolder } from '../../../node/folders.ts';
import { hasCode, oneLine } from '../../../shared/errors.ts';
import type { LabelDocument } from '../../../shared/schemas/label.ts';
import { newDocument } from '../../../shared/schemas/label.ts';
import { withClass } from '../../../shared/schemas/project.ts';
import { readLists, writeLists } from '../../dataset/split-lists.ts';
import { mapConcurrently } from '../../files/concurrency.ts';
import { readAhead } from '../../files/read-ahead.ts';
import { writeBytesUpright } from '../../images/png.ts';
import type { JobContext } from '../../jobs/jobs.ts';
import { loadLabels, saveLabels } from '../../labels/label-file.ts';
import type { OpenProject } from '../../project/open-project.ts';
import type { ForeignImage } from '../formats/foreign.ts';
import type { PlannedImage } from './image-planner.ts';
import type { Picture } from './import-pictures.ts';
import { ImportFolder, type ImportRecord } from './import-record.ts';
import type { ImportOptions, ImportSource } from './import-source.ts';
import { sidesOf, splitChange } from './import-splits.ts';
import type { Kept } from './kept-labels.ts';
import { planImage, type Taken, withTaken } from './plan-image.ts';
import type { ImportPlan } from './plan-import.ts';

/** Images at a time, between which edits get their turn. */
const BATCH = 32;
/** Masks are painted on this thread and written by others, which mostly wait for the disk. */
const AT_ONCE = 8;

interface Work {
  readonly image: string;
  /** For an image that is to be made. */
  readonly picture: Picture | null;
  readonly taken: Pick<Taken, 'target' | 'state' | 'labels' | 'foreign'>;
}

/**
 * Writes what a plan says. How everything was is kept first; if this fails or is aborted, `record` is what undoes the part
 * that was done. Gives the plan with what turned out otherwise: pictures that cannot be read.
 */
export class ImportApplication {
  readonly #source: ImportSource;
  readonly #project: OpenProject;
  readonly #options: ImportOptions;
  readonly #plan: ImportPlan;
  readonly #unreadable = new Map<string, string>();
  record: ImportRecord | null = null;

  constructor(source: ImportSource, project: OpenProject, options: ImportOptions, plan: ImportPlan) {
    this.#source = source;
    this.#project = project;
    this.#options = options;
    this.#plan = plan;
  }

  async run(id: string, by: string, { signal, progress }: JobContext): Promise<ImportPlan> {
    const project = this.#project;
    this.record = await this.#keep(id, by);
    const beyond = this.#plan.newClasses;
    if (beyond.length > 0) await project.update({ classes: beyond.reduce(withClass, project.project.classes) });
    let done = 0;
    const total = this.#plan.images.filter(isToBeWritten).length + this.#plan.emptied.length;
    for await (const batch of this.#batches(signal)) {
      signal.throwIfAborted();
      await project.labels.exclusively(() => mapConcurrently(batch, work => this.#write(work, by), AT_ONCE));
      done += batch.length;
      progress(done, total, 'Writing labels');
    }
    const images = this.#plan.images.map(image => this.#asItWas(image));
    const folder = new ImportFolder(project.layout, id);
    const splits = await this.#changeSplit(folder, this.record, images);
    await folder.sync();
    this.record = { ...this.record, splits, state: 'done' };
    await folder.write(this.record);
    return { ...this.#plan, images };
  }

  /** The record knows of the change before it is made, so that whatever happens it can be undone. */
  async #changeSplit(folder: ImportFolder, record: ImportRecord, images: readonly PlannedImage[]) {
    const dir = this.#project.layout.training;
    const change = splitChange(await readLists(dir), sidesOf(images));
    if (!change) return null;
    this.record = { ...record, splits: change };
    await folder.write(this.record);
    await writeLists(dir, change.after);
    return change;
  }

  async #keep(id: string, by: string): Promise<ImportRecord> {
    const { layout, labels } = this.#project;
    const images: Omit<ImportRecord['images'][number], 'files'>[] = [];
    for (const planned of this.#plan.images.filter(isToBeWritten)) {
      if (planned.destination.kind === 'nowhere') continue;
      const { kind, image } = planned.destination;
      const added = kind === 'new';
      images.push({ name: image, added, revision: added ? 0 : (await labels.read(image)).document.revision });
    }
    for (const name of this.#plan.emptied) {
      images.push({ name, added: false, revision: (await labels.read(name)).document.revision });
    }
    await makeFolder(layout.imports);
    const record = {
      version: 1,
      id,
      at: new Date().toISOString(),
      by,
      state: 'begun',
      source: this.#source.path,
      splits: null,
    } as const;
    return labels.exclusively(() =>
      new ImportFolder(layout, id).keep({ ...record, newClasses: [...this.#plan.newClasses] }, images),
    );
  }

  async *#batches(signal: AbortSignal): AsyncGenerator<Work[]> {
    let batch: Work[] = [];
    for await (const work of readAhead(this.#works(signal), BATCH)) {
      batch.push(work);
      if (batch.length < BATCH) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  }

  async *#works(signal: AbortSignal): AsyncGenerator<Work> {
    const kept = this.#plan.kept.all;
    yield* kept ? this.#keptWorks(kept) : this.#worksReadAgain(signal);
    for (const image of this.#plan.emptied) {
      const { document } = await this.#project.labels.read(image);
      const target = { width: document.width, height: document.height, orientation: 1, crop: null } as const;
      yield { image, picture: null, taken: { target, state: 'verified', labels: [], foreign: undefined } };
    }
  }

  *#keptWorks(kept: ReadonlyMap<number, Kept>): Generator<Work> {
    for (const [i, planned] of this.#plan.images.entries()) {
      const { destination, taken } = planned;
      const found = kept.get(i);
      if (!found || !taken || destination.kind === 'nowhere' || !isToBeWritten(planned)) continue;
      yield {
        image: destination.image,
        picture: found.picture,
        taken: { ...taken, labels: found.labels, foreign: found.foreign },
      };
    }
  }

  /** All labels together do not fit into the memory. */
  async *#worksReadAgain(signal: AbortSignal): AsyncGenerator<Work> {
    let i = 0;
    for await (const foreign of this.#source.reading.images()) {
      signal.throwIfAborted();
      const planned = this.#plan.images[i++];
      if (planned && isToBeWritten(planned)) yield* this.#work(foreign, planned);
    }
  }

  async *#work(foreign: ForeignImage, { destination, turned }: PlannedImage): AsyncGenerator<Work> {
    if (destination.kind === 'nowhere') return;
    const found = this.#source.pictures.find(foreign);
    const picture = found === 'ambiguous' ? null : found;
    const view = { folder: this.#project.folder, classes: [], labels: this.#project.labels };
    const { taken } = await planImage(foreign, destination, picture, view, { ...this.#options, turned });
    if (taken) yield { image: destination.image, picture: destination.kind === 'new' ? picture : null, taken };
  }

  async #write({ image, picture, taken }: Work, by: string): Promise<void> {
    const { layout } = this.#project;
    const { record } = this;
    if (!record) return;
    if (picture && !(await this.#addPicture(image, picture))) return;
    if (taken.state === 'unlabelled') return;
    const { width, height } = taken.target;
    const document: LabelDocument = picture
      ? newDocument({ image, width, height })
      : (await loadLabels(layout, image, this.#project.project.classes[0].name)).document;
    const { id, at } = record;
    await saveLabels(layout, withTaken(document, taken, this.#options.existing, { id, at, by }), true);
  }

  /** False for a picture whose header was sound but whose pixels cannot be read. */
  async #addPicture(image: string, picture: Picture): Promise<boolean> {
    const { layout } = this.#project;
    await makeFolder(layout.images);
    const bytes = await picture.read();
    try {
      await writeBytesUpright(bytes, picture.name, layout.image(image));
      return true;
    } catch (error) {
      if (!hasCode(error, 'unreadable')) throw error;
      this.#unreadable.set(image, oneLine(error));
      return false;
    }
  }

  #asItWas(planned: PlannedImage): PlannedImage {
    const { destination, notes } = planned;
    const problem = destination.kind === 'new' ? this.#unreadable.get(destination.image) : undefined;
    if (problem === undefined) return planned;
    return { ...planned, taken: null, notes: [...notes, { code: 'bad-file', detail: problem }] };
  }
}

/** An image of the project that stays unlabelled is left alone. */
export function isToBeWritten({ destination, taken }: PlannedImage): boolean {
  return taken !== null && (destination.kind === 'new' || taken.state !== 'unlabelled');
}
