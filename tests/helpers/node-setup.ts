import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildNode } from '../../scripts/node-build.mjs';

/** Builds the command line and the workers, and gives the tests a folder for what they write, which is deleted at the end. */
export default async function setUp(): Promise<() => void> {
  await buildNode();
  const folder = mkdtempSync(join(tmpdir(), 'studio-tests-'));
  process.env.TMPDIR = folder;
  // Where the log of this user lies (Linux).
  process.env.XDG_STATE_HOME = join(folder, 'state');
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
