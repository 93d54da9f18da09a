import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeGray } from '../../src/main/images/png.ts';
import { crackPhantom } from '../helpers/crack-phantom.ts';
import { withMarker } from '../helpers/marker-phantom.ts';
import { temporaryFolder } from '../helpers/pictures.ts';
import { studio } from '../helpers/studio.ts';

const dir = temporaryFolder();
const out = join(dir, 'measured');

beforeAll(async () => {
  for (const folder of ['images', 'masks']) mkdirSync(join(dir, folder));
  const { gray, mask } = crackPhantom({ width: 4, degrees: 30, length: 100 });
  for (const name of ['=wall.png', 'wall 2.png']) {
    await writeGray(join(dir, 'images', name), gray);
    await writeGray(join(dir, 'masks', name), mask);
  }
});
afterAll(() => rmSync(dir, { recursive: true }));

describe('studio measure', () => {
  it('measures a labelled folder in px where there is no scale, and says so', async () => {
    const { exitCode, stdout, stderr } = await studio(['--json', 'measure', dir, '--out', out]);
    expect([exitCode, stderr]).toEqual([
      0,
      `2 cracks of 2 images measured in px, for no scale is given: ${join(out, 'measurements.csv')}`,
    ]);
    const [record] = stdout.split('\n').map(line => JSON.parse(line));
    expect(record).toMatchObject({ image: '=wall.png', crack: 1, branches: 1, open_ends: 0, width_doubtful: false });
    expect(record.width_mean_px).toBeCloseTo(4, 1);
    expect(record.orientation_deg).toBeCloseTo(30, 0);
    expect(Object.keys(record).filter(key => key.includes('mm'))).toEqual([]);
    expect(JSON.parse(readFileSync(join(out, 'measurements.json'), 'utf8'))).toMatchObject({ unit: 'px', scale: null });
  });

  it('in mm with a scale, each figure with its uncertainty, and classes only where they are certain', async () => {
    const line = ['--line', '0,0 100,0 = 10', '--line', '0,0 0,200 = 20'];
    const flags = ['--masks', join(dir, 'masks'), '--out', out, ...line, '--classes', 'eurocode-2'];
    const { stdout } = await studio(['--json', 'measure', join(dir, 'images/wall 2.png'), ...flags]);
    const record = JSON.parse(stdout);
    expect(record.width_mean_mm).toBeCloseTo(0.4, 1);
    expect(record.length_mm).toBeCloseTo(10, 0);
    expect(record.width_mm_sd).toBeCloseTo(0.03, 2);
    expect(record).toMatchObject({ width_class_certain: false });
    expect(record.width_class).toContain('uncertain');
  });

  it('writes a spreadsheet in which no name is taken for a formula', async () => {
    await studio(['measure', dir, '--out', out]);
    const [head, first] = readFileSync(join(out, 'measurements.csv'), 'utf8').split('\n');
    expect(head.split(',').slice(0, 4)).toEqual(['image', 'crack', 'length_px', 'length_px_sd']);
    expect(first.startsWith("'=wall.png,1,")).toBe(true);
  });

  it('takes the scale of each picture from the marker in it, classes from a file, and names a picture without a marker', async () => {
    const folder = join(dir, 'marked');
    for (const part of ['images', 'masks']) mkdirSync(join(folder, part), { recursive: true });
    const crack = crackPhantom({ width: 4, degrees: 0, length: 100, ground: 220, floor: 30 });
    await writeGray(join(folder, 'images', 'marked.png'), withMarker(crack.gray, [10.5, 10], 48));
    await writeGray(join(folder, 'masks', 'marked.png'), crack.mask);
    const own = join(dir, 'own.yaml');
    writeFileSync(own, 'id: ours\ntitle: Ours\nsource: us\nclasses: [{ name: fine, belowMm: 5 }, { name: gaping }]\n');
    const { exitCode, stdout } = await studio([
      '--json',
      'measure',
      folder,
      '--out',
      out,
      '--marker',
      '48',
      '--classes',
      own,
    ]);
    expect(exitCode).toBe(0);
    const record = JSON.parse(stdout);
    expect(Math.abs(record.length_mm - 100)).toBeLessThan(2);
    expect(record).toMatchObject({ width_class: 'fine', width_class_certain: true });
    const without = await studio(['measure', dir, '--out', out, '--marker', '48']);
    expect([without.exitCode, without.stderr]).toEqual([1, expect.stringContaining('wall 2.png shows no ArUco 4x4')]);
    writeFileSync(own, 'id: ours\nclasses: []\n');
    const refused = await studio(['measure', dir, '--out', out, '--classes', own]);
    expect([refused.exitCode, refused.stderr]).toEqual([1, expect.stringContaining('own.yaml cannot be used: title')]);
  });

  it('takes a tilted rectangle, and refuses a scale that is none in one sentence', async () => {
    const file = join(dir, 'scale.json');
    const measured = () => studio(['measure', dir, '--out', out, '--scale', file]);
    const corners = [
      [10, 10],
      [120, 20],
      [110, 110],
      [0, 100],
    ];
    writeFileSync(file, JSON.stringify({ kind: 'rectangle', corners, widthMm: 100, heightMm: 90 }));
    expect((await measured()).exitCode).toBe(0);
    writeFileSync(file, JSON.stringify({ kind: 'rectangle', corners: corners.slice(1), widthMm: 100, heightMm: 90 }));
    const { exitCode, stderr } = await measured();
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^error: The scale .* cannot be used: corners .*; see docs\/measuring-cracks\.md\.$/);
    expect((await studio(['measure', dir, '--out', out, '--scale', '-1'])).stderr).toBe(
      'error: --scale wants mm a px above 0, not "-1".',
    );
  });

  it('measures what has masks, and ends with an error that counts what has none', async () => {
    rmSync(join(dir, 'masks/=wall.png'));
    const { exitCode, stderr } = await studio(['measure', dir, '--out', out]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('=wall.png has no mask');
    expect(stderr).toContain('1 of 2 images could not be measured');
    expect(readFileSync(join(out, 'measurements.csv'), 'utf8')).toContain('wall 2.png,1,');
  });
});
