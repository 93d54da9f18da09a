import { join } from 'node:path';
import { execa } from 'execa';

const root = join(import.meta.dirname, '../..');

/** What `npm run studio` runs. */
export const studioProgram = join(root, 'scripts/studio.mjs');

interface Surroundings {
  cwd?: string;
  env?: Record<string, string>;
  /** It is ended after this time; 0: never. */
  limitMs?: number;
}

/** Starts the command line as a user does; never rejects. */
export function startStudio(args: readonly string[], { cwd = root, env = {}, limitMs = 120_000 }: Surroundings = {}) {
  return execa(process.execPath, [studioProgram, ...args], { cwd, env, reject: false, timeout: limitMs });
}

/** Runs one command to its end. */
export async function studio(args: readonly string[], surroundings?: Surroundings) {
  const { exitCode, stdout, stderr } = await startStudio(args, surroundings);
  return { exitCode, stdout, stderr };
}
