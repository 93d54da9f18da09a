import { join, resolve, sep } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleFolderName } from '../../../src/main/collect/sample-folder.ts';

test.each([
  ['inspection-12.mp4', 'inspection-12'],
  ['a:strange name%03d.mp4', 'a:strange name%03d'],
  ['v1.2.final.mp4', 'v1.2.final'],
  ['...mp4', '___mp4'],
  ['..mp4', '__mp4'],
  ['.mp4', '_mp4'],
  ['. .mp4', '___mp4'],
  ['end. .mp4', 'end__'],
  ['CON.mp4', '_CON'],
  ['lpt1.old.mp4', '_lpt1.old'],
  ['con-1.mp4', 'con-1'],
  ['two\nlines\x1b[2J.mp4', 'two_lines_[2J'],
])('the samples of %j go to the folder %j', (video, folder) => {
  expect(sampleFolderName(join('/videos', video))).toBe(folder);
});

test('whatever a video is called, its folder lies in the dataset, is seen, and leaves room for the names in it', () => {
  const name = fc.string({
    unit: fc.oneof(fc.constantFrom('.', ' ', '\t', 'a', 'é', '視'), fc.string({ maxLength: 1 })),
  });
  fc.assert(
    fc.property(name, start => {
      const folder = sampleFolderName(`/videos/${start.replaceAll(/[/\\]/g, '')}x.mp4`);
      const dataset = resolve('/project/data/dl_dataset');
      expect(resolve(dataset, folder)).toBe(dataset + sep + folder);
      expect(folder).not.toMatch(/^\.|[.\s]$|\p{Cc}/u);
      expect(Buffer.byteLength(folder)).toBeLessThanOrEqual(150);
    }),
  );
});

test('two long names that begin alike stay apart', () => {
  const [a, b] = ['a', 'b'].map(end => sampleFolderName(`${'視'.repeat(80)}${end}.mp4`));
  expect(a).not.toBe(b);
});
