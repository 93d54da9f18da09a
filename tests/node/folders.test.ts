import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeFolder } from '../../src/node/folders.ts';

const dir = mkdtempSync(join(tmpdir(), 'folders-'));
afterAll(() => rmSync(dir, { recursive: true }));

test('a folder is made with those above it, once or by several at a time', async () => {
  const path = join(dir, 'a/b/c');
  await Promise.all([makeFolder(path), makeFolder(path), makeFolder(join(dir, 'a/b/d'))]);
  await makeFolder(path);
  expect([existsSync(path), existsSync(join(dir, 'a/b/d'))]).toEqual([true, true]);
});

test('a file in the way is told in one line', async () => {
  writeFileSync(join(dir, 'file'), '');
  await expect(makeFolder(join(dir, 'file'))).rejects.toThrow(
    /^Cannot write .*file: a file of that name is in the way\.$/,
  );
  await expect(makeFolder(join(dir, 'file', 'below'))).rejects.toThrow(/^Cannot write .*: a file/);
});

test.runIf(existsSync('/proc/self'))(
  'a place that takes no folders is told, and never hangs',
  async () => {
    await expect(makeFolder('/proc/studio/out')).rejects.toThrow(
      /^Cannot write \/proc\/studio: there is no such place to write to/,
    );
  },
  5_000,
);
