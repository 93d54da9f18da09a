import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { studio } from '../helpers/studio.ts';
import { writeTinyRun } from '../workers/export/tiny-network.ts';

const dir = mkdtempSync(join(tmpdir(), 'studio-export-'));
let run: string;

beforeAll(async () => {
  run = await writeTinyRun(dir);
});
afterAll(() => rmSync(dir, { recursive: true }));

describe('studio export', () => {
  test("writes a run's model and says how far it is from what was trained", async () => {
    const out = join(dir, 'tfjs', 'small');
    const { stdout, exitCode } = await studio(['export', run, '--to', 'tfjs', '--out', out, '--half', '--fold']);
    expect(exitCode).toBe(0);
    expect(stdout.split('\n')).toEqual([
      `${join(out, 'weights.bin')}: 0.061 MB`,
      expect.stringMatching(/model\.json: 0\.\d+ MB$/),
      expect.stringMatching(/^Checked: .* at most \d\.\de-\d+ on a test picture\.$/),
    ]);
    expect(readdirSync(out).sort()).toEqual(['model.json', 'weights.bin']);
  });

  test('with --json prints one object a file, and one for the check; a folder gets the file by its usual name', async () => {
    const out = join(dir, 'folder');
    mkdirSync(out);
    const model = join(run, 'model.onnx');
    const { stdout } = await studio(['--json', 'export', model, '--to', 'pt', '--out', out]);
    expect(stdout.split('\n').map(line => JSON.parse(line))).toEqual([
      { file: join(out, 'unet_crack_best.pt'), bytes: expect.any(Number) },
      { to: 'pt', difference: 0 },
    ]);
  });

  test.each([
    [
      'half precision for the reference program',
      ['--to', 'pt', '--half'],
      /^error: --half is for onnx and tfjs: .*\.$/,
    ],
    ['a format of another world', ['--to', 'tflite'], /Allowed choices are onnx, pt, safetensors, tfjs/],
  ])('takes %s for a usage error', async (_what, flags, message) => {
    const { stderr, exitCode } = await studio(['export', run, '--out', join(dir, 'never'), ...flags]);
    expect(stderr).toMatch(message);
    expect([exitCode, stderr.split('\n').length, existsSync(join(dir, 'never'))]).toEqual([2, 1, false]);
  });

  test.each([
    ['in the run', () => run],
    ['beside the runs', () => dirname(run)],
  ])('never takes the place of what a training wrote %s', async (_where, out) => {
    const { stderr, exitCode } = await studio(['export', run, '--to', 'onnx', '--out', out(), '--half']);
    expect(stderr).toMatch(/^error: --out would replace .*model\.onnx, which the training wrote: name another file\.$/);
    expect(exitCode).toBe(2);
  });

  test('tells in one line that there is no such model', async () => {
    const args = ['export', join(dir, 'none'), '--to', 'onnx', '--out', join(dir, 'never.onnx')];
    const { stderr, exitCode } = await studio(args);
    expect(stderr).toMatch(/^error: Cannot read .*none: it does not exist; check the path\.$/);
    expect([exitCode, existsSync(join(dir, 'never.onnx'))]).toEqual([1, false]);
  });
});
