import { LABEL_MIGRATIONS, type LabelDocument, labelDocumentSchema, newDocument } from '../../shared/schemas/label.ts';
import { migrate } from '../../shared/schemas/migrate.ts';
import { keepCopy, minuteOf, readBackedUp, writeBackedUp } from '../files/backed-up-file.ts';
import { readSize } from '../images/png.ts';
import type { ProjectLayout } from '../layout/project-layout.ts';
import { isMaskOf, keepOriginalMask, labelsOfMask, writeMaskOf } from './label-mask.ts';

/** A document as it was found. */
export interface LoadedLabels {
  readonly document: LabelDocument;
  /** One sentence for the user when it is not what the file said. */
  readonly notice: string | null;
  /** Whether the backup stood in for the file, which is then to be written again. */
  readonly restored: boolean;
}

/**
 * Reads the label document of an image: the file; its backup if the file is damaged or gone; else a new document, with
 * the mask of another tool as its first label (of class `className`). Writes nothing. Throws a StudioError when there is
 * no such image, or a newer program wrote the file.
 */
export async function loadLabels(layout: ProjectLayout, image: string, className: string): Promise<LoadedLabels> {
  const path = layout.label(image);
  const found = await readBackedUp({ path, backup: layout.labelBackup(image) }, text =>
    parseLabels(text, image, path.path),
  );
  if (found.from === 'file') return { document: found.value, notice: null, restored: false };
  if (found.from === 'backup') {
    const notice = `${path} was ${found.lost}, so its backup of ${minuteOf(found.date)} is used: check the labels of ${image}.`;
    return { document: found.value, notice, restored: true };
  }
  const document = await beginLabels(layout, image, className);
  if (found.lost === 'missing') return { document, notice: null, restored: false };
  const rest = document.labels.length > 0 ? 'its labels were made anew from the mask' : 'its labels are lost';
  return {
    document,
    notice: `${path} is damaged and there is no backup of it, so ${rest}: check ${image}.`,
    restored: false,
  };
}

async function beginLabels(layout: ProjectLayout, image: string, className: string): Promise<LabelDocument> {
  const { width, height } = await readSize(layout.image(image));
  const labels = await labelsOfMask(layout, { name: image, width, height }, className);
  return { ...newDocument({ image, width, height }), labels };
}

/** A label document of an image. Throws an Error, and a StudioError for one of a newer program. */
export function parseLabels(text: string, image: string, path: string): LabelDocument {
  const document = labelDocumentSchema.parse(migrate(JSON.parse(text), LABEL_MIGRATIONS, path));
  if (document.image !== image) throw new Error(`these are the labels of ${document.image}`);
  return document;
}

/**
 * Writes a document, its backup and then its mask, in this order: as long as there is no document its mask is read, so
 * that must not change before. `first` in a session: what another hand left in the place of the document or the mask is
 * kept aside before it is replaced. Throws a StudioError.
 */
export async function saveLabels(layout: ProjectLayout, document: LabelDocument, first: boolean): Promise<void> {
  const { image } = document;
  if (first) await keepForeign(layout, image);
  const file = { path: layout.label(image), backup: layout.labelBackup(image) };
  await writeBackedUp(file, `${JSON.stringify(document)}\n`);
  await writeMaskOf(layout, document);
}

async function keepForeign(layout: ProjectLayout, image: string): Promise<void> {
  const path = layout.label(image);
  const found = await readBackedUp({ path, backup: path }, text => parseLabels(text, image, path.path));
  if (found.from === 'nothing' && found.lost === 'damaged') await keepCopy(path, layout.damaged);
  if (found.from === 'nothing') await keepOriginalMask(layout, image);
  else if (!(await isMaskOf(layout, found.value))) await keepCopy(layout.mask(image), layout.damaged);
}
