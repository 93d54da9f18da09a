import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { cvatMasks } from '../../../../src/main/interchange/formats/cvat/cvat-masks.ts';
import type { Format } from '../../../../src/main/interchange/formats/format.ts';
import { masks } from '../../../../src/main/interchange/formats/masks/masks.ts';
import { voc } from '../../../../src/main/interchange/formats/voc/voc.ts';
import { openSource } from '../../../../src/main/interchange/import/source.ts';
import {
  classesOf,
  type Exported,
  exportDataset,
  maskRows,
  polyline,
  readBack,
  rectangle,
  written,
} from '../../../helpers/export-dataset.ts';
import { temporaryFolder } from '../../../helpers/pictures.ts';
import { python } from '../../../helpers/python.ts';

const script = (name: string) => fileURLToPath(new URL(`../../../golden/${name}.py`, import.meta.url));
const interpreter = python('cv2, PIL');

interface Seen {
  readonly mode: string;
  readonly size: readonly number[];
  readonly pixels: Readonly<Record<string, number>>;
  readonly opencv: readonly [dtype: string, channels: number, pixels: number];
  readonly palette: readonly number[] | null;
}

/** 20x10 px: 24 pixels of crack, of which rust takes 4, and 6 further ones of rust. */
const images: Exported[] = [
  {
    name: 'Rißbild #1.png',
    width: 20,
    height: 10,
    labels: [rectangle(1, 1, 9, 4), rectangle(7, 2, 12, 4, 'rust'), polyline([[1.5, 8.5]], 1)],
  },
  { name: 'empty.png', width: 20, height: 10 },
];

async function seen(format: Format, classes: string[], given = images): Promise<Record<string, Seen>> {
  const { path } = await written(
    format,
    await exportDataset(given, { classes: classesOf(...classes), withImages: true }),
  );
  return JSON.parse(run('check-raster-export', path));
}

function run(name: string, path: string): string {
  return execFileSync(interpreter!, [script(name), path], { encoding: 'utf8' });
}

describe.skipIf(!interpreter)('what Pillow and OpenCV see in our exports', () => {
  it('CVAT: 8-bit RGB without palette or alpha, the colours of the label map, instances in colours of VOC', async () => {
    expect(await seen(cvatMasks, ['crack', 'rust'])).toEqual({
      'SegmentationClass/Rißbild #1.png': {
        mode: 'RGB',
        size: [20, 10],
        palette: null,
        opencv: ['uint8', 3, 31],
        pixels: { '0,0,0': 169, '255,90,60': 21, '237,37,229': 10 },
      },
      'SegmentationObject/Rißbild #1.png': {
        mode: 'RGB',
        size: [20, 10],
        palette: null,
        opencv: ['uint8', 3, 31],
        pixels: { '0,0,0': 169, '128,0,0': 20, '0,128,0': 10, '128,128,0': 1 },
      },
    });
  });

  it("VOC: palette PNGs with VOC's colours, indices being classes and instances", async () => {
    const palette = [0, 0, 0, 128, 0, 0, 0, 128, 0, 128, 128, 0];
    const common = { mode: 'P', size: [20, 10], palette };
    const blank = { ...common, pixels: { 0: 200 }, opencv: ['uint8', 3, 0] };
    expect(await seen(voc, ['crack', 'rust'])).toEqual({
      'SegmentationClass/Rißbild #1.png': { ...common, pixels: { 0: 169, 1: 21, 2: 10 }, opencv: ['uint8', 3, 31] },
      'SegmentationObject/Rißbild #1.png': {
        ...common,
        pixels: { 0: 169, 1: 20, 2: 10, 3: 1 },
        opencv: ['uint8', 3, 31],
      },
      'SegmentationClass/empty.png': blank,
      'SegmentationObject/empty.png': blank,
    });
  });

  it('masks: one gray channel, of class numbers or of 0 and 255', async () => {
    const common = { mode: 'L', size: [20, 10], palette: null };
    const blank = { ...common, pixels: { 0: 200 }, opencv: ['uint8', 1, 0] };
    expect(await seen(masks, ['crack', 'rust'])).toEqual({
      'masks/Rißbild #1.png': { ...common, pixels: { 0: 169, 1: 21, 2: 10 }, opencv: ['uint8', 1, 31] },
      'masks/empty.png': blank,
    });
    const [first, second] = images;
    const one = [{ ...first, labels: first.labels!.filter(label => label.class === 'crack') }, second];
    expect(await seen(masks, ['crack'], one)).toEqual({
      'masks/Rißbild #1.png': { ...common, pixels: { 0: 175, 255: 25 }, opencv: ['uint8', 1, 25] },
      'masks/empty.png': blank,
    });
  });

  it("CVAT's importer, as strict as it is, takes every pixel in, under its class", async () => {
    const many = Array.from({ length: 300 }, (_, i) => {
      const [x, y] = [i % 20, Math.floor(i / 20)];
      return rectangle(x, y, x + 1, y + 1, i % 3 === 0 ? 'rust' : 'crack');
    });
    const given = [
      ...images,
      { name: 'many.png', width: 20, height: 20, labels: many },
      { name: 'not begun.png', state: 'unlabelled' as const },
    ];
    const classes = [...classesOf('crack', 'rust'), { name: 'black: one', colour: '#000000' }];
    const { path } = await written(cvatMasks, await exportDataset(given, { classes }));
    const { many: instances, ...few } = JSON.parse(run('read-cvat-export', path)) as Record<string, [string, number][]>;
    expect(few).toEqual({
      'Rißbild #1': [
        ['crack', 20],
        ['rust', 10],
        ['crack', 1],
      ],
      empty: [],
    });
    const pixelsOf = (name: string) => instances.reduce((sum, [of, pixels]) => sum + (of === name ? pixels : 0), 0);
    expect([instances.length, pixelsOf('crack'), pixelsOf('rust')]).toEqual([255, 200, 100]);
  });
});

it.skipIf(!interpreter)('every kind of mask that Pillow writes is read as the same mask', async () => {
  const folder = temporaryFolder();
  const rows = run('write-mask-kinds', folder).trim().split('\n');
  const { reading, images } = await readBack(masks, await openSource(folder));
  expect(reading.classes).toEqual(['crack']);
  expect(images.length).toBe(25);
  for (const { name, labels, notes, state } of images) {
    const found = maskRows(labels, 12, 9, ['crack']).map(row => row.replaceAll('1', '#'));
    expect({ name, state, found, notes }).toEqual({ name, state: 'labelled', found: rows, notes: [] });
  }
});
