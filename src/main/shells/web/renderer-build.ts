import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../../node/root.ts';
import { oneLine, StudioError } from '../../../shared/errors.ts';

/** What the page is built from. */
const SOURCES = ['src/renderer', 'src/shared', 'vite.config.ts', 'package-lock.json'];

/**
 * The folder of the built page; builds it first when it is missing or older than its sources, after a word to `note`.
 * Throws a StudioError when it cannot be built.
 */
export async function builtRenderer(note: (text: string) => void): Promise<string> {
  const folder = join(root, 'out/renderer');
  const built = await changedAt(join(folder, 'index.html'));
  const changed = Math.max(...(await Promise.all(SOURCES.map(source => newestIn(join(root, source))))));
  if (changed <= built) return folder;
  note('Building the page …');
  // Built aside and moved into place, so that a studio that is running never serves half a page.
  const aside = `${folder}-${randomBytes(4).toString('hex')}`;
  try {
    await build(aside);
    if (existsSync(folder)) await rename(folder, `${aside}-old`);
    await rename(aside, folder);
  } finally {
    await Promise.all([aside, `${aside}-old`].map(path => rm(path, { recursive: true, force: true })));
  }
  return folder;
}

async function build(outDir: string): Promise<void> {
  try {
    const vite = await import('vite');
    await vite.build({ configFile: join(root, 'vite.config.ts'), logLevel: 'silent', build: { outDir } });
  } catch (cause) {
    throw new StudioError(`The page cannot be built: ${oneLine(cause)}; run npm ci, then npm run build.`, 'failure', {
      cause,
    });
  }
}

/** The time of the last change in a file or in all below a folder, ms; 0 where there is nothing. */
async function newestIn(path: string): Promise<number> {
  const names = await readdir(path, { recursive: true }).catch(() => []);
  return Math.max(await changedAt(path), ...(await Promise.all(names.map(name => changedAt(join(path, name))))));
}

async function changedAt(path: string): Promise<number> {
  return stat(path).then(
    found => found.mtimeMs,
    () => 0,
  );
}
