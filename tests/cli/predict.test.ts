import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeLabelledFolder } from '../helpers/labelled-folder.ts';
import { studio } from '../helpers/studio.ts';
import { writeTinyModel } from '../helpers/tiny-model.ts';

const dir = mkdtempSync(join(tmpdir(), 'studio-predict-'));
const images = join(dir, 'images');
const model = join(dir, 'model.onnx');

beforeAll(async () => {
  await writeTinyModel(model);
  const mask = ['....'];
  await writeLabelledFolder(dir, { 'one.png': { image: ['#...'], mask }, 'two.png': { image: ['....'], mask } });
});
afterAll(() => rmSync(dir, { recursive: true }));

describe('studio predict', () => {
  test('prints a line an image and writes what it saw', async () => {
    const out = join(dir, 'seen');
    const { stdout, exitCode } = await studio(['predict', model, images, '--out', out, '--mode', 'tile']);
    expect(exitCode).toBe(0);
    expect(stdout).toBe('one: 1 crack px (25.00 %), max p 1.000\ntwo: 0 crack px (0.00 %), max p 0.000');
    for (const folder of ['masks', 'probabilities', 'overlays']) {
      expect(readdirSync(join(out, folder)).sort()).toEqual(['one.png', 'two.png']);
    }
  });

  test('goes on after an unreadable image, names it in one line and fails at the end', async () => {
    const broken = join(dir, 'broken.png');
    writeFileSync(broken, 'no picture');
    const out = join(dir, 'partly');
    const args = ['--json', 'predict', model, broken, join(images, 'one.png'), '--out', out, '--mode', 'tile'];
    const { stdout, stderr, exitCode } = await studio(args);
    expect(exitCode).toBe(1);
    expect(stdout.split('\n').map(line => JSON.parse(line))).toMatchObject([{ stem: 'one', crack_pixels: 1 }]);
    expect(stderr.split('\n')).toEqual([
      expect.stringMatching(/^error: Cannot read .*broken\.png: it is damaged or not a picture/),
      'error: 1 of 2 images could not be read; see the lines above.',
    ]);
    expect(readdirSync(join(out, 'masks'))).toEqual(['one.png']);
  });

  test('refuses a missing model in one line and writes nothing', async () => {
    const out = join(dir, 'nothing');
    const { stderr, exitCode } = await studio(['predict', join(dir, 'none.onnx'), images, '--out', out]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^error: Cannot read .*none\.onnx: it does not exist; check the path\.$/);
    expect(existsSync(out)).toBe(false);
  });

  test.each([
    [['--threshold', '2'], '--threshold wants a number between 0 and 1, not "2".'],
    [['--mode', 'guess'], "'guess' is invalid. Allowed choices are trained, resize, tile."],
  ])('takes %j for a usage error', async (flags, message) => {
    const { stderr, exitCode } = await studio(['predict', model, images, '--out', join(dir, 'nothing'), ...flags]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr.split('\n')).toHaveLength(1);
  });
});
