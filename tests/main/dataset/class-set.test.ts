import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { prepareSet } from '../../../src/main/dataset/prepared-set.ts';
import { rasterizeLabels } from '../../../src/shared/labels/rasterize.ts';
import { type LabelDocument, labelDocumentSchema } from '../../../src/shared/schemas/label.ts';
import { PreparedData } from '../../../src/workers/training/prepared-data.ts';
import { temporaryFolder } from '../../helpers/pictures.ts';
import { BARS, makeTwoClassFolder } from '../../helpers/two-class-folder.ts';

const signal = new AbortController().signal;
const classes = BARS;

async function folder(): Promise<string> {
  const dataDir = temporaryFolder();
  await makeTwoClassFolder(dataDir, { count: 8 });
  return dataDir;
}

const documentPath = (dataDir: string, name: string) => join(dataDir, 'labels', `${name}.json`);

function changeLabels(dataDir: string, name: string, change: (labels: LabelDocument['labels']) => void): void {
  const document = labelDocumentSchema.parse(JSON.parse(readFileSync(documentPath(dataDir, name), 'utf8')));
  change(document.labels);
  writeFileSync(documentPath(dataDir, name), JSON.stringify(document));
}

/** What a training reads of an image. */
async function maskIn(dataDir: string, name: string, options: { size?: number; input?: 'resize' | 'tile' } = {}) {
  const { dir, manifest } = await prepareSet({ dataDir, size: 32, classes, signal, ...options });
  const data = new PreparedData(dir);
  const index = manifest.names.indexOf(name);
  const mask = manifest.places ? data.readWhole(index).mask.data : data.read(index).mask;
  return { mask, manifest, data, index };
}

test('masks hold the classes of the label documents, resized or native', async () => {
  const dataDir = await folder();
  const { labels } = labelDocumentSchema.parse(JSON.parse(readFileSync(documentPath(dataDir, '06.png'), 'utf8')));
  const expected = rasterizeLabels(labels, { x1: 0, y1: 0, x2: 32, y2: 32 }, classes).data;
  expect(new Set(expected)).toEqual(new Set([0, 1, 2]));
  const resized = await maskIn(dataDir, '06.png');
  expect(resized.mask).toEqual(expected);
  expect(resized.manifest).toMatchObject({ classes, positive: [true, false, true, true, true, false, true, true] });
  expect(resized.manifest.others).toBeUndefined();
  const native = await maskIn(dataDir, '06.png', { input: 'tile' });
  expect(native.mask).toEqual(expected);
  const { cracks } = native.manifest.places![native.index];
  expect(cracks).toBe(expected.filter(value => value > 0).length);
  const { x, y } = native.data.crackPixel(native.index, cracks - 1);
  expect(y * 32 + x).toBe(expected.findLastIndex(value => value > 0));
  // No value comes in between.
  for (const maskReduction of ['nearest', 'cover'] as const) {
    const { dir } = await prepareSet({ dataDir, size: 16, classes, maskReduction, signal });
    expect(new Set(readFileSync(join(dir, 'masks.bin')))).toEqual(new Set([0, 1, 2]));
  }
});

test('a class that is not asked for is background, also where it lies over another, and is named', async () => {
  const dataDir = await folder();
  changeLabels(dataDir, '04.png', labels => {
    labels.push({ ...labels[0], id: 'stain', class: 'stain' });
  });
  const { mask, manifest } = await maskIn(dataDir, '04.png');
  expect(mask.some(value => value > 0)).toBe(false);
  expect(manifest.positive[manifest.names.indexOf('04.png')]).toBe(false);
  expect(manifest.others).toEqual(['stain']);
});

test('an image without a label document has the first class where its mask has crack', async () => {
  const dataDir = await folder();
  rmSync(documentPath(dataDir, '05.png'));
  const { mask } = await maskIn(dataDir, '05.png');
  expect(new Set(mask)).toEqual(new Set([0, 1]));
});

test('other classes, another order and other labels are prepared anew; without classes labels do not matter', async () => {
  const dataDir = await folder();
  const prepared = async (names: string[]) =>
    (await prepareSet({ dataDir, size: 32, classes: names, signal })).manifest.hash;
  const hashes = [await prepared(classes), await prepared([...classes].reverse()), await prepared(['down'])];
  const binary = await prepared([]);
  expect(new Set([...hashes, binary]).size).toBe(4);
  changeLabels(dataDir, '04.png', labels => {
    labels[0].class = 'down';
  });
  expect(await prepared(classes)).not.toBe(hashes[0]);
  expect(await prepared([])).toBe(binary);
});

test('what cannot be right is refused in one sentence', async () => {
  const dataDir = await folder();
  const prepare = (names: string[]) => prepareSet({ dataDir, size: 32, classes: names, signal });
  await expect(prepare(['across', 'dwon'])).rejects.toThrow(/^No train image has a label of the class dwon: .*\.$/);
  const path = documentPath(dataDir, '04.png');
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text.slice(0, 100));
  await expect(prepare(classes)).rejects.toThrow(/04\.png\.json is no label document of 04\.png: .*\.$/);
  writeFileSync(path, text.replace('"width":32', '"width":33'));
  await expect(prepare(classes)).rejects.toThrow(/are for 33x32 px but their image is 32x32 px: .*\.$/);
  writeFileSync(path, text.replace('"version":1', '"version":9'));
  await expect(prepare(classes)).rejects.toThrow(/a newer Crack Studio wrote it/);
  expect(existsSync(path)).toBe(true);
});
