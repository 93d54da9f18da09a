/**
 * `out/node`: the command line and its workers as plain JavaScript, which starts in a third of the time that the sources
 * take. Plain JavaScript itself, so that it needs no loader.
 */
import { readdirSync, statSync, utimesSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');

/** What runs in a process or a thread of its own, by the name that it is started by (`src/node/root.ts`). */
export const workerEntries = {
  training: 'src/workers/training/entry.ts',
  'batch-thread': 'src/workers/training/batch-thread.ts',
  'limits-thread': 'src/workers/limits-thread.ts',
  tensorflow: 'src/workers/training/tensorflow-entry.ts',
  measure: 'src/workers/training/measure-entry.ts',
  inference: 'src/workers/inference/entry.ts',
  export: 'src/workers/export/entry.ts',
};

/** Packages that look for files beside themselves. The rest is built in: one file opens sooner than forty. */
export const external = ['electron', 'ffmpeg-static', 'onnxruntime-node', 'sharp', 'tinypool', 'vite'];

/** What packages of CommonJS call. */
const require = `import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);`;

/** Builds `out/node` when it is missing or older than its sources; returns the path of the command line in it. */
export async function buildNode() {
  const studio = join(root, 'out/node/studio.js');
  if (!isOlder(studio, 'package-lock.json', 'scripts/node-build.mjs', 'src')) return studio;
  const begun = new Date();
  const { build } = await import('esbuild');
  await build({
    absWorkingDir: root,
    entryPoints: { studio: 'src/cli/main.ts', ...workerEntries },
    outdir: 'out/node',
    ...{ bundle: true, splitting: true, external, format: 'esm', platform: 'node', target: 'node20.19' },
    // Without it React brings its parts for developers along.
    define: { 'process.env.NODE_ENV': '"production"' },
    banner: { js: require },
    // Beside the entries, not below them: see `src/node/root.ts`. Chunks of older builds stay: whoever runs needs them.
    chunkNames: '[name]-[hash]',
    sourcemap: true,
    logLevel: 'error',
  });
  utimesSync(studio, begun, begun);
  return studio;
}

/**
 * Whether a built file is missing or older than any of its sources, files or folders of the checkout.
 * @param {string} file
 * @param {string[]} sources
 */
export function isOlder(file, ...sources) {
  return changedAt(file) < Math.max(...sources.map(source => newestIn(join(root, source))));
}

/**
 * The time of the last change in a file or in all below a folder, ms.
 * @param {string} path
 */
function newestIn(path) {
  const below = statSync(path).isDirectory() ? readdirSync(path, { recursive: true, encoding: 'utf8' }) : [];
  return Math.max(changedAt(path), ...below.map(name => changedAt(join(path, name))));
}

/** @param {string} path */
function changedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
