import { writeSync } from 'node:fs';
import { ProjectBulk } from '../../../src/main/dataset/bulk/project-bulk.ts';
import { createOpenedFiles } from '../../../src/main/files/opened-files.ts';
import { ProjectHolder } from '../../../src/main/project/project-holder.ts';
import type { ClassChange } from '../../../src/shared/labels/class-changes.ts';

/** Opens the project it is given and renames its class to and fro until it is killed; says `ok <number>` after each. */
const [folder] = process.argv.slice(2);
const closing = new AbortController().signal;
const holder = new ProjectHolder({ openedFiles: createOpenedFiles(), closing, recentFile: null });
const { readOnly } = await holder.open(folder);
if (readOnly) throw new Error(readOnly);
const bulk = new ProjectBulk(holder, () => {});
const context = { signal: closing, progress: () => {} };
for (let i = 0; ; i++) {
  const { name } = holder.get().project.classes[0];
  const change: ClassChange = { kind: 'rename', name, to: name === 'crack' ? 'fissure' : 'crack' };
  if (i % 3 === 2) await bulk.undo(undefined, context);
  else await bulk.changeClass(change, context);
  writeSync(1, `ok ${i}\n`);
}
