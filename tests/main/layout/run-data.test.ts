import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { dataOf } from '../../../src/main/layout/run-data.ts';
import { temporaryFolder } from '../../helpers/pictures.ts';

it('a run is resumed and compared on the data that it names, but in a project on none outside it', async () => {
  const home = temporaryFolder();
  const run = join(home, 'project/dl_models/run');
  mkdirSync(run, { recursive: true });
  expect(await dataOf(run, join(home, 'elsewhere'))).toBe(join(home, 'elsewhere'));
  writeFileSync(join(home, 'project/studio.json'), '{}');
  for (const named of [
    join(home, 'elsewhere'),
    join(home, 'project-2/data'),
    '/',
    'elsewhere',
    join(run, '../../../x'),
  ]) {
    expect(await dataOf(run, named)).toBe(join(home, 'project/data/dl_train'));
  }
  expect(await dataOf(run, join(home, 'project/other'))).toBe(join(home, 'project/other'));
});
