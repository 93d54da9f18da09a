import { writeSync } from 'node:fs';
import { openProject } from '../../../src/main/project/open-project.ts';
import type { LabelEdit } from '../../../src/shared/labels/label-edits.ts';
import { Random } from '../../../src/shared/random.ts';
import { randomEdit } from '../../shared/labels/random-edits.ts';

/**
 * Opens the project it is given and makes `count` random edits, drawn from `seed`, on images a.png and b.png. Writes what it
 * does to stdout before it goes on: `edit <image> <revision> <json>` before an edit, `ok <image> <revision>` once it is
 * confirmed, `refused <sentence>` when it is not. With `big`, the tenth edit
 * takes more than 8 KiB, and no document is written at the end.
 */
const [folder, seed, count, delay, big] = process.argv.slice(2);
process.on('SIGXFSZ', () => {});
const say = (line: string) => writeSync(1, `${line}\n`);
const points = Array.from({ length: 2000 }, (_, k): [number, number] => [k % 50, k / 50]);
const bigEdit: LabelEdit = {
  kind: 'add',
  index: 0,
  label: { id: 'big', shape: 'polygon', class: 'crack', source: 'drawn', points },
};
const random = new Random(Number(seed));
const { labels, readOnly, close } = await openProject(folder, { labelDelay: Number(delay) });
if (readOnly) throw new Error(readOnly);
say('open');
for (let i = 0; i < Number(count); i++) {
  const image = random.below(2) === 0 ? 'a.png' : 'b.png';
  const { document } = await labels.read(image);
  const edit = big && i === 10 ? bigEdit : randomEdit(document, random);
  say(`edit ${image} ${document.revision} ${JSON.stringify(edit)}`);
  try {
    const { revision, problem } = await labels.edit(image, document.revision, [edit]);
    say(`ok ${image} ${revision}`);
    if (problem) say(`problem ${problem}`);
  } catch (error) {
    say(`refused ${(error as Error).message}`);
  }
}
if (big) process.kill(process.pid, 'SIGKILL');
await close().catch(error => say(`problem ${error.message}`));
say('closed');
process.exit(0);
