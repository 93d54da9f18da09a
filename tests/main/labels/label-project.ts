import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createProject } from '../../../src/main/project/project-file.ts';
import type { LabelEdit } from '../../../src/shared/labels/label-edits.ts';
import type { LabelDocument } from '../../../src/shared/schemas/label.ts';
import { temporaryFolder, writePicture } from '../../helpers/pictures.ts';
import { SIZE } from '../../shared/labels/random-edits.ts';

/** A project with images of SIZE px that nobody has labelled. */
export async function labelProject(images: readonly string[] = ['a.png']): Promise<string> {
  const folder = join(temporaryFolder(), 'p');
  await fillProject(folder, images);
  return folder;
}

export async function fillProject(folder: string, images: readonly string[]): Promise<void> {
  await createProject(folder, 'Test', ['crack', 'pitting']);
  for (const name of images) await writePicture(imagePath(folder, name), SIZE, SIZE, () => 100);
}

export const imagePath = (folder: string, name: string) => join(folder, 'data/dl_train/images', name);
export const maskPath = (folder: string, name: string) => join(folder, 'data/dl_train/masks', name);
export const labelPath = (folder: string, name: string) => join(folder, 'data/dl_train/labels', `${name}.json`);
export const journalPath = (folder: string) => join(folder, '.studio/journal/labels.jsonl');

export function readDocument(folder: string, name: string): LabelDocument {
  return JSON.parse(readFileSync(labelPath(folder, name), 'utf8'));
}

/** Adds a square of 10 px with its upper left corner at (x, x). */
export function square(id: string, x = 5): LabelEdit {
  const points: [number, number][] = [
    [x, x],
    [x + 10, x],
    [x + 10, x + 10],
    [x, x + 10],
  ];
  return { kind: 'add', index: 0, label: { id, shape: 'polygon', class: 'crack', source: 'drawn', points } };
}
