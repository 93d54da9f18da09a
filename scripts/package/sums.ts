import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** Writes SHA256SUMS beside the installers, as `sha256sum -c` reads it; gives its path. */
export async function writeSums(files: readonly string[]): Promise<string[]> {
  if (files.length === 0) return [];
  const lines: string[] = [];
  for (const file of [...files].sort()) {
    const hash = createHash('sha256');
    await pipeline(createReadStream(file), hash);
    lines.push(`${hash.digest('hex')}  ${basename(file)}\n`);
  }
  const path = join(dirname(files[0]), `SHA256SUMS-${process.platform}-${process.arch}`);
  await writeFile(path, lines.join(''));
  return [path];
}
