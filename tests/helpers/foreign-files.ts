import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { zipSync } from 'fflate';
import type { ForeignImage } from '../../src/main/interchange/formats/foreign.ts';
import type { Format, Reading } from '../../src/main/interchange/formats/format.ts';
import { openSource } from '../../src/main/interchange/import/source.ts';
import { readBack } from './export-dataset.ts';
import { temporaryFolder } from './pictures.ts';

type Files = Readonly<Record<string, string | Uint8Array>>;

/** Writes files into a fresh folder; gives its path. */
export function folderOf(files: Files): string {
  const folder = join(temporaryFolder(), 'in');
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** Writes a file into a fresh folder; gives the file's path. */
export function fileOf(name: string, content: string | Uint8Array): string {
  return join(folderOf({ [name]: content }), name);
}

/** Writes files into a fresh zip; gives its path. */
export function zipOf(files: Files): string {
  const path = join(temporaryFolder(), 'in.zip');
  const entries = Object.entries(files).map(([name, content]) => [name, Buffer.from(content as Uint8Array)]);
  writeFileSync(path, zipSync(Object.fromEntries(entries)));
  return path;
}

/** What a format makes of a folder, zip or file; it is read twice and must come out the same. */
export async function readAll(format: Format, path: string): Promise<{ reading: Reading; images: ForeignImage[] }> {
  const source = await openSource(path);
  try {
    const { reading, images } = await readBack(format, source);
    const again: ForeignImage[] = [];
    for await (const image of reading.images()) again.push(image);
    if (JSON.stringify(again) !== JSON.stringify(images)) throw new Error('a second reading gave something else');
    if (reading.count !== images.length) throw new Error(`${reading.count} images were announced`);
    return { reading, images };
  } finally {
    await source.close();
  }
}

export async function recognised(format: Format, path: string): Promise<string | null> {
  const source = await openSource(path);
  return format.recognise(source).finally(() => source.close());
}
