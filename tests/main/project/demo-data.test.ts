import { readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readDemoData } from '../../../src/main/project/demo-data.ts';
import { rasterizeLabels } from '../../../src/shared/labels/rasterize.ts';

const folder = fileURLToPath(new URL('../../../assets/sample/', import.meta.url));
const demo = await readDemoData(folder);
const { labels } = demo;

test('the demo is small and carries its licence and its source', () => {
  const files = readdirSync(folder);
  expect(files.reduce((sum, file) => sum + statSync(folder + file).size, 0)).toBeLessThan(5.5e6);
  expect(readFileSync(`${folder}LICENSE.CC-BY-SA-4.0.txt`, 'utf8')).toContain(
    'Attribution-ShareAlike 4.0 International',
  );
  const attribution = readFileSync(`${folder}ATTRIBUTION.md`, 'utf8');
  for (const name of ['BSData', 'arxiv.org/abs/2103.13003', 'What was changed']) expect(attribution).toContain(name);
});

test('every frame is verified, and the last 27 of 68 show pitting', () => {
  expect(demo.video).toBe(folder + labels.video);
  expect(labels.frames.map(frame => frame.frame)).toEqual(Array.from({ length: 68 }, (_, i) => i));
  expect(labels.frames.every(frame => frame.state === 'verified')).toBe(true);
  expect(labels.frames.map(frame => frame.labels.length > 0)).toEqual(Array.from({ length: 68 }, (_, i) => i >= 41));
});

test('the ROI, grown by the 10 px that collecting adds, holds every labelled pixel', () => {
  const [xs, ys] = [demo.roi.map(([x]) => x), demo.roi.map(([, y]) => y)];
  const roi = {
    x1: Math.min(...xs) - 10,
    y1: Math.min(...ys) - 10,
    x2: Math.max(...xs) + 11,
    y2: Math.max(...ys) + 11,
  };
  const frame = { x1: 0, y1: 0, x2: labels.width, y2: labels.height };
  const pixels = (box: typeof roi) =>
    labels.frames.map(({ labels: shapes }) => rasterizeLabels(shapes, box, [demo.class]).data.filter(Boolean).length);
  expect(pixels(roi)).toEqual(pixels(frame));
  expect(
    pixels(frame)
      .slice(41)
      .every(count => count > 30),
  ).toBe(true);
});
