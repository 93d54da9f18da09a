import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { labelmeXml } from '../../../../../src/main/interchange/formats/annotation-xml/labelme-xml.ts';
import { vocXml } from '../../../../../src/main/interchange/formats/annotation-xml/voc-xml.ts';
import { maskRows } from '../../../../helpers/export-dataset.ts';
import { folderOf, readAll, recognised } from '../../../../helpers/foreign-files.ts';

const ROWS = ['......', '.111..', '.111..', '......'];
const POINTS = ['1 1', '4 1', '4 3', '1 3'].map(point => point.split(' '));
const pts = POINTS.map(([x, y]) => `<pt><x>${x}</x><y>${y}</y></pt>`).join('\n');
const numbered = POINTS.map(([x, y], i) => `<x${i + 1}>${x}</x${i + 1}><y${i + 1}>${y}</y${i + 1}>`).join('');
const BOX = '<bndbox><xmin>1</xmin><ymin>1</ymin><xmax>4</xmax><ymax>3</ymax></bndbox>';

const labelme = (...objects: string[]) =>
  `<annotation><filename>a.jpg</filename><folder>bridge</folder>
  <source><sourceImage>The MIT-CSAIL database</sourceImage><sourceAnnotation>LabelMe Webtool</sourceAnnotation></source>
  ${objects.join('')}<imagesize><nrows>4</nrows><ncols>6</ncols></imagesize></annotation>`;
const drawn = (inside: string, deleted = 0) =>
  `<object><name>\ncrack\n</name><deleted>${deleted}</deleted><verified>0</verified><occluded>no</occluded>
  <attributes/><parts><hasparts/><ispartof/></parts><date>1-Jan-2026</date><id>0</id>${inside}</object>`;
const polygon = `<polygon><username>anonymous</username>${pts}</polygon>`;

const voc = (...objects: string[]) =>
  `<?xml version="1.0"?><annotation><folder>x</folder><filename>a.jpg</filename><path>/home/me/x/a.jpg</path>
  <size><width>6</width><height>4</height><depth>3</depth></size><segmented>1</segmented>${objects.join('')}</annotation>`;
const object = (inside: string) => `<object><name>crack</name><pose>Unspecified</pose>${inside}</object>`;

async function imageOf(text: string) {
  return (await readAll(text.includes('LabelMe') ? labelmeXml : vocXml, folderOf({ 'a.xml': text }))).images[0];
}

describe('XML of LabelMe', () => {
  it('lies beside folders of images, and names its own', async () => {
    const path = folderOf({
      'Annotations/bridge/a.xml': labelme(drawn(polygon)),
      'Annotations/tunnel/a.xml': labelme().replace('bridge', 'tunnel'),
      'Images/bridge/a.jpg': 'jpg',
      'Images/tunnel/a.jpg': 'jpg',
    });
    expect(await recognised(labelmeXml, path)).toBe('Annotations/bridge/a.xml with an annotation of LabelMe');
    expect(await recognised(vocXml, path)).toBeNull();
    const { reading, images } = await readAll(labelmeXml, path);
    expect(reading).toMatchObject({ classes: ['crack'], notes: [] });
    expect(images.map(({ name, state, picture, notes }) => [name, state, picture, notes])).toEqual([
      ['bridge/a.jpg', 'labelled', { path: 'Images/bridge/a.jpg' }, []],
      ['tunnel/a.jpg', 'unknown', { path: 'Images/tunnel/a.jpg' }, []],
    ]);
    expect(images[0].size).toEqual({ width: 6, height: 4 });
    expect(maskRows(images[0].labels, 6, 4, ['crack'])).toEqual(ROWS);
  });

  it('still has what was deleted, which does not count', async () => {
    expect(await imageOf(labelme(drawn(polygon, 1)))).toMatchObject({ labels: [], state: 'unknown', notes: [] });
  });

  it('has masks in pictures of their own, which are no images', async () => {
    const data = Uint8Array.from(ROWS.join(''), each => (each === '1' ? 255 : 0));
    const mask = await sharp(data, { raw: { width: 6, height: 4, channels: 1 } })
      .png()
      .toBuffer();
    const segm = (name: string) => drawn(`<segm><username>me</username><mask>${name}</mask></segm>`);
    const files = {
      'Annotations/a.xml': labelme(segm('a_mask_0.png'), segm('gone.png'), segm('../../etc/passwd')),
      'Masks/a_mask_0.png': mask,
      'a.jpg': 'jpg',
    };
    const { images } = await readAll(labelmeXml, folderOf(files));
    expect(images).toHaveLength(1);
    expect(maskRows(images[0].labels, 6, 4, ['crack'])).toEqual(ROWS);
    expect(images[0].notes).toMatchObject([{ code: 'bad-shape', count: 2 }]);
  });

  it('leaves masks of another size out', async () => {
    const mask = await sharp({ create: { width: 3, height: 3, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    const text = labelme(drawn('<segm><mask>m.png</mask></segm>'));
    const { images } = await readAll(labelmeXml, folderOf({ 'a.xml': text, 'Masks/m.png': mask }));
    expect(images[0].notes.map(({ code }) => code)).toEqual(['size-differs']);
  });
});

describe("Pascal VOC's XML with polygons", () => {
  it.each([
    ['numbered coordinates', `<polygon>${numbered}</polygon>${BOX}`],
    ['points', `<polygon>${pts.replaceAll('pt>', 'point>')}</polygon>`],
  ])('is read with %s', async (_, inside) => {
    const path = folderOf({ 'train/a.xml': voc(object(inside)), 'train/a.jpg': 'jpg', 'train/b.jpg': 'jpg' });
    expect(await recognised(vocXml, path)).toBe('train/a.xml with polygons');
    expect(await recognised(labelmeXml, path)).toBeNull();
    const { images } = await readAll(vocXml, path);
    expect(images).toMatchObject([
      { name: 'a.jpg', state: 'labelled', side: 'train', size: { width: 6, height: 4 }, notes: [] },
      { name: 'train/b.jpg', state: 'unknown' },
    ]);
    expect(maskRows(images[0].labels, 6, 4, ['crack'])).toEqual(ROWS);
  });

  it('may have boxes beside them, and several polygons of one object', async () => {
    const image = await imageOf(voc(object(BOX), object(`<polygon>${numbered}</polygon>`.repeat(2)), object('')));
    expect(image.labels.map(({ shape }) => shape)).toEqual(['rectangle', 'polygon', 'polygon']);
    expect(image.notes.map(({ code }) => code)).toEqual(['parts-to-labels', 'points-skipped']);
  });

  it('is not recognised by boxes alone', async () => {
    expect(await recognised(vocXml, folderOf({ 'a.xml': voc(object(BOX)) }))).toBeNull();
  });

  it.each([
    ['half a point', `<polygon>${numbered}<x5>1</x5></polygon>`, 'bad-shape'],
    ['text for a number', `<polygon>${numbered.replace('>4<', '>four<')}</polygon>`, 'bad-number'],
    ['an infinite number', `<polygon>${numbered.replace('>4<', '>1e999<')}</polygon>`, 'bad-number'],
    ['two points', '<polygon><x1>1</x1><y1>1</y1><x2>2</x2><y2>2</y2></polygon>', 'degenerate'],
    ['a box without a side', BOX.replace('<xmax>4</xmax>', ''), 'bad-number'],
  ])('leaves out an object with %s', async (_, inside, code) => {
    expect(await imageOf(voc(object(inside)))).toMatchObject({ labels: [], state: 'unknown', notes: [{ code }] });
  });

  it.each([
    ['declares entities', voc().replace('<annotation>', '<!DOCTYPE a [<!ENTITY b "c">]><annotation>'), /entities/],
    ['is nested without end', `<annotation>${'<a>'.repeat(1000)}`, /nested/],
    ['breaks off', voc(object(BOX)).slice(0, 200), /unclosed/],
    ['is of something else', '<svg/>', /its root is svg/],
    ['is empty', '', /document must contain a root element|root/],
  ])('names a file that %s', async (_, text, message) => {
    const path = folderOf({ 'a.xml': voc(object(BOX)), 'b.xml': text });
    const { reading } = await readAll(vocXml, path);
    expect(reading.notes?.[0]).toMatchObject({ code: 'bad-file', detail: expect.stringMatching(message) });
  });
});
