import { syncFolder } from '../../node/sync-folder.ts';
import type { LabelDocument } from '../../shared/schemas/label.ts';
import { exists } from '../files/listing.ts';
import type { ProjectLayout } from '../layout/project-layout.ts';
import { saveLabels } from './label-file.ts';

/** Documents that are newer than their files. */
export class UnsavedLabels {
  readonly #layout: ProjectLayout;
  readonly #documents: Map<string, LabelDocument>;
  /** Images whose files are known to be ours. */
  readonly #ours = new Set<string>();

  constructor(layout: ProjectLayout, documents: ReadonlyMap<string, LabelDocument>) {
    this.#layout = layout;
    this.#documents = new Map(documents);
  }

  /** By image. */
  get documents(): ReadonlyMap<string, LabelDocument> {
    return this.#documents;
  }

  set(document: LabelDocument): void {
    this.#documents.set(document.image, document);
  }

  /** Takes a document whose own file was damaged or gone. */
  restore(document: LabelDocument): void {
    this.#ours.delete(document.image);
    this.set(document);
  }

  /** Others have worked on the files: the next save looks at each anew. */
  forget(): void {
    this.#ours.clear();
  }

  /**
   * Writes every document; one that changes meanwhile stays unsaved. Throws a StudioError when some could not be written,
   * after the others were.
   */
  async write(): Promise<void> {
    let failure: unknown;
    for (const [image, document] of [...this.#documents]) {
      try {
        await saveLabels(this.#layout, document, !this.#ours.has(image));
        this.#ours.add(image);
        if (this.#documents.get(image) === document) this.#documents.delete(image);
      } catch (error) {
        failure ??= error;
      }
    }
    if (failure) throw failure;
  }

  /** Makes sure that what was written will be found after a power failure, under its name. */
  async sync(): Promise<void> {
    const { labels, backups, masks } = this.#layout;
    for (const folder of [labels, backups, masks]) if (await exists(folder)) await syncFolder(folder);
  }
}
