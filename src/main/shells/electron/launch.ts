import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

/**
 * The folder of the project to open at once: `--project DIR` on the app's command line, relative to `cwd`. What else
 * stands there is Chromium's.
 */
export function projectToOpen(argv: readonly string[], cwd: string): string | undefined {
  const { values } = parseArgs({ args: argv.slice(1), options: { project: { type: 'string' } }, strict: false });
  return typeof values.project === 'string' && values.project ? resolve(cwd, values.project) : undefined;
}
