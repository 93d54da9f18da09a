import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readMask } from '../src/main/images/masks.ts';
import { writeGray } from '../src/main/images/png.ts';
import type { GrayImage } from '../src/shared/image/gray-image.ts';
import { measureMask } from '../src/shared/measure/measure-mask.ts';
import { Random } from '../src/shared/random.ts';
import { type MeasurePeer, SMALLEST, startMeasurePeer } from './measure-peer.ts';
import { median, report, round } from './report.ts';

/**
 * `npm run bench -- measure [--data DIR] [--pairs 3 --masks 20]`: with `--data` (masks/), the length and mean width of every crack beside those of
 * scikit-image's peer (`measure_peer.py`), from the mask alone; without, the time for masks of 1 Mpx, in alternating pairs.
 */
export async function benchMeasure(argv: string[]): Promise<void> {
  const { values } = parseArgs({
    args: argv,
    options: {
      data: { type: 'string', multiple: true },
      pairs: { type: 'string', default: '3' },
      masks: { type: 'string', default: '20' },
      python: { type: 'string', default: existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3' },
    },
  });
  const peer = startMeasurePeer(values.python);
  try {
    for (const dir of values.data ?? []) await compare(dir, peer.measured);
    if (!values.data) await time(Number(values.pairs), Number(values.masks), peer.measured);
  } finally {
    peer.end();
  }
}

async function compare(dir: string, peer: MeasurePeer['measured']): Promise<void> {
  const pairs: { image: string; ours: [number, number]; peers: [number, number] }[] = [];
  for (const image of (await readdir(join(dir, 'masks'))).filter(name => name.endsWith('.png')).sort()) {
    const path = join(dir, 'masks', image);
    const ours = measureMask(await readMask(path), { minAreaPx: SMALLEST });
    const { cracks } = await peer(path);
    for (const { lengthPx, width, areaPx, box } of ours) {
      const other = cracks.find(({ x, y, area }) => area === areaPx && y === box.y1 && x >= box.x1 && x < box.x2);
      if (other) pairs.push({ image, ours: [lengthPx, width.meanPx], peers: [other.length, other.width] });
    }
  }
  for (const [k, figure] of (['length', 'width'] as const).entries()) {
    const off = (pair: (typeof pairs)[number]) =>
      Math.abs(pair.ours[k] - pair.peers[k]) / (k === 0 ? pair.peers[k] : 1);
    const worst = pairs.toSorted((a, b) => off(b) - off(a))[0];
    report({
      ...{ bench: 'measure', data: dir, figure: k === 0 ? 'length, share' : 'mean width, px', cracks: pairs.length },
      ...{ median_studio: round(median(pairs.map(pair => pair.ours[k])), 2) },
      ...{ median_skimage: round(median(pairs.map(pair => pair.peers[k])), 2) },
      ...{ median_difference: round(median(pairs.map(off))), largest_difference: round(off(worst)) },
      ...{ largest_in: worst.image, there: [round(worst.ours[k], 2), round(worst.peers[k], 2)], what: figure },
    });
  }
}

async function time(pairs: number, count: number, peer: MeasurePeer['measured']): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-measure-'));
  try {
    const masks = Array.from({ length: count }, (_, i) => madeMask(i + 1));
    const paths = masks.map((_, i) => join(folder, `${i}.png`));
    for (const [i, mask] of masks.entries()) await writeGray(paths[i], mask);
    // Once unmeasured, as a thousand masks would: until JavaScript is compiled.
    for (const [i, mask] of masks.entries()) {
      measureMask(mask, { minAreaPx: SMALLEST });
      if (i === 0) await peer(paths[i]);
    }
    const ratios: number[] = [];
    for (let pair = 0; pair < pairs; pair++) {
      const start = process.cpuUsage();
      for (const mask of masks) measureMask(mask, { minAreaPx: SMALLEST });
      const { user, system } = process.cpuUsage(start);
      const studio = (user + system) / 1e6;
      let skimage = 0;
      for (const path of paths) skimage += (await peer(path)).seconds;
      ratios.push(studio / skimage);
      report({
        bench: 'measure',
        masks: count,
        studio_s: round(studio),
        skimage_s: round(skimage),
        ratio: round(studio / skimage),
      });
    }
    report({ bench: 'measure', median_ratio: round(median(ratios)) });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** 1 Mpx with five wandering cracks of 2 to 8 px. */
function madeMask(seed: number): GrayImage {
  const size = 1024;
  const random = new Random(seed);
  const data = new Uint8Array(size * size);
  for (let crack = 0; crack < 5; crack++) {
    let [x, y, heading] = [100 + random.uniform() * 824, 100 + random.uniform() * 824, random.uniform() * 2 * Math.PI];
    const radius = 1 + random.uniform() * 3;
    for (let step = 0; step < 600; step++) {
      heading += 0.06 * random.normal();
      [x, y] = [x + Math.cos(heading), y + Math.sin(heading)];
      for (let v = Math.ceil(y - radius); v <= y + radius; v++) {
        for (let u = Math.ceil(x - radius); u <= x + radius; u++) {
          if (u >= 0 && v >= 0 && u < size && v < size && Math.hypot(u - x, v - y) <= radius) data[v * size + u] = 255;
        }
      }
    }
  }
  return { width: size, height: size, data };
}
