import { writeSync } from 'node:fs';
import { ProjectBulk } from '../../../src/main/dataset/bulk/project-bulk.ts';
import { createOpenedFiles } from '../../../src/main/files/opened-files.ts';
import { ProjectHolder } from '../../../src/main/project/project-holder.ts';
import type { ClassChange } from '../../../src/shared/labels/class-changes.ts';

/**
 * Opens the project it is given and renames its first class to and fro (`classes`), or takes a.png and b.png away and brings them
 * back (`images`), until it is killed; says `ok <number>` after each.
 */
const [folder, what] = process.argv.slice(2);
const closing = new AbortController().signal;
const holder = new ProjectHolder({ openedFiles: createOpenedFiles(), closing, recentFile: null });
const { readOnly } = await holder.open(folder);
if (readOnly) throw new Error(readOnly);
const bulk = new ProjectBulk(holder, () => {});
const context = { signal: closing, progress: () => {} };

async function rename(i: number): Promise<void> {
  const { name } = holder.get().project.classes[0];
  const change: ClassChange = { kind: 'rename', name, to: name === 'crack' ? 'fissure' : 'crack' };
  if (i % 3 === 2) await bulk.undo(undefined, context);
  else await bulk.changeClass(change, context);
}

async function remove(): Promise<void> {
  const isThere = (await holder.get().labels.list()).length === 3;
  if (isThere) await bulk.remove(['a.png', 'b.png']);
  else await bulk.undo(undefined, context);
}

for (let i = 0; ; i++) {
  await (what === 'classes' ? rename(i) : remove());
  writeSync(1, `ok ${i}\n`);
}
