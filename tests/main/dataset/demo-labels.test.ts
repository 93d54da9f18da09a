import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { importDemoLabels } from '../../../src/main/dataset/demo-labels.ts';
import { readGray } from '../../../src/main/images/png.ts';
import { videoLabelsSchema } from '../../../src/shared/schemas/label.ts';
import { temporaryFolder, writePicture } from '../../helpers/pictures.ts';

const square = [
  [12, 21],
  [14, 21],
  [14, 23],
  [12, 23],
];
const labels = videoLabelsSchema.parse({
  version: 1,
  video: 'line 3.mp4',
  width: 100,
  height: 80,
  frames: [
    { frame: 0, state: 'verified', labels: [] },
    { frame: 5, state: 'verified', labels: [{ shape: 'polygon', class: 'pitting', points: square }] },
    { frame: 9, state: 'in progress', labels: [{ shape: 'polygon', class: 'pitting', points: square }] },
  ],
});

/** Samples of frames 0, 5 and 9, cut out at (10, 20) with 6x4 px. */
async function samples(): Promise<string> {
  const dir = temporaryFolder();
  mkdirSync(join(dir, 'meta'));
  for (const frame of [0, 5, 9]) {
    await writePicture(join(dir, 'images', `${frame}_unk.png`), 6, 4, () => 100 + frame);
    const meta = { pos_ms: frame * 40, frame_index: frame, label_tag: 'unk', bbox_xyxy: [10, 20, 16, 24] };
    writeFileSync(join(dir, 'meta', `${frame}_unk.json`), JSON.stringify(meta));
  }
  return dir;
}

test('verified samples become images and masks named after their video, labels moved into the crop', async () => {
  const outDir = temporaryFolder();
  const samplesDir = await samples();
  expect(await importDemoLabels({ samplesDir, labels, outDir })).toEqual({ images: 2, positives: 1 });
  const names = ['line 3__0_unk.png', 'line 3__5_unk.png'];
  expect(readdirSync(join(outDir, 'images'))).toEqual(names);
  expect(readdirSync(join(outDir, 'masks'))).toEqual(names);
  expect(readFileSync(join(outDir, 'images', names[1]))).toEqual(readFileSync(join(samplesDir, 'images/5_unk.png')));
  const mask = await readGray(join(outDir, 'masks', names[1]));
  expect([mask.width, mask.height]).toEqual([6, 4]);
  const crack = [...mask.data.keys()].filter(i => mask.data[i] === 255);
  expect(crack).toEqual([6 + 2, 6 + 3, 12 + 2, 12 + 3]);
});

test('metadata that is none is one line', async () => {
  const samplesDir = await samples();
  writeFileSync(join(samplesDir, 'meta/5_unk.json'), '{"frame_index": "five"}');
  const importing = importDemoLabels({ samplesDir, labels, outDir: temporaryFolder() });
  await expect(importing).rejects.toThrow(/5_unk\.json is not the metadata of a sample/);
});

test('a folder that is no collected video is one line', async () => {
  const importing = importDemoLabels({ samplesDir: '/nowhere', labels, outDir: temporaryFolder() });
  await expect(importing).rejects.toThrow(/^Cannot read \/nowhere.meta: it does not exist/);
});
