import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cvatXml } from '../../../../../src/main/interchange/formats/cvat/cvat-xml.ts';
import type { Label } from '../../../../../src/shared/schemas/label.ts';
import {
  arbitraryLabels,
  classesOf,
  exportDataset,
  inEveryState,
  maskRows,
  polygon,
  polyline,
  readBack,
  rectangle,
  written,
} from '../../../../helpers/export-dataset.ts';

async function xmlOf(...given: Parameters<typeof exportDataset>) {
  const { source, codes } = await written(cvatXml, await exportDataset(...given));
  return { xml: (await source.read('annotations.xml')).toString(), codes, source };
}

describe("CVAT's XML that goes out", () => {
  it('is that of a task, with an element for every image', async () => {
    const brush = { shape: 'brush', class: 'crack', source: 'drawn', x: 1, y: 0, width: 3, height: 3 } as const;
    const { xml, codes } = await xmlOf(
      [
        {
          name: 'a.png',
          labels: [rectangle(2, 2, 6, 5), { ...rectangle(8, 8, 20, 20, 'spall'), source: 'predicted' }],
        },
        { name: 'b.png', labels: [{ ...brush, source: 'imported', runs: [0, 2, 1, 1, 4, 1] }] },
        { name: 'c.png', width: 10, state: 'unlabelled' },
      ],
      {
        classes: [
          { name: 'crack', colour: '#FF5A3C' },
          { name: 'spall', colour: '#3cb4ff' },
        ],
      },
    );
    expect(xml).toBe(`<?xml version="1.0" encoding="utf-8"?>
<annotations>
  <version>1.1</version>
  <meta>
    <task>
      <id>1</id>
      <name>Crack Studio</name>
      <size>3</size>
      <mode>annotation</mode>
      <labels>
        <label><name>crack</name><color>#ff5a3c</color><type>any</type><attributes></attributes></label>
        <label><name>spall</name><color>#3cb4ff</color><type>any</type><attributes></attributes></label>
      </labels>
    </task>
  </meta>
  <image id="0" name="a.png" width="12" height="12" crack_studio_state="verified">
    <polygon label="crack" source="manual" occluded="0" points="2.00,2.00;6.00,2.00;6.00,5.00;2.00,5.00" z_order="0"/>
    <polygon label="spall" source="auto" occluded="0" points="8.00,8.00;20.00,8.00;20.00,20.00;8.00,20.00" z_order="1"/>
  </image>
  <image id="1" name="b.png" width="12" height="12" crack_studio_state="verified">
    <mask label="crack" source="file" occluded="0" rle="0, 2, 1, 1, 4, 1" left="1" top="0" width="3" height="3" z_order="0"/>
  </image>
  <image id="2" name="c.png" width="10" height="12" crack_studio_state="unlabelled">
  </image>
</annotations>
`);
    expect(codes).toEqual(['brush-to-mask']);
  });

  it('keeps rectangles and ellipses, turned or not', async () => {
    const marks = { class: 'crack', source: 'drawn' } as const;
    const labels: Label[] = [
      { shape: 'rectangle', ...marks, x: 2, y: 2, width: 4, height: 3, rotation: 0 },
      { shape: 'rectangle', ...marks, x: 4, y: 5, width: 4, height: 4, rotation: 30 },
      { shape: 'ellipse', ...marks, cx: 6.25, cy: 6, rx: 5, ry: 1.2, rotation: 45 },
    ];
    const { xml, source, codes } = await xmlOf([{ name: 'a.png', labels }]);
    expect(xml.match(/<(?:box|ellipse|mask|polygon) .*>/g)).toEqual([
      '<box label="crack" source="manual" occluded="0" xtl="2.00" ytl="2.00" xbr="6.00" ybr="5.00" z_order="0"/>',
      '<box label="crack" source="manual" occluded="0" xtl="4.00" ytl="5.00" xbr="8.00" ybr="9.00" rotation="30.00" z_order="1"/>',
      '<ellipse label="crack" source="manual" occluded="0" cx="6.25" cy="6.00" rx="5.00" ry="1.20" rotation="45.00" z_order="2"/>',
    ]);
    expect(codes).toEqual([]);
    const { images } = await readBack(cvatXml, source);
    expect(images[0].labels).toEqual(labels.map(label => ({ ...label, source: 'imported' })));
  });

  it('makes a mask of a polygon that CVAT would draw otherwise, and of a stroke', async () => {
    const labels = [
      // Rounding moves no pixel here …
      polygon([
        [2.0049, 2],
        [6, 2],
        [6, 5],
        [2, 5],
      ]),
      // … but here it takes the lower edge to the centres of row 4.
      polygon([
        [2, 2],
        [6, 2],
        [6, 4.501],
        [2, 4.501],
      ]),
      polyline(
        [
          [2, 2],
          [8, 2],
        ],
        2,
      ),
    ];
    const { xml, codes } = await xmlOf([{ name: 'a.png', labels }]);
    expect(xml.match(/<(polygon|mask) /g)).toEqual(['<polygon ', '<mask ', '<mask ']);
    expect(xml).toContain('points="2.00,2.00;6.00,2.00;6.00,5.00;2.00,5.00"');
    expect(codes).toEqual(['stroke-to-area', 'polygon-to-mask']);
  });

  it('writes names that XML has to escape, and cannot hold', async () => {
    const name = 'a "b" <c> & \'d\' \t\n ä#\u{1f600}.png';
    const classes = classesOf('<crack> & "more"', 'odd \u0001 \ud800');
    const labels = [rectangle(0, 0, 2, 2, classes[0].name)];
    const { source } = await xmlOf([{ name, labels }], { classes });
    const { reading, images } = await readBack(cvatXml, source);
    expect(reading.classes).toEqual(['<crack> & "more"', 'odd \ufffd \ufffd']);
    expect(images[0].name).toBe(name);
    expect(images[0].labels[0].class).toBe(classes[0].name);
  });

  it.each(['out', 'out.zip'])(
    'puts pictures into images/, or a subset of it where there is a split: %s',
    async name => {
      const sides = ['train', 'val', null] as const;
      const images = sides.map((side, i) => ({ name: `ä #${i}.png`, side }));
      const { source } = await written(cvatXml, await exportDataset(images, { withImages: true }), name);
      expect(source.files).toEqual([
        'annotations.xml',
        'images/train/ä #0.png',
        'images/val/ä #1.png',
        'images/ä #2.png',
      ]);
      const back = await readBack(cvatXml, source);
      expect(back.images.map(({ side, picture }) => [side, picture])).toEqual([
        ['train', { path: 'images/train/ä #0.png' }],
        ['val', { path: 'images/val/ä #1.png' }],
        [null, { path: 'images/ä #2.png' }],
      ]);
      await source.close();
    },
  );

  it('tells verified images without a crack from those that nobody looked at, to the studio at least', async () => {
    const { source } = await xmlOf(inEveryState());
    const back = await readBack(cvatXml, source);
    expect(back.images.map(({ state }) => state)).toEqual(['empty', 'unknown', 'in progress', 'labelled', 'unknown']);
  });

  it('is a task of nothing for no images', async () => {
    const { source } = await xmlOf([]);
    expect(await cvatXml.recognise(source)).not.toBeNull();
    expect((await readBack(cvatXml, source)).reading).toMatchObject({ classes: ['crack'], count: 0 });
  });

  it('gives every class the pixels it had when it comes back, whatever the labels', async () => {
    const names = ['crack', 'spall', 'rust'];
    const side = fc.integer({ min: 1, max: 14 });
    const images = fc.array(fc.record({ labels: arbitraryLabels(14, names), width: side, height: side }), {
      minLength: 1,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(images, async given => {
        const named = given.map((image, i) => ({ ...image, name: `${String(i).padStart(4, '0')}.png` }));
        const { source } = await xmlOf(named, { classes: classesOf(...names) });
        const { images: back } = await readBack(cvatXml, source);
        for (const [i, { labels, width, height }] of named.entries()) {
          const rows = maskRows(labels, width, height, names);
          expect(maskRows(back[i].labels, width, height, names)).toEqual(rows);
          // Of shapes that it has itself, CVAT may draw the edge otherwise.
          const own = back[i].labels.some(label => ['rectangle', 'ellipse'].includes(label.shape));
          if (!own) expect(back[i].pixels).toBe(rows.join('').replaceAll('.', '').length);
          expect(back[i].notes).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });
});
