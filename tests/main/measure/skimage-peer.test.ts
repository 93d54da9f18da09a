import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { SMALLEST, startMeasurePeer } from '../../../bench/measure-peer.ts';
import { writeGray } from '../../../src/main/images/png.ts';
import { rasterizeLabels } from '../../../src/shared/labels/rasterize.ts';
import { measureMask } from '../../../src/shared/measure/measure-mask.ts';
import { medianOf } from '../../../src/shared/measure/statistics.ts';
import { drawPicture } from '../../../src/shared/synthesise/draw-picture.ts';
import { temporaryFolder } from '../../helpers/pictures.ts';
import { python } from '../../helpers/python.ts';

const skimage = python('skimage');
const SIZE = { width: 320, height: 320 };
const dir = temporaryFolder();
afterAll(() => rmSync(dir, { recursive: true }));

it.skipIf(!skimage)(
  'drawn cracks with branches, gaps and tapers are as long and wide as scikit-image finds them',
  async () => {
    const peer = startMeasurePeer(skimage!);
    const off: { length: number; width: number }[] = [];
    for (let index = 0; index < 30; index++) {
      const { labels } = drawPicture(SIZE, 7, index);
      const cracks = labels.filter(label => label.class === 'crack');
      const mask = rasterizeLabels(cracks, { x1: 0, y1: 0, x2: SIZE.width, y2: SIZE.height }, ['crack']);
      const file = join(dir, `${index}.png`);
      await writeGray(file, mask);
      const { cracks: peers } = await peer.measured(file);
      for (const { lengthPx, width, areaPx, box } of measureMask(mask, { minAreaPx: SMALLEST })) {
        const same = peers.find(({ x, y, area }) => area === areaPx && y === box.y1 && x >= box.x1 && x < box.x2);
        if (same) off.push({ length: lengthPx / same.length - 1, width: width.meanPx - same.width });
      }
    }
    peer.end();
    const [lengths, widths] = [off.map(each => Math.abs(each.length)), off.map(each => Math.abs(each.width))];
    expect(off.length).toBeGreaterThan(12);
    expect(medianOf(lengths)).toBeLessThan(0.01);
    expect(medianOf(widths)).toBeLessThan(0.2);
  },
);
