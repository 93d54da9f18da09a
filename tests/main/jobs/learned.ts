import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { parseMetrics } from '../../../src/shared/schemas/training.ts';

/** What the one training in a folder of runs has learned, apart from the time it took. */
export function learnedIn(out: string) {
  const run = join(out, onlyRunIn(out));
  const metrics = parseMetrics(readFileSync(join(run, 'metrics.jsonl'), 'utf8'));
  return {
    epochs: metrics.map(({ epoch, tr_loss, va_loss, va_dice, va_iou, lr }) => ({
      epoch,
      tr_loss,
      va_loss,
      va_dice,
      va_iou,
      lr,
    })),
    checkpoint: readFileSync(join(run, 'unet_crack_best.pt')).toString('base64'),
    snapshot: snapshotTensors(run),
  };
}

function snapshotTensors(run: string): string {
  const file = readFileSync(join(run, 'state.safetensors'));
  return file.subarray(8 + Number(file.readBigUInt64LE(0))).toString('base64');
}

export function onlyRunIn(out: string): string {
  const runs = readdirSync(out).filter(name => /^\d{8}_/.test(name));
  expect(runs).toHaveLength(1);
  return runs[0];
}
