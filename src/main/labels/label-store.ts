import { namesIn } from '../../node/folders.ts';
import { oneLine, StudioError } from '../../shared/errors.ts';
import type { LabelEdit } from '../../shared/labels/label-edits.ts';
import type { ImageSummary, LabelDocument } from '../../shared/schemas/label.ts';
import type { LabelClass } from '../../shared/schemas/project.ts';
import { isPlainName } from '../files/resolve-inside.ts';
import { Serial } from '../files/serial.ts';
import type { ProjectLayout } from '../layout/project-layout.ts';
import { type Bulk, type BulkMade, planBulk, requireClasses } from './bulk.ts';
import { Journal } from './journal.ts';
import { classesOf, entriesOf } from './journal-lines.ts';
import { type LoadedLabels, loadLabels } from './label-file.ts';
import { LabelIndex } from './label-index.ts';
import { editDocument, keepUnfit, replay } from './replay.ts';
import { UnsavedLabels } from './unsaved-labels.ts';

/** The project's classes, which change together with labels. */
export interface ClassList {
  get(): readonly LabelClass[];
  /** They are others from now on, and safe in the journal. */
  set(classes: readonly LabelClass[]): void;
  /** Writes them where they belong. Throws a StudioError. */
  save(): Promise<void>;
}

export interface LabelStoreOptions {
  /** The project's. */
  readonly layout: ProjectLayout;
  readonly classes: ClassList;
  /** Why nothing may be written, or null. */
  readonly readOnly: string | null;
  /** Who edits. */
  readonly by: string;
  /** How long an edit may wait in the journal before its document is written, ms. Default 500. */
  readonly delay?: number;
}

export interface Confirmed {
  /** The document's revision now. */
  readonly revision: number;
  /** Why documents cannot be written at present, in one sentence; the edits are safe in the journal. */
  readonly problem: string | null;
}

/** After a document could not be written, it is tried again so often, ms. */
const RETRY = 5000;

/**
 * The labels of an open project. An edit is confirmed when it is safe in the journal; its document, backup and mask follow
 * soon after, and when all have, the journal is emptied.
 */
export class LabelStore {
  readonly #options: LabelStoreOptions;
  readonly #layout: ProjectLayout;
  readonly #index: LabelIndex;
  /** Null when nothing may be written. */
  #journal: Journal | null;
  readonly #unsaved: UnsavedLabels;
  readonly #edits = new Serial();
  readonly #writes = new Serial();
  #timer: NodeJS.Timeout | undefined;
  /** Whether the classes are newer than their file. */
  #newClasses = false;
  #problem: string | null = null;

  private constructor(
    options: LabelStoreOptions,
    journal: Journal | null,
    unsaved: ReadonlyMap<string, LabelDocument>,
  ) {
    this.#options = options;
    this.#layout = options.layout;
    this.#index = new LabelIndex(this.#layout, journal !== null);
    this.#journal = journal;
    this.#unsaved = new UnsavedLabels(this.#layout, unsaved);
  }

  /**
   * Opens the labels of a project, with all that was confirmed before a crash; `notices` are sentences for the user.
   * Throws a StudioError.
   */
  static async open(options: LabelStoreOptions): Promise<{ store: LabelStore; notices: readonly string[] }> {
    if (options.readOnly) return { store: new LabelStore(options, null, new Map()), notices: [] };
    const { layout } = options;
    const { journal, entries, incomplete, notice } = await Journal.open(layout.journal, layout.damaged);
    try {
      const { documents, notices, unfit } = await replay(entriesOf(entries), incomplete, image =>
        loadLabels(layout, image, firstOf(options.classes)),
      );
      await keepUnfit(layout, unfit);
      const store = new LabelStore(options, journal, documents);
      const classes = classesOf(entries);
      if (classes) store.#setClasses(classes);
      const problem = await store.flush().then(
        () => [],
        error => [oneLine(error)],
      );
      return { store, notices: [...(notice ? [notice] : []), ...notices, ...problem] };
    } catch (error) {
      await journal.close();
      throw error;
    }
  }

  /** All images with their states, by name. Throws a StudioError. */
  list(): Promise<ImageSummary[]> {
    return this.#index.list(this.#unsaved.documents);
  }

  /** The labels of an image, and a sentence if its file was damaged. Throws a StudioError. */
  read(image: string): Promise<LoadedLabels> {
    return this.#edits.run(() => this.#load(image));
  }

  /**
   * Makes edits, all or none, on the revision that they were made from; when this resolves they survive any crash.
   * Throws a StudioError when they do not fit, were made from an older revision, or cannot be kept.
   */
  edit(image: string, revision: number, edits: readonly LabelEdit[]): Promise<Confirmed> {
    return this.#edits.run(async () => {
      const journal = this.#writable();
      const { document } = await this.#load(image);
      if (document.revision !== revision) {
        const sentence = `The labels of ${image} were changed elsewhere meanwhile: open the image again.`;
        throw new StudioError(sentence, { code: 'stale-labels' });
      }
      requireClasses(edits, this.#options.classes.get());
      const entry = { image, revision, edits: [...edits], at: new Date().toISOString(), by: this.#options.by };
      const edited = editDocument(document, entry);
      await journal.append(entry);
      this.#unsaved.set(edited);
      this.#schedule(this.#options.delay ?? 500);
      return { revision: edited.revision, problem: this.#problem };
    });
  }

  /**
   * Makes edits of many images and changes the classes, as one: after a crash all of it is there, or nothing. Says what it
   * made. Throws a StudioError, and what `bulk` throws; nothing is made then.
   */
  bulk(bulk: Bulk): Promise<BulkMade> {
    return this.#edits.run(async () => {
      const journal = this.#writable();
      const { classes, by } = this.#options;
      const { made, entries, documents } = await planBulk(bulk, by, classes.get(), image => this.#load(image));
      if (entries.length === 0 && !made.classes) return made;
      await bulk.keep(made);
      await journal.append({ ...(made.classes && { classes: [...made.classes.after] }), entries: [...entries] });
      for (const document of documents) this.#unsaved.set(document);
      if (made.classes) this.#setClasses(made.classes.after);
      this.#schedule(this.#options.delay ?? 0);
      return made;
    });
  }

  /** Changes the classes alone: labels must need none that goes. Throws a StudioError. */
  async changeClasses(classes: readonly LabelClass[]): Promise<void> {
    await this.#edits.run(async () => {
      await this.#writable().append({ classes: [...classes], entries: [] });
      this.#setClasses(classes);
      this.#schedule(this.#options.delay ?? 0);
      await this.#saveClasses();
    });
  }

  /** The images that have a label document, among them ones whose picture is not there. */
  async documented(): Promise<string[]> {
    const { labels, backups } = this.#layout;
    const files = [...(await namesIn(labels)), ...(await namesIn(backups))].filter(name => name.endsWith('.json'));
    const names = files.map(name => name.slice(0, -'.json'.length)).filter(isPlainName);
    return [...new Set([...names, ...this.#unsaved.documents.keys()])].sort();
  }

  /** Writes every document that is newer than its file. Throws a StudioError; what it could not write stays in the journal. */
  async flush(): Promise<void> {
    if (!this.#journal) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    try {
      await this.#writes.run(() => this.#write());
      this.#problem = null;
    } catch (error) {
      this.#problem = oneLine(error);
      this.#schedule(RETRY);
      throw error;
    }
  }

  /**
   * Runs `work` on the files of documents themselves, past the journal: for many documents at once whose work need not
   * survive a crash one by one. All edits are in their files before, and edits and reads wait meanwhile: keep it short.
   * Throws a StudioError when nothing may be written, and what `work` throws.
   */
  async exclusively<T>(work: () => Promise<T>): Promise<T> {
    this.#writable();
    await this.flush();
    return this.#writes.run(() =>
      this.#edits.run(async () => {
        this.#writable();
        await this.#saveAll();
        await this.#clearJournal();
        try {
          return await work();
        } finally {
          this.#unsaved.forget();
        }
      }),
    );
  }

  /** Writes what is to be written, and ends. Throws a StudioError like `flush`; the store is closed all the same. */
  async close(): Promise<void> {
    try {
      await this.flush();
    } finally {
      // After whatever is still being written: the next studio may write from then on.
      await this.#writes.run(() => this.#edits.run(() => this.#end()));
    }
  }

  async #end(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#journal?.close();
    this.#journal = null;
  }

  async #load(image: string): Promise<LoadedLabels> {
    this.#layout.image(image);
    const unsaved = this.#unsaved.documents.get(image);
    if (unsaved) return { document: unsaved, notice: null, restored: false };
    const loaded = await loadLabels(this.#layout, image, firstOf(this.#options.classes));
    if (this.#journal && loaded.restored) {
      this.#unsaved.restore(loaded.document);
      this.#schedule(0);
    }
    return loaded;
  }

  #writable(): Journal {
    if (this.#journal) return this.#journal;
    throw new StudioError(this.#options.readOnly ?? 'The project was closed meanwhile: open it again.');
  }

  #schedule(delay: number): void {
    this.#timer ??= setTimeout(() => {
      this.flush().catch(() => {});
    }, delay).unref();
  }

  async #write(): Promise<void> {
    if (!this.#journal) return;
    await this.#saveAll();
    await this.#edits.run(() => this.#clearJournal());
  }

  async #saveAll(): Promise<void> {
    await this.#saveClasses();
    await this.#unsaved.write();
  }

  async #saveClasses(): Promise<void> {
    if (!this.#newClasses) return;
    this.#newClasses = false;
    await this.#options.classes.save().catch(error => {
      this.#newClasses = true;
      throw error;
    });
  }

  #setClasses(classes: readonly LabelClass[]): void {
    this.#options.classes.set(classes);
    this.#newClasses = true;
  }

  /** Only when all is written; edits wait meanwhile. */
  async #clearJournal(): Promise<void> {
    const isAllWritten = this.#unsaved.documents.size === 0 && !this.#newClasses;
    if (!isAllWritten || !this.#journal || this.#journal.isEmpty) return;
    await this.#unsaved.sync();
    await this.#journal.clear();
  }
}

function firstOf(classes: ClassList): string {
  return classes.get()[0].name;
}
