import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of a checkout or of the packaged app, in which `package.json`, `assets` and `out` lie. */
export const root = folderOfPackage(import.meta.dirname);

/** The same folder for programs and native code, which cannot look into Electron's archive: what they need lies beside it. */
export const unpackedRoot = root.replace(/app\.asar$/, 'app.asar.unpacked');

/** The entry of a worker process or thread: beside the bundle that starts it, or, for sources in a test, in `out/node`. */
export function builtEntry(name: string): string {
  const folder = import.meta.url.endsWith('.ts') ? join(root, 'out/node') : import.meta.dirname;
  return join(folder, `${name}.js`);
}

function folderOfPackage(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : folderOfPackage(dirname(folder));
}
