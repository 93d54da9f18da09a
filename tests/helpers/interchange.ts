import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openSink } from '../../src/main/interchange/export/sink.ts';
import type { ForeignImage } from '../../src/main/interchange/formats/foreign.ts';
import { BACKGROUND } from '../../src/main/interchange/formats/foreign.ts';
import type { ExportDataset, Format } from '../../src/main/interchange/formats/format.ts';
import { openSource } from '../../src/main/interchange/import/source.ts';
import { type Note, type NoteCode, NoteCounts } from '../../src/shared/interchange/notes.ts';
import { paintLabel } from '../../src/shared/labels/rasterize.ts';
import { temporaryFolder } from './pictures.ts';

/** A fresh folder with these files; what is neither text nor bytes becomes JSON. */
export function folderWith(files: Readonly<Record<string, unknown>>): string {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    const isPlain = typeof content === 'string' || content instanceof Uint8Array;
    writeFileSync(join(folder, name), isPlain ? content : JSON.stringify(content));
  }
  return folder;
}

/** All that a format finds in a folder or file. */
export async function readAll(format: Format, path: string) {
  const source = await openSource(path);
  const reading = await format.read(source);
  const images: ForeignImage[] = [];
  for await (const image of reading.images()) images.push(image);
  await source.close();
  return { classes: reading.classes, count: reading.count, notes: reading.notes ?? [], images };
}

/** Writes a dataset to a fresh folder. */
export async function writeAll(format: Format, dataset: ExportDataset) {
  const path = join(temporaryFolder(), 'out');
  const sink = await openSink(path);
  const counts = new NoteCounts();
  await format.write!(dataset, sink, counts.takeNote);
  await sink.commit();
  return { path, notes: Object.fromEntries(counts.list().map(({ code, count }) => [code, count])) };
}

/** The class index of each pixel: what an importer makes of an image. */
export function paintedOf(image: ForeignImage, classes: readonly string[], size = image.size!): Uint8Array {
  const mask = { ...size, data: new Uint8Array(size.width * size.height) };
  for (const label of image.labels) {
    paintLabel(mask, label, label.class === BACKGROUND ? 0 : classes.indexOf(label.class) + 1);
  }
  return mask.data;
}

export function codesOf(notes: readonly Note[]): NoteCode[] {
  return notes.map(({ code }) => code);
}
