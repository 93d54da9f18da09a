import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportModel } from '../../src/main/jobs/export-model.ts';
import { forkWorker } from '../../src/main/jobs/worker-host.ts';
import type { ModelExport } from '../../src/shared/model-formats.ts';
import { studio } from '../helpers/studio.ts';
import { writeTinyRun } from '../workers/export/tiny-network.ts';

const dir = mkdtempSync(join(tmpdir(), 'studio-export-'));
let run: string;

beforeAll(async () => {
  run = await writeTinyRun(dir);
});
afterAll(() => rmSync(dir, { recursive: true }));

describe('studio export-model', () => {
  test("writes a run's model and says how far it is from what was trained", async () => {
    const out = join(dir, 'tfjs', 'small');
    // By the name that it had before, which scripts go on using.
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
    const { stdout } = await studio(['--json', 'export-model', model, '--to', 'pt', '--out', out]);
    expect(stdout.split('\n').map(line => JSON.parse(line))).toEqual([
      { file: join(out, 'unet_crack_best.pt'), bytes: expect.any(Number) },
      { to: 'pt', difference: 0 },
    ]);
  });

  test('takes a format of another world for a usage error', async () => {
    const { stderr, exitCode } = await studio(['export-model', run, '--out', join(dir, 'never'), '--to', 'tflite']);
    expect(stderr).toMatch(/Allowed choices are onnx, pt, safetensors, tfjs/);
    expect([exitCode, stderr.split('\n').length]).toEqual([2, 1]);
  });
});

describe('an export is refused, before anything is written,', () => {
  const never = join(dir, 'never');
  const refused = (task: Partial<ModelExport>) => {
    const whole: ModelExport = { model: run, to: 'onnx', out: never, half: false, fold: false, ...task };
    return expect(exportModel(whole, forkWorker, new AbortController().signal)).rejects;
  };

  test('to half precision for the reference program', async () => {
    await refused({ to: 'pt', half: true }).toThrow(/^Half precision is for onnx and tfjs: .*\.$/);
  });

  test('to the place of what a training wrote, in its run or beside the runs', async () => {
    for (const out of [run, dirname(run), join(run, 'model.onnx')]) {
      await refused({ out, half: true }).toThrow(
        /^The export would replace .*model\.onnx, which the training wrote: name another file\.$/,
      );
    }
  });

  test('of a model that is not there', async () => {
    await refused({ model: join(dir, 'none'), to: 'tfjs' }).toThrow(/^Cannot read .*none: it does not exist; .*\.$/);
    expect(existsSync(never)).toBe(false);
  });
});
