import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { studio } from '../helpers/studio.ts';

const dir = mkdtempSync(join(tmpdir(), 'studio-'));
afterAll(() => rmSync(dir, { recursive: true }));

describe('studio demo', () => {
  it('takes the sample from video to contact sheet, in place of what an earlier demo left', async () => {
    const images = join(dir, 'data/dl_dataset/ball-screw/images');
    mkdirSync(images, { recursive: true });
    writeFileSync(join(images, 'of-the-last-demo.png'), '');
    writeFileSync(join(dir, '.crack-studio-demo'), '');
    const { exitCode, stdout, stderr } = await studio(['demo', '--dir', dir, '--epochs', '1']);
    expect(exitCode).toBe(0);
    expect(stderr.match(/│ (Collect|Label|Prepare|Train|Evaluate|Contact sheet) /g)).toHaveLength(6);
    expect(stdout).toMatch(/Look: {2}.*contact-sheet\.png$/);
    expect(readdirSync(images)).toHaveLength(68);
    expect(existsSync(join(dir, 'dl_models/unet_crack_best.pt'))).toBe(true);
    expect((await sharp(join(dir, 'contact-sheet.png')).metadata()).width).toBeGreaterThan(600);
  });

  it("never empties a folder that is not a demo's", async () => {
    const work = mkdtempSync(join(tmpdir(), 'studio-'));
    writeFileSync(join(work, 'thesis.txt'), 'years of work');
    const { exitCode, stderr } = await studio(['demo', '--dir', work, '--epochs', '1']);
    expect([exitCode, stderr]).toEqual([2, `error: ${work} holds other files: name an empty folder with --dir.`]);
    expect(readdirSync(work)).toEqual(['thesis.txt']);
    rmSync(work, { recursive: true });
  });
});
