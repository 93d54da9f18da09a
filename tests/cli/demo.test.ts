import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { studio, studioProgram } from '../helpers/studio.ts';

const dir = mkdtempSync(join(tmpdir(), 'studio-'));
afterAll(() => rmSync(dir, { recursive: true }));

const root = join(import.meta.dirname, '../..');

/** The tour as the README has it, but for the alias, which scripts do not expand. */
function tour(): string {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const [, block] = readme.slice(readme.indexOf('## A tour')).match(/```sh\n([\s\S]*?)```/) ?? [];
  return block.replace(/^alias .*$/m, '');
}

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

  it("is followed by the README's tour, which runs as written", async () => {
    const home = mkdtempSync(join(tmpdir(), 'tour-'));
    symlinkSync(join(root, 'assets'), join(home, 'assets'));
    symlinkSync(dir, join(home, 'demo'));
    const program = `studio() { "${process.execPath}" "${studioProgram}" "$@"; }`;
    const { stderr, exitCode } = await execa('bash', ['-ec', `${program}\n${tour()}`], { cwd: home, reject: false });
    expect(exitCode, stderr).toBe(0);
    expect(existsSync(join(home, 'tour/web/model.json'))).toBe(true);
    rmSync(home, { recursive: true });
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
