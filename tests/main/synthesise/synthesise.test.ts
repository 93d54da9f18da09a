import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readGray } from '../../../src/main/images/png.ts';
import { labelDocumentSchema } from '../../../src/shared/schemas/label.ts';
import { temporaryFolder } from '../../helpers/pictures.ts';
import { studio } from '../../helpers/studio.ts';

describe('studio synthesise', () => {
  const folder = temporaryFolder();
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const [first, second, third] = ['a', 'b', 'c'].map(name => join(folder, name));
  const bytes = (dir: string, name: string) => readFile(join(dir, name));
  const of = (dir: string, count: number) => ['--json', 'synthesise', '--count', String(count), '--out', dir];

  it('writes the same bytes for the same seed: pictures, masks of their size, label documents', async () => {
    for (const dir of [first, second]) {
      const { exitCode, stdout } = await studio([...of(dir, 6), '--size', '64', '--seed', '9']);
      expect(exitCode).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ count: 6, seed: 9 });
    }
    for (const file of ['images/000000.png', 'masks/000003.png', 'labels/000005.png.json']) {
      expect(await bytes(first, file)).toEqual(await bytes(second, file));
    }
    expect(await readGray(join(first, 'images/000001.png'))).toMatchObject({ width: 64, height: 64 });
    const document = labelDocumentSchema.parse(JSON.parse(String(await bytes(first, 'labels/000001.png.json'))));
    expect(document).toMatchObject({ image: '000001.png', width: 64, height: 64, state: 'verified' });
  });

  it('draws on grounds in turn, at their size, and over nothing that is there already', async () => {
    const ground = ['--ground', join(first, 'images')];
    expect(await studio([...of(third, 7), ...ground])).toMatchObject({ exitCode: 0 });
    expect(await readGray(join(third, 'images/000006.png'))).toMatchObject({ width: 64, height: 64 });
    const again = await studio([...of(third, 7), ...ground]);
    expect(again.exitCode).toBe(1);
    expect(again.stderr).toContain('holds pictures already');
  });
});
