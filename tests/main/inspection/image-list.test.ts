import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { distinctStems, listImages } from '../../../src/main/inspection/image-list.ts';

describe('stems', () => {
  test('are numbered when they repeat, whatever their case, and never take a name that is there', () => {
    expect(distinctStems(['a', 'a', 'b', 'A'])).toEqual(['a', 'a_01', 'b', 'A_02']);
    expect(distinctStems(['a', 'a', 'a_01'])).toEqual(['a', 'a_02', 'a_01']);
  });

  test('never collide, and the first of each name keeps it', () => {
    const stem = fc.constantFrom('a', 'A', 'a_01', 'A_01', 'a_01_01', 'b');
    fc.assert(
      fc.property(fc.array(stem), stems => {
        const names = distinctStems(stems);
        expect(new Set(names.map(name => name.toLowerCase())).size).toBe(stems.length);
        names.forEach((name, i) => {
          const first = stems.findIndex(other => other.toLowerCase() === stems[i].toLowerCase()) === i;
          if (first) expect(name).toBe(stems[i]);
        });
      }),
    );
  });
});

describe('a list of images', () => {
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'images-'));
    for (const name of ['b.PNG', 'a.jpg', 'a.png', '._a.png', 'notes.txt']) await writeFile(join(dir, name), '');
  });
  afterAll(() => rm(dir, { recursive: true }));

  test('takes pictures of a folder by name, and files as they are', async () => {
    const list = await listImages([dir, join(dir, 'notes.txt')]);
    expect(list.map(({ path, stem }) => [path.slice(dir.length + 1), stem])).toEqual([
      ['a.jpg', 'a'],
      ['a.png', 'a_01'],
      ['b.PNG', 'b'],
      ['notes.txt', 'notes'],
    ]);
  });

  test('is refused in one line for a path that is missing and a folder without pictures', async () => {
    await expect(listImages([join(dir, 'none')])).rejects.toThrow(/^Cannot read .*none: it does not exist/);
    const empty = await mkdtemp(join(dir, 'empty-'));
    await expect(listImages([empty])).rejects.toThrow(/empty-.* holds no pictures/);
  });
});
