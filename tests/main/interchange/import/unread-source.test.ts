import { describe, expect, it } from 'vitest';
import { recogniseFormat } from '../../../../src/main/interchange/import/recognise.ts';
import { openSource } from '../../../../src/main/interchange/import/source.ts';
import { folderOf } from '../../../helpers/foreign-files.ts';

const json = (value: unknown) => JSON.stringify(value);
const box = '<bndbox><xmin>1</xmin><ymin>1</ymin><xmax>4</xmax><ymax>3</ymax></bndbox>';

async function messageFor(files: Record<string, string>): Promise<string> {
  const source = await openSource(folderOf({ ...files, 'a.jpg': 'jpg' }));
  const error = await recogniseFormat(source, 'auto').then(
    ({ format }) => new Error(`it is read as ${format.id}`),
    (failure: unknown) => failure,
  );
  await source.close();
  return error instanceof Error ? error.message : String(error);
}

describe('a source that is recognised and not read', () => {
  it.each([
    [
      'CVAT',
      /Segmentation mask 1\.1/,
      {
        'task.json': json({ name: 'x', labels: [], version: '1.0' }),
        'annotations.json': json([{ version: 0, tags: [], shapes: [{ type: 'polygon', points: [1, 2] }], tracks: [] }]),
        'data/manifest.jsonl': '{"version":"1.1"}\n',
      },
    ],
    ['VoTT', /export "VoTT JSON"/, { 'x.vott': json({ name: 'x', securityToken: 't', assets: {} }) }],
    [
      'the Universal Data Tool',
      /PNG masks/,
      { 'x.json': json({ interface: { type: 'image_segmentation', labels: [] }, samples: [{ imageUrl: 'a.jpg' }] }) },
    ],
    [
      'CreateML',
      /COCO Segmentation/,
      {
        'train/_annotations.createml.json': json([
          { image: 'a.jpg', annotations: [{ label: 'crack', coordinates: {} }] },
        ]),
      },
    ],
    [
      'Roboflow',
      /COCO Segmentation/,
      { 'train/_annotations.csv': 'filename,width,height,class,xmin,ymin,xmax,ymax\n' },
    ],
    [
      'Roboflow',
      /COCO Segmentation/,
      { 'train/_annotations.txt': 'a.jpg 1,1,4,3,0\n', 'train/_classes.txt': 'crack\n' },
    ],
    ['TFRecord', /COCO Segmentation/, { 'train/crack.tfrecord': 'x' }],
    [
      'labelImg',
      /polygons or masks/,
      { 'a.xml': `<annotation><object><name>crack</name>${box}</object></annotation>` },
    ],
    ['Labelbox', /NDJSON/, { 'x.json': json([{ ID: '1', 'Labeled Data': 'https://x/a.jpg', Label: {} }]) }],
    [
      'V7 Darwin',
      /"COCO"/,
      { 'a.json': json({ version: '2.0', item: { name: 'a.jpg' }, annotations: [{ name: 'crack' }] }) },
    ],
    [
      'SuperAnnotate',
      /COCO/,
      { 'a.json': json({ metadata: { name: 'a.jpg', width: 6 }, instances: [{ type: 'polygon' }] }) },
    ],
    ['QuPath', /label images/, { 'a.geojson.json': json({ type: 'FeatureCollection', features: [] }) }],
  ])('of %s names it and says what to do there, in one sentence', async (tool, advice, files) => {
    const message = await messageFor(files);
    expect(message).toContain(tool);
    expect(message).toMatch(advice);
    expect(message).toMatch(/^Cannot read .*: it is .*; .*\.$/);
  });

  it('is not what nobody knows', async () => {
    expect(await messageFor({ 'x.json': '{"a": 1}' })).toMatch(/^Cannot tell what labels/);
  });
});
