import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openProject } from '../../../src/main/project/open-project.ts';
import { createProject } from '../../../src/main/project/project-file.ts';
import { temporaryName } from '../../../src/node/temporary-name.ts';
import { temporaryFolder } from '../../helpers/pictures.ts';

const FOLDERS = [
  ...['.studio/backups/labels', '.studio/journal/samples', '.studio/cache', '.studio/imports/1', '.studio/lock'],
  ...['data/dl_train/labels', 'data/dl_train/masks', 'data/dl_train/splits', 'data/dl_train/.studio/prepared'],
  ...['data/dl_dataset/film.2/images', 'data/dl_dataset/film.2/meta', 'dl_models/run', 'dl_models/run/examples'],
];

it('what processes that died were writing goes when the project is opened, and nothing else', async () => {
  const folder = join(temporaryFolder(), 'p');
  await createProject(folder, 'Test');
  // More than any system numbers its processes.
  const dead = () => temporaryName().replace(`-${process.pid}-`, '-99999999-');
  const kept = [temporaryName(), 'a.png.tmp', 'notes.tmp', 'b.png.0123abcd.tmp'];
  for (const way of ['.', ...FOLDERS]) {
    mkdirSync(join(folder, way), { recursive: true });
    for (const name of [dead(), dead(), 'c.png.0123abcd.tmp', ...kept]) writeFileSync(join(folder, way, name), '');
    utimesSync(join(folder, way, 'c.png.0123abcd.tmp'), 0, 0);
  }
  mkdirSync(join(folder, 'data/dl_train/.studio/prepared', dead(), 'inside'), { recursive: true });
  const { close } = await openProject(folder);
  for (const way of ['.', ...FOLDERS]) {
    const left = readdirSync(join(folder, way)).filter(name => name.endsWith('.tmp'));
    expect(left.sort(), way).toEqual(kept.toSorted());
  }
  await close();
});
