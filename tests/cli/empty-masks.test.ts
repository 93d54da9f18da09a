import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder, writePicture } from '../helpers/pictures.ts';
import { studio } from '../helpers/studio.ts';

async function folder(): Promise<string> {
  const dir = temporaryFolder();
  for (const name of ['a.png', 'b.png', 'c.png']) await writePicture(join(dir, 'images', name), 8, 8, () => 100);
  await writePicture(join(dir, 'masks/b.png'), 8, 8, () => 255);
  return dir;
}

test("prints the reference's line", async () => {
  const { exitCode, stdout } = await studio(['empty-masks', await folder()]);
  expect([exitCode, stdout]).toEqual([0, 'created=2 skipped(existing)=1 total_images=3']);
});

test('--json prints one object', async () => {
  const { stdout } = await studio(['empty-masks', await folder(), '--json']);
  expect(JSON.parse(stdout)).toEqual({ created: 2, skipped_existing: 1, total_images: 3 });
});

test('an unreadable image is one line that names it', async () => {
  const dir = await folder();
  writeFileSync(join(dir, 'images/c.png'), 'text');
  const { exitCode, stderr } = await studio(['empty-masks', dir]);
  expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/^error: Cannot read .*c\.png: it is damaged/)]);
});
